import type { Scope } from '../journal/scope.ts';
import { type DecidedDebtor, decisionsOn } from './decisions.db.ts';
import { openProposals } from './proposals.db.ts';
import { proposeContacts } from './propose-contacts.act.ts';

/** Decides these debtors and writes down what there is to do about each; answers the decisions, in order. */
export async function proposeSlice(
  scope: Scope,
  debtorIds: readonly string[],
): Promise<readonly DecidedDebtor[]> {
  const known = Map.groupBy(await openProposals(scope.tx, debtorIds), (proposal) => proposal.debtorId);
  const decided: DecidedDebtor[] = [];
  for await (const one of decisionsOn(scope.tx, scope.on, debtorIds)) {
    decided.push(one);
    const before = known.get(one.debtor.id) ?? [];
    if (before.length > 0 || one.decision.actions.length > 0) await proposeContacts(scope, one, before);
  }
  return decided;
}
