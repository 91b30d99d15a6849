import { messagesOfLetter } from '../courier/message-queries.db.ts';
import { markEmailBounced } from '../debtors/mark-email-bounced.act.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { lettersOf, supersedeLetters } from '../letters/letters.db.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { contactOfProposal } from '../reminders/contacts.db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { settleContacts } from '../reminders/settle-contacts.act.ts';
import { messageBounced } from './events.ts';

/**
 * An accepted message came back: it is no reminder any more, its addresses are trusted no more, and its steps
 * are free for another cycle by another channel. Refuses `not_sent` when no e-mail of this contact left.
 */
export async function recordBounce(
  scope: Scope,
  proposal: Proposal,
): Promise<{ readonly addresses: readonly string[] } | Refusal> {
  await lockChain(scope, proposal.debtorId);
  const id = shortId('rem', proposal.id);
  const email = (await lettersOf(scope.tx, proposal.id)).find(({ kind }) => kind === 'email');
  const sent = email && (await messagesOfLetter(scope, email.id)).find(({ life }) => life.state === 'sent');
  if (!email || !sent)
    return refuse('not_sent', `${id} n’est pas un e-mail parti\u00a0: rien ne peut en revenir.`, { id });
  const contact = await contactOfProposal(scope.tx, proposal);
  if (contact && proposal.channel === 'email') await settleContacts(scope, [contact], 'undelivered');
  for (const address of sent.envelope.to) await markEmailBounced(scope, proposal.debtorId, address);
  await supersedeLetters(scope, proposal.id);
  await append(scope, proposal.debtorId, messageBounced, { message: sent.id, contact: contact?.id ?? null });
  return { addresses: sent.envelope.to };
}
