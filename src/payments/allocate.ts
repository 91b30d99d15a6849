import { type Day, maxDay } from '../calendar/day.ts';
import { type Cents, cents, ZERO } from '../money/cents.ts';
import { firstDayWithRoom, lastingRemainder, type Standing, type Use } from './balance.ts';

/** An instalment that may be settled, with what settles it already. */
export interface Settleable {
  readonly id: string;
  readonly standing: Standing;
  readonly uses: readonly Use[];
}

/** A payment or a credit note, with what it settles already. */
export interface Source {
  readonly standing: Standing;
  readonly uses: readonly Use[];
}

export interface Share {
  readonly itemId: string;
  readonly amount: Cents;
  readonly countsOn: Day;
}

/**
 * How a source settles the given items, in their order, up to `limit`: never more than an item still claims
 * nor than the source still holds, on any day. What does not fit stays with the source as a credit of the
 * debtor.
 */
export function shareOut(
  source: Source,
  items: readonly Settleable[],
  limit: Cents,
  on: Day,
): readonly Share[] {
  const shares: Share[] = [];
  let left = cents(Math.min(limit, lastingRemainder(source.standing, source.uses, on)));
  for (const item of items) {
    const amount = cents(Math.min(left, lastingRemainder(item.standing, item.uses, on)));
    if (amount <= 0) continue;
    const used = [...source.uses, ...shares.map((share) => ({ ...share, reversedOn: null }))];
    const countsOn = commonRoom(source.standing, used, item, amount);
    if (countsOn === null) continue;
    shares.push({ itemId: item.id, amount, countsOn });
    left = cents(left - amount);
  }
  return shares;
}

function commonRoom(standing: Standing, used: readonly Use[], item: Settleable, amount: Cents): Day | null {
  const fromSource = firstDayWithRoom(standing, used, amount, standing.from);
  const fromItem = firstDayWithRoom(item.standing, item.uses, amount, item.standing.from);
  return fromSource === null || fromItem === null ? null : maxDay(fromSource, fromItem);
}

/**
 * The parts to take back from an item whose amount was corrected downwards, latest first: a correction counts
 * as if the larger amount had never been claimed, so each part is taken back from the day it counted.
 */
export function excessOf<U extends Use>(
  uses: readonly U[],
  newAmount: Cents,
): readonly { readonly use: U; readonly keep: Cents }[] {
  const live = uses.filter((use) => use.reversedOn === null).sort((a, b) => b.countsOn - a.countsOn);
  let excess = live.reduce((total, use) => total + use.amount, 0) - newAmount;
  const cuts: { use: U; keep: Cents }[] = [];
  for (const use of live) {
    if (excess <= 0) break;
    const cut = Math.min(excess, use.amount);
    cuts.push({ use, keep: cut === use.amount ? ZERO : cents(use.amount - cut) });
    excess -= cut;
  }
  return cuts;
}
