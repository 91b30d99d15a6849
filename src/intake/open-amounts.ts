import type { Day } from '../calendar/day.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import { cents } from '../money/cents.ts';
import type { KnownInvoice } from './plan-invoice.ts';

/**
 * A file that gives only what remains due (`amount_from_open`) says of a known invoice how much was paid
 * since, not that its amount shrank: the difference is a payment, on the day of the import for want of
 * another.
 */
export function withKnownAmounts(
  records: readonly InvoiceRecord[],
  known: KnownInvoice,
  on: Day,
): readonly InvoiceRecord[] {
  return records.map((record) => {
    const item = known.items.find(({ instalment }) => instalment.dueOn === record.dueOn) ?? known.items[0];
    const amount = item?.instalment.amount ?? record.amount;
    if (record.kind !== 'invoice' || record.amount >= amount) return record;
    const paid = cents(amount - record.amount);
    const payment = { on, amount: paid, means: null, reference: null, dated: 'assumed' as const };
    return { ...record, amount, paid, open: record.amount, payments: [payment] };
  });
}
