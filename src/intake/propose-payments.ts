import { toDecimal } from '../money/format.ts';
import type { ItemBalance } from '../payments/payment.ts';
import type { UnmatchedPayment } from './imported.ts';
import { onlyOf } from './named-debtor.ts';
import type { BookedLine } from './plan-payments.ts';

/**
 * What a person may do with money whose invoice nobody named, in the order of the file: the item of its
 * payer that has exactly that balance, when there is a single one. It is proposed and not allocated: an
 * amount alone proves nothing.
 */
export function proposePayments(
  booked: readonly BookedLine[],
  balances: readonly ItemBalance[],
  keyOf: ReadonlyMap<string, string>,
): readonly UnmatchedPayment[] {
  const open = Map.groupBy(
    balances.filter((item) => item.balance > 0),
    (item) => `${item.debtorId} ${item.currency} ${item.balance}`,
  );
  return booked
    .filter(({ line, known }) => line.match.invoice === null && known === 'no')
    .map(({ line: { record }, payment }) => {
      const { debtorId, currency, amount } = payment;
      const item = onlyOf(open.get(`${debtorId} ${currency} ${amount}`) ?? []);
      return {
        line: record.line,
        debtor: debtorId === null ? null : (keyOf.get(debtorId) ?? null),
        invoice: item?.number ?? null,
        amount: toDecimal(amount),
        currency,
        payment: payment.id,
      };
    })
    .sort((a, b) => a.line - b.line);
}
