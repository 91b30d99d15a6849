import { lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type DecidedDebtor, decidedSlices } from './decisions.db.ts';
import { openProposals } from './proposals.db.ts';
import { proposeContacts } from './propose-contacts.act.ts';
import { nextFacts, watchSilences } from './watch.db.ts';
import { isSilent, silenceOf } from './watch.ts';

/**
 * Decides these debtors and writes down what there is to do about each; answers the decisions, in the order
 * of their ids. Their chains are locked before their facts are read, so that no act on one of them is
 * overlooked. Those of whom there is nothing to say are watched from now on, instead of looked at every day.
 */
export async function proposeSlice(
  scope: Scope,
  debtorIds: readonly string[],
): Promise<readonly DecidedDebtor[]> {
  const heads = await lockChains(scope, debtorIds);
  const known = Map.groupBy(await openProposals(scope.tx, debtorIds), (proposal) => proposal.debtorId);
  const decided: DecidedDebtor[] = [];
  for await (const some of decidedSlices(scope.tx, scope.on, debtorIds)) decided.push(...some);
  const moved = await proposeContacts(scope, decided, known);
  // What is approved and has not left may be listed any day.
  const silent = decided.filter(
    ({ debtor, decision }) =>
      isSilent(debtor, decision) && !known.get(debtor.id)?.some(({ state }) => state === 'approved'),
  );
  const ids = silent.map(({ debtor }) => debtor.id);
  const next = await nextFacts(scope.tx, ids, scope.on);
  await watchSilences(
    scope,
    silent.map(({ debtor, decision }) => ({
      ...silenceOf(debtor, decision, next.get(debtor.id) ?? null),
      seq: (moved.get(debtor.id) ?? heads.get(debtor.id)!).seq,
    })),
  );
  return decided;
}
