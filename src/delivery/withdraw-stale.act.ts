import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { lettersOf, supersedeLetters } from '../letters/letters.db.ts';
import { contactWithdrawn } from '../reminders/events.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { endProposal, proposalById } from '../reminders/proposals.db.ts';
import { isStale } from '../reminders/recheck.ts';
import { leaveBatch } from './print-batches.db.ts';

/**
 * A letter approved and not posted for three business days is composed anew: its dates and sums have aged.
 * False when it has not aged, or was posted meanwhile.
 */
export async function withdrawStale(scope: Scope, seen: Proposal): Promise<boolean> {
  await lockChain(scope, seen.debtorId);
  const proposal = await proposalById(scope.tx, seen.id);
  if (proposal?.state !== 'approved' || proposal.channel === 'email') return false;
  if (!isStale(proposal, scope.on)) return false;
  const letters = await lettersOf(scope.tx, proposal.id);
  await leaveBatch(
    scope,
    letters.map(({ id }) => id),
  );
  await endProposal(scope, proposal.id, 'withdrawn');
  await supersedeLetters(scope, proposal.id);
  await append(scope, proposal.debtorId, contactWithdrawn, { proposal: proposal.id, because: 'stale' });
  return true;
}
