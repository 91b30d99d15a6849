import { toIso } from '../calendar/day.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { debtorsByIds, updateDebtors } from './debtors.db.ts';
import { addressFoundBad } from './events.ts';

/**
 * A letter came back from the address: false, without an entry in the journal, when that was known already.
 */
export async function markAddressBad(scope: Scope, debtorId: string): Promise<boolean> {
  await lockChain(scope, debtorId);
  const debtor = (await debtorsByIds(scope, [debtorId])).get(debtorId);
  if (!debtor || debtor.addressBadOn !== null) return false;
  await updateDebtors(scope, [{ ...debtor, addressBadOn: scope.on }]);
  await append(scope, debtorId, addressFoundBad, { on: toIso(scope.on) });
  return true;
}
