import { type Day, maxDay } from '../calendar/day.ts';
import type { ReceivedPayment } from '../formats/invoice.ts';
import type { PaymentMethod } from '../invoices/invoice.ts';
import { type Cents, cents, ZERO } from '../money/cents.ts';
import type { Payment, Settlement } from '../payments/payment.ts';
import { type Entries, spread, totalOf, type WorkItem } from './entries.ts';
import type { Planning } from './planning.ts';

/** What one line says was received, and for which items. */
export interface Received {
  readonly line: number;
  readonly debtorId: string;
  readonly currency: string;
  /** The line's own, as money settles them. */
  readonly items: readonly WorkItem[];
  readonly payments: readonly ReceivedPayment[];
  readonly paid: Cents;
  /** What the last file said. */
  readonly paidBefore: Cents;
  /** The day of the last file that brought the invoice: by then no more had been received. */
  readonly saidOn: Day | null;
}

/** A part of the money that the line newly says was received. */
type Part = Pick<ReceivedPayment, 'on' | 'amount' | 'means' | 'reference'>;

/**
 * Money of which the file said less before: null; what is lowered although the books still hold it is not
 * touched.
 */
export function isLowered({ items, paid, paidBefore }: Received, planning: Planning): boolean {
  if (paid >= paidBefore) return false;
  const { brought, others } = knownMoney(items, planning);
  return paid < brought + totalOf(others);
}

/**
 * Money that the line newly says was received: what exceeds the last file, less what the books know already
 * from elsewhere, for the same money may have come by a file of payments or by hand. A file that lags behind
 * the books is told by an amount that one of their payments has; any other amount is new money, since asking
 * for what was paid is worse than asking for too little.
 */
function newlyReceived(received: Received, planning: Planning): Cents {
  const { items, paid, paidBefore } = received;
  const { brought, others } = knownMoney(items, planning);
  // An invoice split anew brings along what files said of it before.
  const added = paid - Math.max(paidBefore, brought);
  if (added <= 0) return ZERO;
  const settled = Math.min(paidBefore, totalOf(items.map(({ instalment }) => instalment)));
  const alreadyTold = Math.max(0, settled - brought);
  const notYetTold = Math.max(0, totalOf(others) - alreadyTold);
  if (added >= notYetTold) return cents(added - notYetTold);
  const bySource = Map.groupBy(others, (use) => use.paymentId ?? use.creditNoteId);
  const same = [...bySource.values()].some((uses) => totalOf(uses) === added);
  return same ? ZERO : cents(added);
}

/** What earlier files of invoices brought, and what else the line's own `paid` counts. */
function knownMoney(items: readonly WorkItem[], planning: Planning) {
  const live = items.flatMap((item) => item.live);
  const brought = totalOf(live.filter((use) => use.origin === 'invoices-import'));
  const others = live.flatMap((use) => {
    if (use.origin === 'invoices-import') return [];
    if (use.origin !== 'credit-note') return [use];
    const used = planning.paidCountsNotes ? usedPart(use, planning) : ZERO;
    return used > 0 ? [{ ...use, amount: used }] : [];
  });
  return { brought, others };
}

/**
 * How much of a credit note's allocation the file itself counts as received: what it says was used, else all
 * of it.
 */
function usedPart(use: Settlement, { usedOfNotes }: Planning): Cents {
  const used = usedOfNotes.get(use.creditNoteId!);
  return used === undefined ? use.amount : cents(Math.min(use.amount, used));
}

/** Books the money newly received and settles the line's items with it; answers how much there was. */
export function addReceived(entries: Entries, received: Received, planning: Planning): Cents {
  const added = newlyReceived(received, planning);
  if (added === 0) return ZERO;
  for (const part of partsOf(received, added, planning.on)) {
    const payment = newPayment(received, part, planning);
    entries.payments.set(payment.id, payment);
    const source = {
      debtorId: received.debtorId,
      paymentId: payment.id,
      creditNoteId: null,
      origin: payment.source,
    };
    spread(entries, received.items, source, payment.amount, payment.receivedOn, planning.newId);
  }
  return added;
}

/**
 * The file's own payments when the money added is just theirs, else their latest parts. Money without a date
 * is not received before the last file that did not know of it: reminders sent meanwhile were right.
 */
function partsOf({ payments, saidOn }: Received, added: Cents, today: Day): readonly Part[] {
  const dated = payments.map((payment) => ({
    ...payment,
    on: payment.dated === 'assumed' && saidOn !== null ? maxDay(payment.on, saidOn) : payment.on,
  }));
  const ordered = dated.sort((a, b) => a.on - b.on || (text(a) < text(b) ? -1 : 1));
  const last = ordered.at(-1) ?? { on: today, means: null, reference: null };
  if (ordered.some((payment) => payment.amount <= 0)) return [{ ...last, amount: added, reference: null }];
  const parts: Part[] = [];
  let left: number = added;
  for (const payment of ordered.toReversed()) {
    if (left <= 0) break;
    parts.unshift({ ...payment, amount: cents(Math.min(left, payment.amount)) });
    left -= payment.amount;
  }
  return left > 0 ? [...parts, { ...last, amount: cents(left), reference: null }] : parts;
}

function text({ amount, means, reference }: Part): string {
  return `${amount} ${means} ${reference}`;
}

function newPayment(received: Received, part: Part, { on, importId, newId }: Planning): Payment {
  return {
    id: newId(),
    debtorId: received.debtorId,
    receivedOn: part.on,
    amount: part.amount,
    currency: received.currency,
    means: houseMethod(part.means),
    reference: part.reference,
    source: 'invoices-import',
    importId,
    rowKey: null,
    reversedOn: null,
    enteredOn: on,
  };
}

/** The readers of files write methods with an underscore. */
export function houseMethod(method: ReceivedPayment['means']): PaymentMethod | null {
  return method === 'direct_debit' ? 'direct-debit' : method;
}
