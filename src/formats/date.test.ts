import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civil, day, iso, toIso } from '../calendar/day.ts';
import { formatDay, formatShortDay } from '../calendar/french.ts';
import { type DateOrder, readDate, readDateColumn } from './date.ts';

const today = iso('2026-11-22');

function dateOf(text: string, order: DateOrder = 'day-first'): string | null {
  const reading = readDate(text, order, today);
  if ('fault' in reading) return reading.fault;
  return reading.value === null ? null : toIso(reading.value);
}

describe('one date', () => {
  test.each([
    ['31/08/2026', '2026-08-31'],
    ['31.08.26', '2026-08-31'],
    ['1/9/2026', '2026-09-01'],
    ['31-08-2026', '2026-08-31'],
    ['2026-08-31', '2026-08-31'],
    ['2026/08/31', '2026-08-31'],
    ['20260831', '2026-08-31'],
    ['310826', '2026-08-31'],
    ['31 août 2026', '2026-08-31'],
    ['1er septembre 2026', '2026-09-01'],
    ['lundi 31 août 2026', '2026-08-31'],
    ['31-août-26', '2026-08-31'],
    ['7 sept. 2025', '2025-09-07'],
    ['31 Aug 2026', '2026-08-31'],
    ['juin', 'date_invalid'],
    ['46265', '2026-08-31'],
    ['46265.5', '2026-08-31'],
    ['31/08/2026 14:30', '2026-08-31'],
    ['31/08/2026 14h30', '2026-08-31'],
    ['2026-08-31T00:00:00', '2026-08-31'],
    ['2026-08-31T00:00:00+02:00', '2026-08-31'],
    ['2026-08-31T09:12:45.123Z', '2026-08-31'],
    ['29/02/2024', '2024-02-29'],
    ['01/01/31', '2031-01-01'],
    ['01/01/85', '1985-01-01'],
  ])('%s is %s', (text, expected) => {
    expect(dateOf(text)).toBe(expected);
  });

  test.each([...['00000000', '0', '01/01/1900', '30/12/1899', '00/00/0000', '0000-00-00', '-']])(
    '%s says that there is none',
    (text) => {
      expect(dateOf(text)).toBeNull();
    },
  );

  test.each([
    ['31/02/2026', 'date_invalid'],
    ['29/02/2026', 'date_invalid'],
    ['13/13/2026', 'date_invalid'],
    ['2026-02-30', 'date_invalid'],
    ['20261301', 'date_invalid'],
    ['30 jours', 'date_invalid'],
    ['à réception', 'date_invalid'],
    ['1/2', 'date_invalid'],
    ['31/08/1926', 'date_out_of_range'],
    ['31/08/2062', 'date_out_of_range'],
    ['12345', 'date_out_of_range'],
    ['2026-08-30T22:00:00.000Z', 'date_with_zone'],
    ['2026-08-30T20:00:00Z', 'date_with_zone'],
  ])('%s is refused as %s', (text, code) => {
    expect(dateOf(text)).toBe(code);
  });

  test('month first where the column says so', () => {
    expect(dateOf('08/31/2026', 'month-first')).toBe('2026-08-31');
    expect(dateOf('2026-08-31', 'month-first')).toBe('2026-08-31');
    expect(dateOf('31/08/2026', 'month-first')).toBe('date_invalid');
  });

  test('every date we print is read back', () => {
    const days = fc.integer({ min: iso('1980-01-01'), max: iso('2036-12-31') }).map(day);
    fc.assert(
      fc.property(days, (value) => {
        const { year, month, day: dayOfMonth } = civil(value);
        const written = [
          formatShortDay(value),
          toIso(value),
          formatDay(value),
          `${dayOfMonth}.${month}.${year}`,
        ];
        for (const text of written) expect(dateOf(text.replaceAll('\u00a0', ' '))).toBe(toIso(value));
      }),
    );
  });
});

describe('day or month first is decided by the column', () => {
  test.each([
    [['01/02/2026', '25/02/2026'], 'day-first', 'proven'],
    [['01/02/2026', '02/25/2026'], 'month-first', 'proven'],
    [['25/02/2026', '02/25/2026'], 'day-first', 'proven'],
    [['01/02/2026', '03/04/2026'], 'day-first', 'ambiguous'],
    [['05/05/2026', ''], 'day-first', 'none'],
    [['2026-02-01'], 'day-first', 'none'],
  ])('%j', (texts, order, proof) => {
    expect(readDateColumn(texts)).toEqual({ order, proof });
  });
});
