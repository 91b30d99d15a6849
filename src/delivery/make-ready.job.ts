import { messagesOfLetter } from '../courier/message-queries.db.ts';
import type { Creditor } from '../creditors/creditor.ts';
import { lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { approveContact } from '../letters/approve-contact.act.ts';
import { lettersOf } from '../letters/letters.db.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalById } from '../reminders/proposals.db.ts';
import type { Outcome } from './day-report.ts';
import { queueMail } from './queue-mail.act.ts';
import { addressingOf } from './recipients.db.ts';
import { type DayWork, inScope } from './run-day.job.ts';

/** Freezes what needs no person and puts approved e-mails in the outbox; a refusal stays with its contact. */
export async function makeReady(
  work: DayWork,
  proposal: Proposal,
  errors: { proposalId: string; message: string }[],
  outcomes: Map<string, Outcome>,
): Promise<void> {
  if (proposal.state !== 'approved' && proposal.mode !== 'automatic') return;
  try {
    const made = await inScope(work, async (scope) => {
      if (proposal.state !== 'approved') {
        const approved = await approveContact(scope, proposal.id);
        if (isRefusal(approved)) return approved;
      }
      return await queueEmail(scope, work.creditor, proposal.id);
    });
    if (!isRefusal(made)) return;
    errors.push({ proposalId: proposal.id, message: made.message });
    outcomes.set(proposal.id, made.refused === 'proposal_outdated' ? 'withdrawn' : 'failed');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    errors.push({ proposalId: proposal.id, message });
    outcomes.set(proposal.id, 'failed');
  }
}

async function queueEmail(scope: Scope, creditor: Creditor, proposalId: string): Promise<null | Refusal> {
  const proposal = await proposalById(scope.tx, proposalId);
  if (proposal?.state !== 'approved' || proposal.channel !== 'email') return null;
  const email = (await lettersOf(scope.tx, proposal.id)).find(({ kind }) => kind === 'email');
  if (!email) throw new Error(`approved contact ${proposal.id} has no e-mail`);
  await lockChain(scope, proposal.debtorId);
  if ((await messagesOfLetter(scope, email.id)).length > 0) return null;
  const prepared = await queueMail(scope, creditor, email, await addressingOf(scope.tx, proposal));
  return isRefusal(prepared) ? prepared : null;
}
