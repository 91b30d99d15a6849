import type { Day } from '../calendar/day.ts';
import type { Instalment } from '../invoices/invoice.ts';
import { type Cents, cents } from '../money/cents.ts';
import { excessOf } from '../payments/allocate.ts';
import { firstDayWithRoom } from '../payments/balance.ts';
import type { Allocation, Payment } from '../payments/payment.ts';

/** What an import writes about money. Nothing is deleted: an allocation ends, a payment is reversed. */
export interface Entries {
  readonly payments: Payment[];
  readonly allocations: Allocation[];
  /** Payments that the file takes back, reversed on the day of the import. */
  readonly reversed: string[];
  readonly endedToday: string[];
  /** Parts of amounts that were corrected: they count as if they had never been. */
  readonly endedFromOrigin: string[];
}

export function noEntries(): Entries {
  return { payments: [], allocations: [], reversed: [], endedToday: [], endedFromOrigin: [] };
}

/** An instalment being settled. */
export interface WorkItem {
  readonly instalment: Instalment;
  readonly issuedOn: Day;
  /** Allocations that stand, those just planned included. */
  live: Allocation[];
  /** Allocations that ended: the days they counted on are not free. */
  readonly past: Allocation[];
}

/** An instalment as it will stand, with all that settles or settled it. */
export function workItem(instalment: Instalment, issuedOn: Day, uses: readonly Allocation[]): WorkItem {
  return {
    instalment,
    issuedOn,
    live: uses.filter((use) => use.reversedOn === null),
    past: uses.filter((use) => use.reversedOn !== null),
  };
}

export function liveTotal(items: readonly WorkItem[]): Cents {
  let total = 0;
  for (const item of items) for (const use of item.live) total += use.amount;
  return cents(total);
}

export function roomIn({ instalment, live }: Pick<WorkItem, 'instalment' | 'live'>): Cents {
  return cents(instalment.amount - live.reduce((total, use) => total + use.amount, 0));
}

/** Settles the items in their order from a source, each from the first day with room; answers what did not fit. */
export function spread(
  entries: Entries,
  items: readonly WorkItem[],
  source: Pick<Allocation, 'debtorId' | 'paymentId' | 'creditNoteId'>,
  amount: Cents,
  from: Day,
  newId: () => string,
): Cents {
  let left = amount;
  for (const item of items) {
    const part = cents(Math.min(left, roomIn(item)));
    if (part <= 0) continue;
    const use = { ...source, id: newId(), instalmentId: item.instalment.id, amount: part };
    const standing = { amount: item.instalment.amount, from: item.issuedOn, until: null };
    const countsOn = firstDayWithRoom(standing, [...item.live, ...item.past], part, from);
    if (countsOn === null) continue;
    const allocation: Allocation = { ...use, countsOn, reversedOn: null };
    entries.allocations.push(allocation);
    item.live.push(allocation);
    left = cents(left - part);
  }
  return left;
}

/** Takes back from an item what exceeds its corrected amount; the money becomes a credit of the debtor. */
export function trim(entries: Entries, item: WorkItem, newId: () => string): Cents {
  let freed = 0;
  for (const { use, keep } of excessOf(item.live, item.instalment.amount)) {
    const kept = keep > 0 ? { ...use, id: newId(), amount: keep } : null;
    withdraw(entries, use, 'endedFromOrigin');
    if (kept) entries.allocations.push(kept);
    item.live = item.live.flatMap((other) => (other.id !== use.id ? [other] : kept ? [kept] : []));
    freed += use.amount - keep;
  }
  return cents(freed);
}

/** Ends an allocation of the books, or drops one that was only planned. */
export function withdraw(entries: Entries, use: Allocation, how: 'endedToday' | 'endedFromOrigin'): void {
  const planned = entries.allocations.findIndex((allocation) => allocation.id === use.id);
  if (planned >= 0) entries.allocations.splice(planned, 1);
  else entries[how].push(use.id);
}
