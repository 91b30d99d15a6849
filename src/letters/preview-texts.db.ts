import type { Scope } from '../journal/scope.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { recipientsFor } from '../reminders/recipients.db.ts';
import { composeMessage } from './compose-message.ts';
import { drawPages, type Page } from './draw-pages.ts';
import { withDocuments } from './enclosures.ts';
import { gatherFacts } from './gather-facts.db.ts';
import { loadWordings } from './wordings.db.ts';

/** The pages of a contact as they would be frozen now. Reads only. */
export async function previewTexts(scope: Scope, proposal: Proposal): Promise<readonly Page[] | Refusal> {
  const gathered = await gatherFacts(scope, proposal, scope.on);
  if (isRefusal(gathered)) return gathered;
  const facts = withDocuments(gathered.facts, gathered.files);
  const composed = composeMessage(facts, (await loadWordings(scope.tx)).overrides);
  if (isRefusal(composed)) return composed;
  const recipients = await recipientsFor(scope.tx, proposal.debtorId, proposal.step);
  return await drawPages(proposal, facts, composed, recipients, { rehearsal: scope.rehearsal });
}
