import { type Day, daysBetween, toIso } from '../calendar/day.ts';
import { toDecimal } from '../money/format.ts';
import type { Credit, ItemBalance } from '../payments/payment.ts';
import { shortId } from '../platform/ids.ts';

/** What remains of an item, as machines are told it. */
export function balanceShape(item: ItemBalance, on: Day) {
  return {
    number: item.number,
    instalment: item.position,
    dueOn: item.dueOn === null ? null : toIso(item.dueOn),
    retention: item.retention,
    currency: item.currency,
    amount: toDecimal(item.amount),
    settled: toDecimal(item.settled),
    balance: toDecimal(item.balance),
    daysLate: item.dueOn === null ? null : daysBetween(item.dueOn, on),
  };
}

/** Money or a credit note that settles nothing yet. */
export function creditShape(credit: Credit) {
  return {
    id: shortId(credit.kind === 'payment' ? 'pay' : 'crn', credit.id),
    kind: credit.kind,
    on: toIso(credit.on),
    currency: credit.currency,
    amount: toDecimal(credit.amount),
    label: credit.label,
  };
}
