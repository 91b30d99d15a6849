import type { Day } from '../calendar/day.ts';
import type { Instalment } from '../invoices/invoice.ts';
import { type Cents, cents } from '../money/cents.ts';
import { excessOf } from '../payments/allocate.ts';
import { firstDayWithRoom } from '../payments/balance.ts';
import type { Payment, Settlement } from '../payments/payment.ts';

/**
 * What an import writes about money, by id. Nothing is deleted: an allocation ends, a payment is reversed.
 */
export interface Entries {
  readonly payments: Map<string, Payment>;
  readonly allocations: Map<string, Settlement>;
  /** Payments that a better known one replaces: they count as if they had never been. */
  readonly replaced: string[];
  /** Allocations of amounts that were corrected: they count as if they had never been. */
  readonly undone: string[];
}

export function noEntries(): Entries {
  return { payments: new Map(), allocations: new Map(), replaced: [], undone: [] };
}

/** Takes over what one document writes, once nothing speaks against it. */
export function addEntries(all: Entries, more: Entries): void {
  for (const [id, payment] of more.payments) all.payments.set(id, payment);
  for (const [id, allocation] of more.allocations) all.allocations.set(id, allocation);
  for (const id of more.replaced) all.replaced.push(id);
  for (const id of more.undone) all.undone.push(id);
}

/** An instalment being settled. */
export interface WorkItem {
  readonly instalment: Instalment;
  readonly issuedOn: Day;
  /** Allocations that stand, those just planned included. */
  live: Settlement[];
  /** Allocations that ended: the days they counted on are not free. */
  readonly past: readonly Settlement[];
}

const NONE: readonly Settlement[] = [];

/** An instalment as it will stand, with all that settles or settled it. */
export function workItem(instalment: Instalment, issuedOn: Day, uses: readonly Settlement[]): WorkItem {
  if (uses.length === 0) return { instalment, issuedOn, live: [], past: NONE };
  return {
    instalment,
    issuedOn,
    live: uses.filter((use) => use.reversedOn === null),
    past: uses.filter((use) => use.reversedOn !== null),
  };
}

export function totalOf(uses: Iterable<{ readonly amount: Cents }>): Cents {
  let total = 0;
  for (const use of uses) total += use.amount;
  return cents(total);
}

export function roomIn({ instalment, live }: Pick<WorkItem, 'instalment' | 'live'>): Cents {
  return cents(instalment.amount - totalOf(live));
}

export type MoneySource = Pick<Settlement, 'debtorId' | 'paymentId' | 'creditNoteId' | 'origin'>;

/**
 * Settles the items in their order from a source, each from the first day with room; answers what did not
 * fit.
 */
export function spread(
  entries: Entries,
  items: readonly WorkItem[],
  source: MoneySource,
  amount: Cents,
  from: Day,
  newId: () => string,
): Cents {
  let left = amount;
  for (const item of items) {
    const part = cents(Math.min(left, roomIn(item)));
    if (part <= 0) continue;
    const standing = { amount: item.instalment.amount, from: item.issuedOn, until: null };
    const countsOn = firstDayWithRoom(standing, [...item.live, ...item.past], part, from);
    if (countsOn === null) continue;
    const { debtorId, paymentId, creditNoteId, origin } = source;
    const allocation: Settlement = {
      id: newId(),
      debtorId,
      instalmentId: item.instalment.id,
      paymentId,
      creditNoteId,
      amount: part,
      countsOn,
      reversedOn: null,
      origin,
    };
    entries.allocations.set(allocation.id, allocation);
    item.live.push(allocation);
    left = cents(left - part);
  }
  return left;
}

/**
 * Takes back from each item what exceeds its corrected amount, and settles with it what the others still
 * lack: an invoice that is newly split stays as paid as it was. What fits nowhere becomes a credit of the
 * debtor.
 */
export function trim(entries: Entries, items: readonly WorkItem[], newId: () => string): void {
  const freed: { readonly use: Settlement; readonly amount: Cents }[] = [];
  for (const item of items) {
    for (const { use, keep } of excessOf(item.live, item.instalment.amount)) {
      const kept = keep > 0 ? { ...use, id: newId(), amount: keep } : null;
      withdraw(entries, item, use);
      if (kept) {
        entries.allocations.set(kept.id, kept);
        item.live.push(kept);
      }
      freed.push({ use, amount: cents(use.amount - keep) });
    }
  }
  for (const { use, amount } of freed) spread(entries, items, use, amount, use.countsOn, newId);
}

/** Undoes an allocation of the books, or drops one that was only planned. */
export function withdraw(entries: Entries, item: WorkItem, use: Settlement): void {
  item.live = item.live.filter((other) => other.id !== use.id);
  if (!entries.allocations.delete(use.id)) entries.undone.push(use.id);
}
