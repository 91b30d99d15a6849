import { dayOf, toIso } from '../calendar/day.ts';

/** Day 0 of a Day is serial 25569 of the 1900 system; the 1904 system of old Macs starts 1,462 days later. */
const SERIAL_OF_EPOCH = 25_569;
const MAC_SHIFT = 1462;
/** Excel counts a 29 February 1900 that never was: serials below 61 are one day short. */
const FIRST_TRUE_SERIAL = 61;
const LAST_SERIAL = 2_958_465; // 31 December 9999

/** The ISO date of a spreadsheet serial (its time of day dropped); null when it is no date. */
export function serialToIso(serial: string, since1904: boolean): string | null {
  const match = /^(\d{1,7})(?:\.\d+)?$/.exec(serial);
  if (!match) return null;
  const whole = Number(match[1]) + (since1904 ? MAC_SHIFT : 0);
  if (whole < 1 || whole > LAST_SERIAL) return null;
  return toIso(dayOf(1970, 1, 1 + whole - SERIAL_OF_EPOCH + (whole < FIRST_TRUE_SERIAL ? 1 : 0)));
}

/**
 * A stored number as plain decimal text: exponents written out, and the noise of binary fractions removed
 * (`1239.9100000000001` → `1239.91`) by rounding to the 15 significant digits a spreadsheet shows.
 */
export function plainNumber(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d{1,3}))?$/i.exec(text.trim());
  if (!match) return text;
  const [, sign = '', units = '', decimals = '', exponent = '0'] = match;
  const rounded = roundDigits(units + decimals, units.length + Number(exponent));
  const padded = rounded.digits.padStart(rounded.digits.length + Math.max(0, 1 - rounded.point), '0');
  const point = Math.max(rounded.point, 1);
  const whole = padded
    .slice(0, point)
    .padEnd(point, '0')
    .replace(/^0+(?=\d)/, '');
  const fraction = padded.slice(point).replace(/0+$/, '');
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

const SIGNIFICANT = 15;

function roundDigits(all: string, pointAt: number): { digits: string; point: number } {
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading);
  const point = pointAt - leading;
  if (digits.length <= SIGNIFICANT) return { digits, point };
  const kept = (BigInt(digits.slice(0, SIGNIFICANT + 1)) + 5n) / 10n;
  const text = String(kept);
  return { digits: text, point: point + text.length - SIGNIFICANT };
}

/** Built-in formats that show a date (ECMA-376 part 1 §18.8.30, with the East Asian ones). */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

/** Whether a number format shows a date: days or years, or months without hours and digits. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id);
  if (/\[(?:h+|m+|s+)\]/i.test(code)) return false; // a duration
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .split(';')[0];
  if (bare === undefined || /^(?:general|standard)$/i.test(bare)) return false;
  return /[dyj]/i.test(bare) || (/m/i.test(bare) && !/[hs0#?]/i.test(bare));
}
