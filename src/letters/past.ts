import { civil, type Day } from '../calendar/day.ts';
import { formatDay, formatDayAndMonth } from '../calendar/french.ts';
import { formatDayEnglish } from './english.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import { joinWords } from './typography.ts';

/**
 * What may be said of the past, drawn from delivered texts and calls that reached somebody, per invoice: a
 * past without its fact yields empty words, and the wording then leaves its sentence out (L01, L02).
 */
export interface Past {
  /**
   * How far reminders go: `all` demanded invoices had the same ones, `uneven` each had some but not on the
   * same days, `some` only a part had any, `none`.
   */
  readonly reach: 'none' | 'some' | 'uneven' | 'all';
  /** « notre message du 7 octobre 2026 », « nos rappels des 7 et 15 octobre 2026 »; empty unless `all`. */
  readonly reminders: string;
  /** « 7 et 15 octobre 2026 »; empty unless `all`. */
  readonly dates: string;
  /** 2 when this text is the second for every demanded invoice; 0 when it differs or none went before. */
  readonly rank: number;
  /** Calls, « 19 octobre 2026 »; empty when nobody was reached. */
  readonly calls: string;
  readonly callCount: number;
  /** « notre appel du 19 octobre 2026 », « nos appels des 12 et 19 octobre 2026 ». */
  readonly callsNamed: string;
  readonly reminderCount: number;
}

type Reminder = LetterItem['reminders'][number];

export function pastOf(facts: LetterFacts): Past {
  const perItem = facts.demanded.map((item) => remindersOf(item, facts.on));
  const reminded = perItem.filter((reminders) => reminders.length > 0);
  const first = perItem[0] ?? [];
  const same = perItem.every((reminders) => key(reminders) === key(first));
  const reach =
    reminded.length === 0 ? 'none' : reminded.length < perItem.length ? 'some' : same ? 'all' : 'uneven';
  const ranks = new Set(perItem.map((reminders) => new Set(reminders.map((one) => one.step)).size + 1));
  const rank = ranks.size === 1 ? ([...ranks][0] ?? 1) : 0;
  const callDays = [...new Set(facts.calls.map((call) => call.on).filter((on) => on <= facts.on))];
  return {
    reach,
    reminders: reach === 'all' ? designation(first, facts.language) : '',
    dates: reach === 'all' ? listDays(daysOf(first), facts.language) : '',
    rank: reach === 'none' || rank < 2 ? 0 : rank,
    calls: listDays(callDays, facts.language),
    callCount: callDays.length,
    callsNamed: callsNamed(callDays, facts.language),
    reminderCount: reach === 'all' ? daysOf(first).length : 0,
  };
}

/**
 * Delivered reminders of an item, once per step and day, oldest first. A pre-due note or a first contact is
 * none.
 */
function remindersOf(item: LetterItem, on: Day): readonly Reminder[] {
  const counted = item.reminders.filter((one) => one.step.startsWith('reminder-') && one.on < on);
  const seen = new Set<string>();
  return [...counted]
    .sort((a, b) => a.on - b.on)
    .filter((one) => {
      const already = seen.has(`${one.step} ${one.on}`);
      seen.add(`${one.step} ${one.on}`);
      return !already;
    });
}

/** The days on which an invoice was reminded, for its line in the table. */
export function reminderDays(item: LetterItem, on: Day): readonly Day[] {
  return daysOf(remindersOf(item, on));
}

function daysOf(reminders: readonly Reminder[]): readonly Day[] {
  return [...new Set(reminders.map((one) => one.on))];
}

function key(reminders: readonly Reminder[]): string {
  return reminders.map((one) => `${one.step} ${one.on}`).join(' ');
}

function designation(reminders: readonly Reminder[], language: 'fr' | 'en'): string {
  const days = daysOf(reminders);
  const list = listDays(days, language);
  if (days.length > 1) {
    return language === 'fr' ? `nos rappels ${ofDays(days)}` : `our reminders of ${list}`;
  }
  const posted = reminders.every((one) => one.channel === 'letter' || one.channel === 'registered');
  if (language === 'en') return `our ${posted ? 'letter' : 'message'} of ${list}`;
  return `${posted ? 'notre lettre' : 'notre message'} du ${list}`;
}

function callsNamed(days: readonly Day[], language: 'fr' | 'en'): string {
  const list = listDays(days, language);
  if (language === 'en') return `our ${days.length > 1 ? 'calls' : 'call'} of ${list}`;
  return `${days.length > 1 ? 'nos appels' : 'notre appel'} ${ofDays(days)}`;
}

/**
 * « 7 octobre 2026 », « 7 et 15 octobre 2026 », « 17 et 28 septembre, 12 octobre 2026 »: month and year once
 * each.
 */
export function listDays(days: readonly Day[], language: 'fr' | 'en'): string {
  const months = monthsOf(days, language);
  const words = months.map(({ named }) => named);
  // Where a month has several days, « et » joins them: a comma then parts the months.
  if (months.some(({ count }) => count > 1)) return words.join(', ');
  return joinWords(words, language === 'fr' ? 'et' : 'and');
}

/** In French with its articles: « du 7 octobre 2026 », « des 17 et 28 septembre et du 12 octobre 2026 ». */
export function ofDays(days: readonly Day[]): string {
  const months = monthsOf(days, 'fr');
  const articled = ({ named, count }: Month) => `${count > 1 ? 'des' : 'du'} ${named}`;
  if (months.some(({ count }) => count > 1)) return joinWords(months.map(articled), 'et');
  return `${days.length > 1 ? 'des' : 'du'} ${listDays(days, 'fr')}`;
}

/** The days of one month, named: « 17 et 28 septembre », with the year where the next month has another. */
interface Month {
  readonly named: string;
  readonly count: number;
}

function monthsOf(days: readonly Day[], language: 'fr' | 'en'): readonly Month[] {
  const sorted = [...days].sort((a, b) => a - b);
  const months = [...Map.groupBy(sorted, (value) => `${civil(value).year} ${civil(value).month}`).values()];
  return months.map((month, index) => {
    const last = month.at(-1)!;
    const next = months[index + 1]?.[0];
    const sameYear = next !== undefined && civil(next).year === civil(last).year;
    const named = month.map((value) =>
      value === last ? dayOf(value, language, !sameYear) : dayOnly(value, language),
    );
    return { named: joinWords(named, language === 'fr' ? 'et' : 'and'), count: month.length };
  });
}

/** « 12 octobre 2026 », or « 12 octobre » when the year comes later. */
function dayOf(value: Day, language: 'fr' | 'en', withYear: boolean): string {
  if (language === 'fr') return withYear ? formatDay(value) : formatDayAndMonth(value);
  const whole = formatDayEnglish(value);
  return withYear ? whole : whole.replace(/\u00a0\d{4}$/, '');
}

/** « 12 », « 1er »: the month comes later. */
function dayOnly(value: Day, language: 'fr' | 'en'): string {
  return dayOf(value, language, false).split('\u00a0')[0]!;
}
