declare const dayBrand: unique symbol;
/** A civil date as whole days since 1970-01-01: no hour, no zone. The only form of a date in the domain. */
export type Day = number & { readonly [dayBrand]: true };

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function day(value: number): Day {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a day: ${value}`);
  return value as Day;
}

/**
 * The day of a civil date, by the proleptic Gregorian calendar; a month or day out of range is normalised.
 */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return day(era * 146_097 + dayOfEra - 719_468);
}

export function civil(value: Day): CivilDate {
  const z = value + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

/** The day of `yyyy-mm-dd`; null when it is not a date of the calendar (2026-02-31). */
export function parseIso(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, dayOfMonth] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return null;
  return dayOf(year, month, dayOfMonth);
}

/** As `parseIso`, for text that the program itself wrote: throws when it is not a date. */
export function iso(text: string): Day {
  const parsed = parseIso(text);
  if (parsed === null) throw new RangeError(`not a civil date: ${text}`);
  return parsed;
}

export function toIso(value: Day): string {
  const { year, month, day: dayOfMonth } = civil(value);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

export function addDays(value: Day, days: number): Day {
  return day(value + days);
}

/** `to - from` in days: the first excluded, the last included. */
export function daysBetween(from: Day, to: Day): number {
  return to - from;
}

export function maxDay(first: Day, ...others: readonly (Day | null | undefined)[]): Day {
  let latest = first;
  for (const other of others) if (other != null && other > latest) latest = other;
  return latest;
}

export function minDay(first: Day, ...others: readonly (Day | null | undefined)[]): Day {
  let earliest = first;
  for (const other of others) if (other != null && other < earliest) earliest = other;
  return earliest;
}

export function daysInMonth(year: number, month: number): number {
  return dayOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - dayOf(year, month, 1);
}

/** Same day number `months` later, else the last day of that month (CPC art. 641 al. 2). */
export function addMonths(value: Day, months: number): Day {
  const { year, month, day: dayOfMonth } = civil(value);
  const index = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(index / 12);
  const targetMonth = index - targetYear * 12 + 1;
  return dayOf(targetYear, targetMonth, Math.min(dayOfMonth, daysInMonth(targetYear, targetMonth)));
}

export function addYears(value: Day, years: number): Day {
  return addMonths(value, years * 12);
}

export function endOfMonth(value: Day): Day {
  const { year, month } = civil(value);
  return dayOf(year, month, daysInMonth(year, month));
}

/** 1 Monday … 7 Sunday. */
export function weekday(value: Day): number {
  return ((((value + 3) % 7) + 7) % 7) + 1;
}
