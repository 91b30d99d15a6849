import { balanceOn, CLOSED, creditsOn } from './balance.ts';
import { accountOf, type Books, type Item, itemsOf, type Part } from './books.ts';
import { nextStep, stands } from './course.ts';
import { contestedOn, oldestFirst, pausedUntil, promisedUntil, putOffOn } from './holds.ts';
import { least, sumOf } from './money.ts';
import { rank } from './scenario.ts';
import type { Source } from './settlement.ts';

export interface Shares {
  /** What earlier texts told of these items, as long as they are owed. */
  readonly bound: readonly Part[];
  /** Items that the credits cover whole: nothing is asked of them until somebody allocates. */
  readonly covered: ReadonlySet<Item>;
  /** Of each credit, the oldest first, what is neither bound nor covers an item. */
  readonly left: readonly { readonly source: Source; readonly left: bigint }[];
}

/** What an item may be asked for on a day: its balance less its contested part and what a plan puts off. */
export function askable(books: Books, item: Item, on: number): bigint {
  const left = balanceOn(item, on) - putOffOn(books, item, on) - contestedOn(books, item, on);
  return left > 0n ? left : 0n;
}

/**
 * How the credits of a debtor count on a day (decision 0027): those that texts told stay with the invoices
 * they were told of, the first told first; the others cover whole invoices, one after the other, the
 * oldest first.
 */
export function shareOut(books: Books, debtor: string, currency: string, on: number): Shares {
  const left = new Map(
    creditsOn(books, debtor, currency, on).map(({ source, free }) => [source, free] as const),
  );
  const room = new Map<Item, bigint>();
  const roomOf = (item: Item) => room.get(item) ?? askable(books, item, on);
  const bound: Part[] = [];
  const take = (source: Source, item: Item, most: bigint): Part => {
    const amount = most > 0n ? least(least(left.get(source) ?? 0n, roomOf(item)), most) : 0n;
    left.set(source, (left.get(source) ?? 0n) - amount);
    room.set(item, roomOf(item) - amount);
    return { source, item, amount };
  };
  for (const { told } of accountOf(books, debtor).contacts.filter(stands)) {
    for (const { source, item, amount } of told) {
      const before = bound.filter((one) => one.source === source && one.item === item);
      bound.push(take(source, item, amount - sumOf(before.map((one) => one.amount))));
    }
  }
  const covered = new Set<Item>();
  for (const item of remindable(books, debtor, currency, on)) {
    // Covered whole: by its balance, contested part included (ruling 18).
    const rest = balanceOn(item, on) - (askable(books, item, on) - roomOf(item));
    if (rest > sumOf(left.values())) continue;
    covered.add(item);
    let used = rest;
    // Of several credits the newest: what is left for a text is the oldest, which stops more interest.
    for (const [source, free] of [...left].reverse()) {
      const amount = least(free, used);
      left.set(source, free - amount);
      used -= amount;
    }
    room.set(item, 0n);
  }
  return {
    bound: bound.filter(({ amount }) => amount > 0n),
    covered,
    left: [...left].map(([source, rest]) => ({ source, left: rest })),
  };
}

/** Items from the first reminder on that nothing but the day or a credit holds, the oldest first. */
function remindable(books: Books, debtor: string, currency: string, on: number): readonly Item[] {
  return itemsOf(books, debtor, currency)
    .filter((item) => item.dueOn !== null && item.dueOn < on && askable(books, item, on) > CLOSED)
    .filter((item) => promisedUntil(books, item, on) === null && pausedUntil(books, item, on) === null)
    .filter((item) => {
      const next = nextStep(books, item, on);
      return next !== null && rank(next.key) >= rank('reminder-1');
    })
    .toSorted(oldestFirst);
}

/**
 * What a text that asks these items deducts: what is bound to them, then what is left of the credits, from
 * the oldest item on.
 */
export function deductionsFrom(
  { bound, left }: Shares,
  items: readonly Item[],
  asked: ReadonlyMap<string, bigint>,
): readonly Part[] {
  const parts = bound.filter(({ item }) => items.includes(item));
  const room = new Map(asked);
  for (const { item, amount } of parts) room.set(item.key, room.get(item.key)! - amount);
  for (const { source, left: free } of left) {
    let rest = free;
    for (const item of items) {
      const amount = least(rest, room.get(item.key)!);
      if (amount <= 0n) continue;
      parts.push({ source, item, amount });
      room.set(item.key, room.get(item.key)! - amount);
      rest -= amount;
    }
  }
  return parts;
}
