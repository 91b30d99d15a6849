import type { Day } from '../calendar/day.ts';
import { formatLongDayEnglish } from '../calendar/french.ts';
import { type BasisPoints, rateToDecimal } from '../money/rate.ts';

/** `1 December 2026`. */
export function formatDayEnglish(value: Day): string {
  const [, ...rest] = formatLongDayEnglish(value).split(' ');
  return rest.join(' ');
}

/** `12.40%`. */
export function formatRateEnglish(rate: BasisPoints): string {
  return `${rateToDecimal(rate)}%`;
}
