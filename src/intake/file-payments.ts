import { type Day, maxDay } from '../calendar/day.ts';
import type { LateStart } from '../creditors/creditor.ts';
import type { ReceivedPayment } from '../formats/invoice.ts';
import type { PaymentMethod } from '../invoices/invoice.ts';
import { type Cents, cents, ZERO } from '../money/cents.ts';
import type { Allocation, Payment } from '../payments/payment.ts';
import { type Entries, liveTotal, spread, type WorkItem, withdraw } from './entries.ts';

/** What the planning of one document shares with all the others of its file. */
export interface Planning {
  readonly on: Day;
  readonly importId: string;
  readonly newId: () => string;
  /** Live allocations of payments that earlier files of invoices brought, by payment. */
  readonly broughtByFiles: ReadonlyMap<string, readonly Allocation[]>;
  readonly acceptRevived: boolean;
  /** Where an item starts that can first be chased when it is already late. */
  readonly lateStart: LateStart;
}

/** The items that one line is about, and what it says was received for them. */
export interface Received {
  readonly debtorId: string;
  readonly currency: string;
  readonly items: readonly WorkItem[];
  readonly payments: readonly ReceivedPayment[];
  readonly paid: Cents;
  /** What the last file said. */
  readonly paidBefore: Cents;
}

/**
 * Money that the line newly says was received: only what exceeds both the last file and the payments already known, for
 * the same money may have come by a file of payments or by hand. Answers how much was added.
 */
export function addReceived(entries: Entries, received: Received, planning: Planning): Cents {
  const { items, paid, paidBefore } = received;
  const known = paidByPayments(items);
  const added = cents(Math.max(0, Math.min(paid - paidBefore, paid - known)));
  if (added === 0) return ZERO;
  for (const part of partsOf(received, added)) {
    const payment = newPayment(received, part, planning);
    entries.payments.push(payment);
    const source = { debtorId: received.debtorId, paymentId: payment.id, creditNoteId: null };
    spread(entries, items, source, payment.amount, payment.receivedOn, planning.newId);
  }
  return added;
}

function paidByPayments(items: readonly WorkItem[]): Cents {
  return liveTotal(
    items.map((item) => ({ ...item, live: item.live.filter((use) => use.paymentId !== null) })),
  );
}

type Part = Pick<ReceivedPayment, 'on' | 'amount' | 'means' | 'reference'>;

/** The file's own payments when the money added is just theirs; else one payment of what is new, on the last day. */
function partsOf({ payments, paidBefore }: Received, added: Cents): readonly Part[] {
  const total = payments.reduce((sum, payment) => sum + payment.amount, 0);
  const whole = paidBefore === 0 && total === added && payments.every((payment) => payment.amount > 0);
  if (whole) return payments;
  const last = payments.reduce(
    (latest, payment) => (payment.on > latest.on ? payment : latest),
    payments[0]!,
  );
  return [{ on: last.on, amount: added, means: last.means, reference: null }];
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

/**
 * Money that the line says no more: payments that files brought are reversed on the day of the import, latest first, until
 * what is known is no more than what is said; a part that stands is entered again. Money from elsewhere is left.
 */
export function takeBackReceived(entries: Entries, received: Received, planning: Planning): Cents {
  const { items, paid, paidBefore } = received;
  if (paid >= paidBefore) return ZERO;
  const brought = items
    .flatMap((item) => item.live)
    .filter((use) => use.paymentId !== null && planning.broughtByFiles.has(use.paymentId))
    .sort((a, b) => b.countsOn - a.countsOn);
  let excess = paidByPayments(items) - paid;
  let takenBack = 0;
  for (const { paymentId, countsOn } of brought) {
    if (excess <= 0 || paymentId === null || entries.reversed.includes(paymentId)) continue;
    const own = items.flatMap((item) => item.live).filter((use) => use.paymentId === paymentId);
    const held = own.reduce((total, use) => total + use.amount, 0);
    reverse(entries, items, paymentId, planning);
    const standing = Math.max(0, held - excess);
    if (standing > 0) enterAgain(entries, received, cents(standing), countsOn, planning);
    takenBack += held - standing;
    excess -= held - standing;
  }
  return cents(takenBack);
}

function reverse(
  entries: Entries,
  items: readonly WorkItem[],
  paymentId: string,
  { broughtByFiles, on }: Planning,
): void {
  entries.reversed.push(paymentId);
  for (const use of broughtByFiles.get(paymentId) ?? []) withdraw(entries, use, 'endedToday');
  for (const item of items) {
    for (const use of item.live) if (use.paymentId === paymentId) item.past.push({ ...use, reversedOn: on });
    item.live = item.live.filter((use) => use.paymentId !== paymentId);
  }
}

function enterAgain(
  entries: Entries,
  received: Received,
  amount: Cents,
  receivedOn: Day,
  planning: Planning,
): void {
  const part = { on: receivedOn, amount, means: null, reference: null };
  const payment = newPayment(received, part, planning);
  entries.payments.push(payment);
  const source = { debtorId: received.debtorId, paymentId: payment.id, creditNoteId: null };
  // The reversed payment settles the days before: the part that stands settles from today on.
  spread(entries, received.items, source, amount, maxDay(planning.on, receivedOn), planning.newId);
}
