import type { Day } from '../calendar/day.ts';
import type { PaymentRecord } from '../formats/payments.ts';
import { bySettlement, type InvoiceHead } from '../invoices/invoice.ts';
import { type Cents, cents } from '../money/cents.ts';
import type { Payment, UsedPayment } from '../payments/payment.ts';
import { type Entries, noEntries, spread, type WorkItem, withdraw } from './entries.ts';
import type { PaymentMatch } from './match-payment.ts';
import { houseMethod } from './received.ts';

/** A line of a file of payments that brings money, with what makes it the same line in a later file. */
export interface PaymentLine {
  readonly record: PaymentRecord;
  readonly rowKey: string;
  readonly match: PaymentMatch;
  /** Known of an earlier file, and settling nothing yet. */
  readonly pending: Payment | null;
}

/** An invoice that lines of the file settle. */
export interface SettledInvoice {
  readonly invoice: InvoiceHead;
  readonly items: readonly WorkItem[];
  /** The day of the last file of invoices that told what was received for it. */
  readonly saidOn: Day | null;
}

/** What a file makes of the money it brings. */
export interface PaymentPlans {
  readonly entries: Entries;
  /** The payment of each line, new or known. */
  readonly booked: readonly BookedLine[];
  /** Lines about a payment that somebody entered by hand. */
  readonly claims: readonly { readonly paymentId: string; readonly rowKey: string }[];
  /** Payments whose payer is known only now. */
  readonly payers: readonly { readonly paymentId: string; readonly debtorId: string }[];
}

export interface BookedLine {
  readonly line: PaymentLine;
  readonly payment: Payment;
  readonly known: 'no' | 'by-file' | 'by-hand';
}

interface Sharing {
  readonly on: Day;
  readonly importId: string;
  readonly newId: () => string;
}

/** Days by which the date a person enters and that of the bank may differ. */
const SAME_MONEY_DAYS = 3;

/**
 * Books each line, oldest money first. Money whose invoice is certain settles it; the rest is a credit of its
 * payer, or waits for somebody to say whose it is. Money that a file of invoices had told of is not booked
 * twice: the dated payment takes its place; nor is a payment that somebody entered already.
 */
export function planPayments(
  lines: readonly PaymentLine[],
  invoices: ReadonlyMap<string, SettledInvoice>,
  standing: readonly UsedPayment[],
  shared: Sharing,
): PaymentPlans {
  const entries = noEntries();
  const booked: BookedLine[] = [];
  const entered = enteredPayments(standing);
  const told = new Map(standing.map((used) => [used.payment.id, used]));
  const ordered = [...lines].sort(
    (a, b) => a.record.paidOn - b.record.paidOn || (a.rowKey < b.rowKey ? -1 : 1),
  );
  for (const line of ordered) {
    const settled = line.match.invoice && (invoices.get(line.match.invoice.id) ?? null);
    const twin = line.pending ? null : entered(line);
    if (twin) {
      if (settled && twin.invoiceIds.length === 0) settle(entries, twin.payment, settled, shared.newId);
      booked.push({ line, payment: twin.payment, known: 'by-hand' });
      continue;
    }
    const debtorId = line.match.debtorId;
    const payment = line.pending ? { ...line.pending, debtorId } : newPayment(line, shared);
    if (!line.pending) entries.payments.set(payment.id, payment);
    if (settled) bookSettled(entries, payment, settled, told, shared.newId);
    booked.push({ line, payment, known: line.pending ? 'by-file' : 'no' });
  }
  return {
    entries,
    booked,
    claims: booked
      .filter(({ known }) => known === 'by-hand')
      .map(({ line, payment }) => ({ paymentId: payment.id, rowKey: line.rowKey })),
    payers: booked.flatMap(({ line, payment, known }) =>
      known === 'by-file' && line.pending?.debtorId === null && payment.debtorId !== null
        ? [{ paymentId: payment.id, debtorId: payment.debtorId }]
        : [],
    ),
  };
}

