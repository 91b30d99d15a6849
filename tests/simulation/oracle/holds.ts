import { balanceOn, CLOSED } from './balance.ts';
import { accountOf, type Books, type Hold, type Item, itemKey, itemOf } from './books.ts';
import { businessDaysAfter, day } from './calendar.ts';
import type { PlanAgreed } from './facts.ts';
import { centsOf, least, sumOf } from './money.ts';

/** Holds of a kind about an item that a person had not ended by a day. */
function holdsOf<K extends Hold['fact']['kind']>(
  books: Books,
  kind: K,
  item: Item,
  on: number,
): readonly (Hold['fact'] & { readonly kind: K })[] {
  return accountOf(books, item.ref.debtor)
    .holds.filter(({ on: since, endedOn }) => since <= on && (endedOn === null || endedOn > on))
    .map(({ fact }) => fact)
    .filter((fact): fact is Hold['fact'] & { readonly kind: K } => fact.kind === kind)
    .filter((fact) => concerns(fact, item));
}

function concerns(fact: Hold['fact'], item: Item): boolean {
  if (fact.kind === 'dispute') return itemKey(fact.item) === item.key;
  if (fact.kind === 'pause' && fact.items === null) return fact.debtor === item.ref.debtor;
  return fact.items!.some((ref) => itemKey(ref) === item.key);
}

/** The contested part of what an item owes on a day; all of it when a dispute is about the whole. */
export function contestedOn(books: Books, item: Item, on: number): bigint {
  const balance = balanceOn(item, on);
  const parts = holdsOf(books, 'dispute', item, on).map(({ amount }) =>
    amount === null ? balance : centsOf(amount),
  );
  return least(balance, sumOf(parts));
}

/** Last day held by a promise: its day and two business days (ruling 28). */
export function promisedUntil(books: Books, item: Item, on: number): number | null {
  return lastDay(
    holdsOf(books, 'promise', item, on).map(({ promisedOn }) => businessDaysAfter(day(promisedOn), 2)),
    on,
  );
}

export function pausedUntil(books: Books, item: Item, on: number): number | null {
  return lastDay(
    holdsOf(books, 'pause', item, on).map(({ until }) => day(until)),
    on,
  );
}

function lastDay(days: readonly number[], on: number): number | null {
  const last = Math.max(...days, 0);
  return last >= on ? last : null;
}

/**
 * What a payment plan puts off of an item on a day: all of it while every date is kept, two business days
 * each; of a missed plan, what is not missed, taken from the newest invoices first (decision 0028).
 */
export function putOffOn(books: Books, item: Item, on: number): bigint {
  const [plan] = holdsOf(books, 'plan', item, on);
  return plan === undefined ? 0n : (putOffBy(books, plan, on).get(item.key) ?? 0n);
}

function putOffBy(books: Books, plan: PlanAgreed, on: number): ReadonlyMap<string, bigint> {
  const items = plan.items.map((ref) => itemOf(books, ref));
  const owed = sumOf(items.map((item) => balanceOn(item, on)));
  const agreed = sumOf(plan.dates.map(({ amount }) => centsOf(amount)));
  const passed = plan.dates.filter(({ date }) => businessDaysAfter(day(date), 2) < on);
  const missed = sumOf(passed.map(({ amount }) => centsOf(amount))) - (agreed - owed);
  let left = missed <= CLOSED ? owed : owed - least(owed, missed);
  const off = new Map<string, bigint>();
  for (const item of items.toSorted(oldestFirst).reverse()) {
    const part = least(left, balanceOn(item, on));
    off.set(item.key, part);
    left -= part;
  }
  return off;
}

/** By due date; those of one day by number, then instalment. Items without a date come last. */
export function oldestFirst(a: Item, b: Item): number {
  const due = (a.dueOn ?? Number.MAX_SAFE_INTEGER) - (b.dueOn ?? Number.MAX_SAFE_INTEGER);
  if (due !== 0) return due;
  if (a.ref.invoice !== b.ref.invoice) return a.ref.invoice < b.ref.invoice ? -1 : 1;
  return a.ref.instalment - b.ref.instalment;
}
