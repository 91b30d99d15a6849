import { lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { supersedeLetters } from '../letters/letters.db.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalById } from '../reminders/proposals.db.ts';
import { skipSteps } from '../reminders/skip-steps.act.ts';

/**
 * A person decides that a contact is not to be made. One that is approved and on paper only, not posted yet,
 * may be skipped too: its letter leaves its batch. Refusals: those of `skipSteps`.
 */
export async function skipContact(
  scope: Scope,
  proposalId: string,
  reason: string,
): Promise<Proposal | Refusal> {
  const seen = await proposalById(scope.tx, proposalId);
  if (seen) await lockChain(scope, seen.debtorId);
  const proposal = seen && (await proposalById(scope.tx, proposalId));
  if (proposal?.state === 'approved' && proposal.channel !== 'email') {
    await supersedeLetters(scope, proposal.id);
  }
  return await skipSteps(scope, proposalId, reason);
}
