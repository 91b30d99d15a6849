import type { Day } from '../calendar/day.ts';
import { addBusinessDays } from '../calendar/holidays.ts';

const TOLERANCE_BUSINESS_DAYS = 2;

/**
 * The last day, included, until which a promised or agreed date is waited for: transfers land late (house
 * rule, docs/law).
 */
export function afterTolerance(on: Day): Day {
  return addBusinessDays(on, TOLERANCE_BUSINESS_DAYS);
}
