import type { PaymentRecord } from '../formats/payments.ts';
import { cents } from '../money/cents.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import type { UsedPayment } from '../payments/payment.ts';
import { bookDefect, type ToldDefect } from './defects.ts';
import type { PaymentMatch } from './match-payment.ts';

/** A line of a file that gives money back: a rejected debit, a bounced cheque, a refund. */
export interface ReturnLine {
  readonly record: PaymentRecord;
  readonly rowKey: string;
  readonly match: PaymentMatch;
}

export interface ReturnPlans {
  readonly returned: readonly { readonly line: ReturnLine; readonly used: UsedPayment }[];
  readonly defects: readonly ToldDefect[];
}

/**
 * The payment that each line gives back: of the same payer and amount, received before; among several the one
 * of the invoice named, then the last received. A line that none answers is left out: nothing is guessed.
 */
export function planReturns(lines: readonly ReturnLine[], standing: readonly UsedPayment[]): ReturnPlans {
  const returned: { line: ReturnLine; used: UsedPayment }[] = [];
  const defects: ToldDefect[] = [];
  const byPayer = Map.groupBy(standing, ({ payment }) => payment.debtorId);
  const ordered = [...lines].sort(
    (a, b) => a.record.paidOn - b.record.paidOn || (a.rowKey < b.rowKey ? -1 : 1),
  );
  for (const line of ordered) {
    const { record, match } = line;
    const candidates = (match.debtorId !== null && byPayer.get(match.debtorId)) || [];
    const fitting = candidates.filter((used) => fits(used, line)).sort(lastFirst);
    const [found] = fitting;
    if (!found) {
      const value = toDecimal(record.amount).replace('.', ',');
      const place = { line: record.line, field: 'montant', value };
      const detail = formatMoney(cents(-record.amount), record.currency);
      defects.push(bookDefect('returned_payment_unknown', { ...place, detail }));
      continue;
    }
    candidates.splice(candidates.indexOf(found), 1);
    returned.push({ line, used: found });
  }
  return { returned, defects };
}

function fits({ payment, invoiceIds }: UsedPayment, { record, match }: ReturnLine): boolean {
  if (payment.amount !== -record.amount || payment.currency !== record.currency) return false;
  if (payment.receivedOn > record.paidOn) return false;
  return match.invoice === null || invoiceIds.includes(match.invoice.id);
}

function lastFirst(one: UsedPayment, other: UsedPayment): number {
  const later = other.payment.receivedOn - one.payment.receivedOn;
  return later !== 0 ? later : one.payment.id < other.payment.id ? 1 : -1;
}
