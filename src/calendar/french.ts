import { civil, type Day, weekday } from './day.ts';

const WEEKDAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];
const ENGLISH_WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const ENGLISH_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const NO_BREAK = '\u00a0';

/** `1er décembre 2026`, `22 novembre 2026`: the day number never parted from its month. */
export function formatDay(value: Day): string {
  const { year, month, day } = civil(value);
  return `${day === 1 ? '1er' : day}${NO_BREAK}${MONTHS[month - 1]}${NO_BREAK}${year}`;
}

/** `mardi 1er décembre 2026`. */
export function formatLongDay(value: Day): string {
  return `${WEEKDAYS[weekday(value) - 1]} ${formatDay(value)}`;
}

/** `31/08/2026`, for tables. */
export function formatShortDay(value: Day): string {
  const { year, month, day } = civil(value);
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`;
}

/** `7 octobre`: for a date whose year is plain from the context. */
export function formatDayAndMonth(value: Day): string {
  const { month, day } = civil(value);
  return `${day === 1 ? '1er' : day}${NO_BREAK}${MONTHS[month - 1]}`;
}

/** `Tuesday 1 December 2026`. */
export function formatLongDayEnglish(value: Day): string {
  const { year, month, day } = civil(value);
  const name = ENGLISH_WEEKDAYS[weekday(value) - 1];
  return `${name} ${day}${NO_BREAK}${ENGLISH_MONTHS[month - 1]}${NO_BREAK}${year}`;
}
