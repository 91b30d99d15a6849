import { addDays, addMonths, type Day } from '../calendar/day.ts';
import { type CarryReason, carry, type HolidayZone } from '../calendar/holidays.ts';

/** Where the person lives for whom the time limit runs (CPC art. 643). */
export const CPC_ZONES = ['metropole', 'overseas', 'abroad'] as const;
export type CpcZone = (typeof CPC_ZONES)[number];

/** Months added to the time limit by CPC art. 643. */
const EXTENSION: Readonly<Record<CpcZone, number>> = { metropole: 0, overseas: 1, abroad: 2 };

/** A time limit in months or in days. */
export type Duration = { readonly months: number } | { readonly days: number };

export interface Deadline {
  readonly from: Day;
  /** Last day by CPC art. 641, the extension for distance included. */
  readonly raw: Day;
  /** Last day to act, until midnight. */
  readonly deadline: Day;
  readonly carried: boolean;
  /** Each day passed over, with its reason. */
  readonly because: readonly CarryReason[];
  readonly rule: 'CPC-641' | 'CPC-642';
}

/**
 * A time limit of civil procedure: the day of the event is not counted, months keep the day number or end
 * with the month (art. 641), distance lengthens it (art. 643), and a last day on a Saturday, Sunday or
 * holiday is carried to the next working day (art. 642).
 */
export function proceduralDeadline(
  from: Day,
  duration: Duration,
  zone: CpcZone = 'metropole',
  holidays: HolidayZone = 'metropole',
): Deadline {
  const extension = EXTENSION[zone];
  const raw =
    'months' in duration
      ? addMonths(from, duration.months + extension)
      : addMonths(addDays(from, duration.days), extension);
  const { day: deadline, because } = carry(raw, holidays);
  const carried = because.length > 0;
  return { from, raw, deadline, carried, because, rule: carried ? 'CPC-642' : 'CPC-641' };
}
