import { civil, type Day, day, dayOf, daysInMonth } from '../calendar/day.ts';
import { fault, type Reading } from './reading.ts';
import { fold } from './text.ts';

export type DateOrder = 'day-first' | 'month-first';

const LAST_YEARS_AHEAD = 10;
const FIRST_YEAR = 1980;
/** Two-digit years up to five ahead belong to this century, later ones to the last. */
const TWO_DIGIT_YEARS_AHEAD = 5;
const SERIAL_OF_EPOCH = 25_569;

/**
 * A date as tools write it: `31/08/2026`, `31.08.26`, `2026-08-31`, `20260831`, `310826`, `31 août 2026`,
 * an Excel serial, with or without a time of day. Null for the ways of writing « none » (`00000000`,
 * `01/01/1900`, `30/12/1899`). Refuses dates that no calendar has, years before 1980 or more than ten ahead
 * of `today`, and universal times whose day depends on the time zone.
 */
export function readDate(text: string, order: DateOrder, today: Day): Reading<Day | null> {
  const bare = withoutTime(text);
  if (bare === null) return fault('date_with_zone');
  if (isNoDate(bare)) return { value: null };
  const serial = /^(\d{5})(?:[.,]\d+)?$/.exec(bare);
  if (serial) return within(day(Number(serial[1]) - SERIAL_OF_EPOCH), today);
  const parts = dateParts(bare, order, civil(today).year);
  if (!parts) return fault('date_invalid');
  const { year, month, dayOfMonth } = parts;
  if (month < 1 || month > 12 || dayOfMonth < 1 || year < 1) return fault('date_invalid');
  if (dayOfMonth > daysInMonth(year, month)) return fault('date_invalid');
  return within(dayOf(year, month, dayOfMonth), today);
}

function within(value: Day, today: Day): Reading<Day> {
  const { year } = civil(value);
  const sound = year >= FIRST_YEAR && year <= civil(today).year + LAST_YEARS_AHEAD;
  return sound ? { value } : fault('date_out_of_range');
}

function isNoDate(text: string): boolean {
  return /^(?:0+|0{1,4}[-/.]0{1,2}[-/.]0{1,4}|0?1[-/.]0?1[-/.]1900|1900-01-0[01]|30[-/.]12[-/.]1899|1899-12-30|-+)$/.test(
    text,
  );
}

/**
 * The date of a date and time; null when the time is universal and late enough for the civil day to differ:
 * a full hour from 13:00 is midnight somewhere in France (Nouméa 13, La Réunion 20, Paris 22 or 23 UTC).
 */
function withoutTime(text: string): string | null {
  const match =
    /^(.*?\d)(?:[T ]+)(\d{1,2})[:hH](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(AM|PM)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    );
  if (!match) return text;
  const [, bare = '', hours = '0', minutes = '0', seconds = '0', , zone] = match;
  const universal = zone !== undefined && /^(?:Z|UTC|GMT|[+-]00:?00)$/i.test(zone);
  const fullHour = Number(minutes) === 0 && Number(seconds) === 0;
  const unsure = universal && (Number(hours) >= 22 || (Number(hours) >= 13 && fullHour));
  return unsure ? null : bare.trim();
}

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
}

function dateParts(text: string, order: DateOrder, thisYear: number): DateParts | null {
  const yearFirst =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) return parts(yearFirst[1], yearFirst[2], yearFirst[3], thisYear);
  const ordered = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (ordered) {
    const [, first, , second, year] = ordered;
    return order === 'day-first'
      ? parts(year, second, first, thisYear)
      : parts(year, first, second, thisYear);
  }
  const tight = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (tight) return parts(tight[3], tight[2], tight[1], thisYear);
  const worded = /^(?:\D+ )?(\d{1,2})(?:er)?[-\s]+([^\d\s-]+)\.?[-\s]+(\d{4}|\d{2})$/i.exec(text);
  const month = worded ? monthOf(worded[2] ?? '') : 0;
  return worded && month > 0 ? parts(worded[3], String(month), worded[1], thisYear) : null;
}

function parts(year = '', month = '', dayOfMonth = '', thisYear = 0): DateParts {
  const short = year.length === 2;
  const century = Math.trunc(thisYear / 100) * 100;
  const recent = century + Number(year);
  const full = short ? (recent > thisYear + TWO_DIGIT_YEARS_AHEAD ? recent - 100 : recent) : Number(year);
  return { year: full, month: Number(month), dayOfMonth: Number(dayOfMonth) };
}

/** Beginnings that tell the months apart, in French then in English, for `31-août-26` and `Aug`. */
const MONTH_BEGINNINGS: readonly (readonly string[])[] = [
  ['jan'],
  ['fev', 'feb'],
  ['mar'],
  ['avr', 'apr'],
  ['mai', 'may'],
  ['juin', 'jun'],
  ['juil', 'jul'],
  ['aou', 'aug'],
  ['sep'],
  ['oct'],
  ['nov'],
  ['dec'],
];

function monthOf(word: string): number {
  const folded = fold(word);
  return (
    1 +
    MONTH_BEGINNINGS.findIndex((beginnings) => beginnings.some((beginning) => folded.startsWith(beginning)))
  );
}

export interface DateColumn {
  readonly order: DateOrder;
  /**
   * What the column proves; `ambiguous` when every date reads both ways, `none` when no date has the
   * question.
   */
  readonly proof: 'proven' | 'ambiguous' | 'none';
}

/** Day or month first, decided by the column: one component above 12 settles it for all the dates. */
export function readDateColumn(texts: Iterable<string>): DateColumn {
  let open = false;
  let monthFirst = false;
  for (const text of texts) {
    const match = /^(\d{1,2})([-/. ])(\d{1,2})\2(?:\d{4}|\d{2})(?:\D|$)/.exec(text);
    if (!match) continue;
    const first = Number(match[1]);
    const second = Number(match[3]);
    if (first > 12) return { order: 'day-first', proof: 'proven' };
    if (second > 12) monthFirst = true;
    else if (first !== second) open = true;
  }
  if (monthFirst) return { order: 'month-first', proof: 'proven' };
  return { order: 'day-first', proof: open ? 'ambiguous' : 'none' };
}
