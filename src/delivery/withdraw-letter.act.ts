import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { supersedeLetters } from '../letters/letters.db.ts';
import { decisionsOn } from '../reminders/decisions.db.ts';
import { contactWithdrawn } from '../reminders/events.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { endProposal, proposalById } from '../reminders/proposals.db.ts';
import { letterObstacle } from '../reminders/recheck.ts';

/**
 * Looks again at a letter approved and not yet posted: paid, held or asking for another sum, it is taken
 * back; after three business days it is composed anew, its dates have aged. False when it may still be
 * posted, or was meanwhile.
 */
export async function withdrawLetter(scope: Scope, seen: Proposal): Promise<boolean> {
  await lockChain(scope, seen.debtorId);
  const proposal = await proposalById(scope.tx, seen.id);
  if (proposal?.state !== 'approved' || proposal.channel === 'email') return false;
  const because = await obstacle(scope, proposal);
  if (because === null) return false;
  await endProposal(scope, proposal.id, 'withdrawn');
  await supersedeLetters(scope, proposal.id);
  await append(scope, proposal.debtorId, contactWithdrawn, { proposal: proposal.id, because });
  return true;
}

async function obstacle(scope: Scope, proposal: Proposal): Promise<string | null> {
  for await (const { creditor, debtor, scenario } of decisionsOn(scope.tx, scope.on, [proposal.debtorId])) {
    return letterObstacle(proposal, creditor, debtor, scenario, scope.on);
  }
  return 'debtor_gone';
}
