/** Civil days as numbers (days since 1970-01-01) and the business days of metropolitan France. */

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function leap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysOfMonth(year: number, month: number): number {
  return month === 2 && leap(year) ? 29 : MONTHS[month - 1]!;
}

/** `2026-02-28` → days since 1970-01-01, counted year by year and month by month. */
export function day(text: string): number {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null) throw new Error(`no day: ${text}`);
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (month < 1 || month > 12 || date < 1 || date > daysOfMonth(year, month)) {
    throw new Error(`no day: ${text}`);
  }
  let count = date - 1;
  for (let one = 1970; one < year; one += 1) count += leap(one) ? 366 : 365;
  for (let one = 1; one < month; one += 1) count += daysOfMonth(year, one);
  return count;
}

export function text(count: number): string {
  const { year, month, date } = parts(count);
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

function parts(count: number): { readonly year: number; readonly month: number; readonly date: number } {
  let left = count;
  let year = 1970;
  for (; left >= (leap(year) ? 366 : 365); year += 1) left -= leap(year) ? 366 : 365;
  let month = 1;
  for (; left >= daysOfMonth(year, month); month += 1) left -= daysOfMonth(year, month);
  return { year, month, date: left + 1 };
}

/** `2026-S2` */
export function semester(count: number): string {
  const { year, month } = parts(count);
  return `${year}-S${month <= 6 ? 1 : 2}`;
}

export function firstDayOfSemester(count: number): number {
  const { year, month } = parts(count);
  return day(`${year}-${month <= 6 ? '01' : '07'}-01`);
}

/** The same day a number of years later, else the last day of that month. */
export function addYears(count: number, years: number): number {
  const { year, month, date } = parts(count);
  const last = Math.min(date, daysOfMonth(year + years, month));
  return day(`${year + years}-${String(month).padStart(2, '0')}-${String(last).padStart(2, '0')}`);
}

/** Easter Sundays of the years in use, from the almanac rather than from a formula. */
const EASTER: Readonly<Record<number, string>> = {
  2023: '2023-04-09',
  2024: '2024-03-31',
  2025: '2025-04-20',
  2026: '2026-04-05',
  2027: '2027-03-28',
  2028: '2028-04-16',
  2029: '2029-04-01',
  2030: '2030-04-21',
};

/** Monday to Friday but for the legal holidays (C. trav. L3133-1). */
export function isBusinessDay(count: number): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (((count + 3) % 7) + 7) % 7;
  if (weekday >= 5) return false;
  const { year, month, date } = parts(count);
  const easter = EASTER[year];
  if (easter === undefined) throw new Error(`Easter of ${year} is not in the table`);
  const fixed = ['1-1', '5-1', '5-8', '7-14', '8-15', '11-1', '11-11', '12-25'];
  if (fixed.includes(`${month}-${date}`)) return false;
  const sinceEaster = count - day(easter);
  return sinceEaster !== 1 && sinceEaster !== 39 && sinceEaster !== 50;
}

/** The n-th business day after a day (before it when n is negative). */
export function businessDaysAfter(count: number, n: number): number {
  let one = count;
  for (let left = Math.abs(n); left > 0; ) {
    one += Math.sign(n);
    if (isBusinessDay(one)) left -= 1;
  }
  return one;
}
