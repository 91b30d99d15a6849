import { type Day, maxDay } from '../calendar/day.ts';
import { type Cents, cents, ZERO } from '../money/cents.ts';

/**
 * An amount that stands from a day (included) until another (excluded): what an instalment claims from its
 * issue until it is voided, what a payment or a credit note can settle from its receipt until it is reversed.
 */
export interface Standing {
  readonly amount: Cents;
  readonly from: Day;
  readonly until: Day | null;
}

/**
 * A part of a standing amount used by an allocation, from `countsOn` (included) until `reversedOn`
 * (excluded).
 */
export interface Use {
  readonly amount: Cents;
  readonly countsOn: Day;
  readonly reversedOn: Day | null;
}

/**
 * What is left on a day, in the accounting sense: amount − credit notes − payments, never the imputation of a
 * judge.
 */
export function remainderOn(standing: Standing, uses: readonly Use[], on: Day): Cents {
  if (on < standing.from || (standing.until !== null && on >= standing.until)) return ZERO;
  return cents(standing.amount - usedOn(uses, on));
}

function usedOn(uses: readonly Use[], on: Day): number {
  let used = 0;
  for (const use of uses) {
    if (use.countsOn <= on && (use.reversedOn === null || use.reversedOn > on)) used += use.amount;
  }
  return used;
}

/** What stays free on every day from `from` on, known uses of later days included. */
export function lastingRemainder(standing: Standing, uses: readonly Use[], from: Day): Cents {
  const start = maxDay(from, standing.from);
  let least = remainderOn(standing, uses, start);
  for (const use of uses) {
    if (use.countsOn > start) least = lesser(least, remainderOn(standing, uses, use.countsOn));
  }
  return least;
}

/**
 * The first day, not before `from`, from which `wanted` fits on every later day: a part that was used and
 * given back is not used twice on the days between. Null when it never fits.
 */
export function firstDayWithRoom(
  standing: Standing,
  uses: readonly Use[],
  wanted: Cents,
  from: Day,
): Day | null {
  const start = maxDay(from, standing.from);
  const freed = uses.flatMap((use) =>
    use.reversedOn !== null && use.reversedOn > start ? [use.reversedOn] : [],
  );
  const candidates = [start, ...freed].sort((a, b) => a - b);
  return candidates.find((candidate) => lastingRemainder(standing, uses, candidate) >= wanted) ?? null;
}

function lesser(one: Cents, other: Cents): Cents {
  return one < other ? one : other;
}
