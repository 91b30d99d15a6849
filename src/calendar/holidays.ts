import { addDays, civil, type Day, dayOf, weekday } from './day.ts';

/** The territory whose holidays count. Alsace-Moselle adds Good Friday and 26 December. */
export type HolidayZone = 'metropole' | 'alsace-moselle';

/** Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher). */
export function easter(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dayOf(year, Math.floor(f / 31), (f % 31) + 1);
}

const yearly: Readonly<Record<HolidayZone, Map<number, ReadonlySet<Day>>>> = {
  metropole: new Map(),
  'alsace-moselle': new Map(),
};

/** Legal holidays of a year (C. trav. L3133-1), as days. */
function holidaysOf(year: number, zone: HolidayZone = 'metropole'): ReadonlySet<Day> {
  const known = yearly[zone].get(year);
  if (known) return known;
  const sunday = easter(year);
  const days = [
    dayOf(year, 1, 1),
    addDays(sunday, 1),
    dayOf(year, 5, 1),
    dayOf(year, 5, 8),
    addDays(sunday, 39),
    addDays(sunday, 50),
    dayOf(year, 7, 14),
    dayOf(year, 8, 15),
    dayOf(year, 11, 1),
    dayOf(year, 11, 11),
    dayOf(year, 12, 25),
  ];
  if (zone === 'alsace-moselle') days.push(addDays(sunday, -2), dayOf(year, 12, 26));
  const set = new Set(days);
  yearly[zone].set(year, set);
  return set;
}

function isHoliday(value: Day, zone: HolidayZone = 'metropole'): boolean {
  return holidaysOf(civil(value).year, zone).has(value);
}

/** Monday to Friday, holidays out: the days on which a debtor may be contacted. */
export function isBusinessDay(value: Day, zone: HolidayZone = 'metropole'): boolean {
  return weekday(value) <= 5 && !isHoliday(value, zone);
}

/** `value` itself when it is a business day, else the next one. */
export function businessDayFrom(value: Day, zone: HolidayZone = 'metropole'): Day {
  let candidate = value;
  while (!isBusinessDay(candidate, zone)) candidate = addDays(candidate, 1);
  return candidate;
}

/** The `count`-th business day after `value` (`value` itself not counted; negative counts go back). */
export function addBusinessDays(value: Day, count: number, zone: HolidayZone = 'metropole'): Day {
  const step = count < 0 ? -1 : 1;
  let candidate = value;
  for (let left = Math.abs(count); left > 0; ) {
    candidate = addDays(candidate, step);
    if (isBusinessDay(candidate, zone)) left -= 1;
  }
  return candidate;
}

/** Business days after `from` up to and including `to`; 0 when `to` is not after `from`. */
export function businessDaysBetween(from: Day, to: Day, zone: HolidayZone = 'metropole'): number {
  let count = 0;
  for (let candidate = addDays(from, 1); candidate <= to; candidate = addDays(candidate, 1)) {
    if (isBusinessDay(candidate, zone)) count += 1;
  }
  return count;
}

export type CarryReason = 'saturday' | 'sunday' | 'holiday';

/**
 * A procedural deadline that falls on a Saturday, Sunday or holiday ends the next working day (CPC art. 642).
 */
export function carry(
  value: Day,
  zone: HolidayZone = 'metropole',
): { readonly day: Day; readonly because: readonly CarryReason[] } {
  const because: CarryReason[] = [];
  let candidate = value;
  for (;;) {
    const reason = reasonNotWorking(candidate, zone);
    if (!reason) return { day: candidate, because };
    because.push(reason);
    candidate = addDays(candidate, 1);
  }
}

function reasonNotWorking(value: Day, zone: HolidayZone): CarryReason | null {
  if (isHoliday(value, zone)) return 'holiday';
  if (weekday(value) === 6) return 'saturday';
  return weekday(value) === 7 ? 'sunday' : null;
}