function newPayment({ record, rowKey, match }: PaymentLine, { on, importId, newId }: Sharing): Payment {
  return {
    id: newId(),
    debtorId: match.debtorId,
    receivedOn: record.paidOn,
    amount: record.amount,
    currency: record.currency,
    means: houseMethod(record.means),
    reference: record.reference ?? record.invoice,
    source: 'payments-import',
    importId,
    rowKey,
    reversedOn: null,
    enteredOn: on,
  };
}

/**
 * Finds a payment entered by hand for the same debtor and amount, about that day; each answers one line only.
 */
function enteredPayments(standing: readonly UsedPayment[]): (line: PaymentLine) => UsedPayment | null {
  const keyOf = (debtorId: string | null, amount: Cents, currency: string) =>
    `${debtorId} ${amount} ${currency}`;
  const entered = Map.groupBy(
    standing.filter(({ payment }) => payment.source === 'entry' && payment.rowKey === null),
    ({ payment }) => keyOf(payment.debtorId, payment.amount, payment.currency),
  );
  return ({ record, match }) => {
    const candidates = entered.get(keyOf(match.debtorId, record.amount, record.currency)) ?? [];
    const at = candidates.findIndex(
      ({ payment, invoiceIds }) =>
        Math.abs(payment.receivedOn - record.paidOn) <= SAME_MONEY_DAYS &&
        (match.invoice === null || invoiceIds.every((id) => id === match.invoice!.id)),
    );
    return at < 0 ? null : candidates.splice(at, 1)[0]!;
  };
}

/**
 * Settles an invoice with a payment, which takes the place of the money that a file of invoices had told of.
 */
function bookSettled(
  entries: Entries,
  payment: Payment,
  settled: SettledInvoice,
  told: Map<string, UsedPayment>,
  newId: () => string,
): void {
  const remains = takeToldMoney(entries, payment, settled, told);
  settle(entries, payment, settled, newId);
  for (const { payment: before, rest } of remains) {
    const again = { ...before, id: newId(), amount: rest };
    entries.payments.set(again.id, again);
    told.set(again.id, { payment: again, invoiceIds: [settled.invoice.id] });
    settle(entries, again, settled, newId);
  }
}

/**
 * Frees what a file of invoices had told of an invoice, as much as this payment is: received by the day of
 * that file, it is the money the file meant. Answers what remains told of each payment that it replaces.
 */
function takeToldMoney(
  entries: Entries,
  payment: Payment,
  { items, saidOn }: SettledInvoice,
  told: Map<string, UsedPayment>,
): readonly { readonly payment: Payment; readonly rest: Cents }[] {
  if (saidOn === null || payment.receivedOn > saidOn) return [];
  const live = items.flatMap((item) => item.live);
  const ids = new Set(live.flatMap((use) => (use.origin === 'invoices-import' ? (use.paymentId ?? []) : [])));
  const remains: { payment: Payment; rest: Cents }[] = [];
  let left: number = payment.amount;
  for (const id of [...ids].sort()) {
    const before = told.get(id);
    if (left <= 0 || !before || before.invoiceIds.length > 1) continue;
    for (const item of items) {
      for (const use of item.live.filter((other) => other.paymentId === id)) withdraw(entries, item, use);
    }
    told.delete(id);
    if (!entries.payments.delete(id)) entries.replaced.push(id);
    const taken = Math.min(left, before.payment.amount);
    left -= taken;
    const rest = cents(before.payment.amount - taken);
    if (rest > 0) remains.push({ payment: before.payment, rest });
  }
  return remains;
}

function settle(
  entries: Entries,
  { id, debtorId, amount, receivedOn, source: origin }: Payment,
  { items }: SettledInvoice,
  newId: () => string,
): void {
  const ordered = [...items].sort((a, b) => bySettlement(a.instalment, b.instalment));
  const source = { debtorId: debtorId!, paymentId: id, creditNoteId: null, origin };
  spread(entries, ordered, source, amount, receivedOn, newId);
}
