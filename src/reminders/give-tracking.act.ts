import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { trackingGiven } from './events.ts';
import type { Proposal } from './proposal.ts';
import { setTracking } from './proposals.db.ts';

/** The number of the registered letter, known before its text is frozen. */
export async function giveTracking(scope: Scope, proposal: Proposal, tracking: string): Promise<void> {
  await lockChain(scope, proposal.debtorId);
  await setTracking(scope, proposal.id, tracking);
  await append(scope, proposal.debtorId, trackingGiven, { proposal: proposal.id, tracking });
}
