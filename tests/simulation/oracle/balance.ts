import { accountOf, type Books, type Item } from './books.ts';
import type { Source } from './settlement.ts';

/** Up to this an item counts as closed (ruling 27). */
export const CLOSED = 100n;

/**
 * What an item still owes on a day, whatever was entered since: its amount less what settled it by then.
 * Money counts from the bank's day, a credit note from its own; a reversal and a void undo from theirs.
 */
export function balanceOn(item: Item, on: number): bigint {
  if (item.invoice.voidedOn !== null && item.invoice.voidedOn <= on) return 0n;
  let left = item.amount;
  for (const { source, amount, undoneOn } of item.shares) {
    if (source.on <= on && (undoneOn === null || undoneOn > on)) left -= amount;
  }
  return left;
}

/** A credit: money or a credit note of a debtor of which something settles nothing. */
export interface Credit {
  readonly source: Source;
  readonly free: bigint;
}

/** What is free of a debtor's money and credit notes on a day, the oldest first. */
export function creditsOn(books: Books, debtor: string, currency: string, on: number): readonly Credit[] {
  return accountOf(books, debtor)
    .sources.filter((source) => source.currency === currency && source.on <= on)
    .map((source) => ({ source, free: freeOn(source, on) }))
    .filter(({ free }) => free > 0n)
    .toSorted((a, b) => a.source.on - b.source.on);
}

function freeOn({ amount, reversedOn, shares }: Source, on: number): bigint {
  if (reversedOn !== null && reversedOn <= on) return 0n;
  return shares.reduce(
    (left, share) => (share.undoneOn === null || share.undoneOn > on ? left - share.amount : left),
    amount,
  );
}
