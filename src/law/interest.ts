import { civil, type Day, daysInMonth } from '../calendar/day.ts';
import { type Cents, cents, roundHalfUp } from '../money/cents.ts';
import type { BasisPoints } from '../money/rate.ts';

/**
 * Days in the year of the fraction: always 365 (the usage of service-public for the legal rate, followed for
 * penalties), or the real length of the year of each day. No statute settles it for L441-10.
 */
export const DAY_COUNTS = ['365', 'actual'] as const;
export type DayCount = (typeof DAY_COUNTS)[number];

/** 365, or 366 for a day of a leap year counted as `actual`. */
export function yearLength(on: Day, dayCount: DayCount): number {
  return dayCount === 'actual' && daysInMonth(civil(on).year, 2) === 29 ? 366 : 365;
}

/**
 * base × rate × days / year, rounded half-up to the cent, once. Exact: in plain integers while they are safe
 * (a claim of 10 million over a whole semester), in big integers beyond.
 */
export function interestOf(base: Cents, rate: BasisPoints, days: number, year = 365): Cents {
  const denominator = 10_000 * year;
  const numerator = base * rate * days;
  if (numerator > Number.MAX_SAFE_INTEGER || numerator < 0) {
    return roundHalfUp(BigInt(base) * BigInt(rate) * BigInt(days), BigInt(denominator));
  }
  // A quotient of floats may round up to the next whole cent: the remainder then tells. `%` takes longer.
  const quotient = Math.floor(numerator / denominator);
  const rest = numerator - quotient * denominator;
  if (rest < 0) return cents(quotient - 1 + (2 * (rest + denominator) >= denominator ? 1 : 0));
  return cents(quotient + (2 * rest >= denominator ? 1 : 0));
}
