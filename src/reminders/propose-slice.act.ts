import { lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type DecidedDebtor, decisionsOn } from './decisions.db.ts';
import { openProposals } from './proposals.db.ts';
import { proposeContacts } from './propose-contacts.act.ts';

/**
 * Decides these debtors and writes down what there is to do about each; answers the decisions, in the order
 * of their ids. Their chains are locked before their facts are read, so that no act on one of them is
 * overlooked.
 */
export async function proposeSlice(
  scope: Scope,
  debtorIds: readonly string[],
): Promise<readonly DecidedDebtor[]> {
  await lockChains(scope, debtorIds);
  const known = Map.groupBy(await openProposals(scope.tx, debtorIds), (proposal) => proposal.debtorId);
  const decided: DecidedDebtor[] = [];
  for await (const one of decisionsOn(scope.tx, scope.on, debtorIds)) decided.push(one);
  await proposeContacts(scope, decided, known);
  return decided;
}
