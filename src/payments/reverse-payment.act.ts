import { toIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChain, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { keepValue } from '../journal/values.db.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { allocationsOfPayment, endAllocations } from './allocations.db.ts';
import { paymentReversed } from './events.ts';
import type { Allocation, Payment } from './payment.ts';
import { markReversed, paymentById } from './payments.db.ts';
import { alreadyReversed } from './shares.ts';

/**
 * The money went back on `scope.on`: everything it settled is owed again from that day, and its credit is
 * gone. An exact mirror (R47). Steps already done stay done: nothing is sent again because of it. Refusals:
 * `payment_reversed` (already), `date_order` (before it was received).
 */
export async function reversePayment(
  scope: Scope,
  payment: Payment,
  reason: string,
): Promise<{ readonly payment: Payment; readonly reopened: readonly Allocation[] } | Refusal> {
  if (payment.debtorId === null) await lockChains(scope, [CREDITOR_CHAIN]);
  else await lockChain(scope, payment.debtorId);
  const current = (await paymentById(scope, payment.id)) ?? payment;
  if (current.reversedOn !== null) return alreadyReversed(current);
  if (scope.on < current.receivedOn) {
    return refuse(
      'date_order',
      `Ce règlement a été reçu le ${formatShortDay(current.receivedOn)}\u00a0: il ne peut pas être rejeté avant.`,
      { receivedOn: toIso(current.receivedOn) },
    );
  }
  const live = (await allocationsOfPayment(scope, current.id)).filter((use) => use.reversedOn === null);
  const ids = live.map((use) => use.id);
  const chain = current.debtorId ?? CREDITOR_CHAIN;
  const kept = await keepValue(scope, chain, reason);
  await markReversed(scope, [current.id], scope.on, kept);
  await endAllocations(scope, ids, scope.on);
  await append(scope, chain, paymentReversed, {
    payment: current.id,
    reversedOn: toIso(scope.on),
    allocations: ids,
    cents: current.amount,
    reason: kept,
  });
  return { payment: { ...current, reversedOn: scope.on }, reopened: live };
}
