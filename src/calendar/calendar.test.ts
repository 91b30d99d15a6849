import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addMonths, addYears, civil, day, dayOf, iso, parseIso, toIso, weekday } from './day.ts';
import { formatLongDay, formatShortDay } from './french.ts';
import { addBusinessDays, businessDaysBetween, carry, easter, isBusinessDay } from './holidays.ts';
import { parseSemester, semesterEnd, semesterOf, startOf } from './semester.ts';

const twoDigits = (value: number) => String(value).padStart(2, '0');

function temporalDate(text: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

describe('days', () => {
  test('agree with an independent calendar over five centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: -80_000, max: 120_000 }), (value) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: value });
        expect(civil(day(value))).toEqual({ year: date.year, month: date.month, day: date.day });
        expect(dayOf(date.year, date.month, date.day)).toBe(value);
        expect(weekday(day(value))).toBe(date.dayOfWeek);
      }),
    );
  });

  test('months keep the day number, else the last day (CPC 641)', () => {
    expect(toIso(addMonths(iso('2026-08-31'), 6))).toBe('2027-02-28');
    expect(toIso(addMonths(iso('2026-01-31'), -2))).toBe('2025-11-30');
    expect(toIso(addYears(iso('2024-02-29'), 5))).toBe('2029-02-28');
  });

  test('a date that no calendar has is not read', () => {
    for (const wrong of ['2026-02-31', '2026-13-01', '2026-1-1', '', '22/11/2026'])
      expect(parseIso(wrong)).toBeNull();
    expect(toIso(iso('0999-12-31'))).toBe('0999-12-31');
  });

  test('are read as an independent calendar reads them, those included that do not exist', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(part(9999), part(14), part(33), (year, month, dayOfMonth) => {
        const [y, m, d] = [String(year).padStart(4, '0'), ...[month, dayOfMonth].map(twoDigits)];
        const text = `${y}-${m}-${d}`;
        const known = temporalDate(text);
        expect(parseIso(text)).toBe(known && dayOf(known.year, known.month, known.day));
      }),
    );
  });
});

describe('business days', () => {
  test('Easter of known years', () => {
    const known = {
      2024: '2024-03-31',
      2025: '2025-04-20',
      2026: '2026-04-05',
      2027: '2027-03-28',
      2038: '2038-04-25',
    };
    for (const [year, date] of Object.entries(known)) expect(toIso(easter(Number(year)))).toBe(date);
  });

  test('week-ends and the eleven holidays are not business days', () => {
    for (const off of ['2026-11-22', '2026-11-11', '2026-05-14', '2026-05-25', '2026-04-06', '2026-12-25']) {
      expect(isBusinessDay(iso(off)), off).toBe(false);
    }
    expect(isBusinessDay(iso('2026-04-03'))).toBe(true);
    expect(isBusinessDay(iso('2026-04-03'), 'alsace-moselle')).toBe(false);
    expect(toIso(addBusinessDays(iso('2026-12-24'), 1))).toBe('2026-12-28');
    expect(toIso(addBusinessDays(iso('2026-12-28'), -1))).toBe('2026-12-24');
    expect(businessDaysBetween(iso('2026-12-24'), iso('2026-12-29'))).toBe(2);
  });

  test('a deadline on a holiday before a week-end is carried, each day with its reason (CPC 642)', () => {
    const { day: carried, because } = carry(iso('2027-01-01'));
    expect(toIso(carried)).toBe('2027-01-04');
    expect(because).toEqual(['holiday', 'saturday', 'sunday']);
  });
});

test('semesters are cut on 30 June and 31 December', () => {
  expect(semesterOf(iso('2026-06-30'))).toBe('2026-S1');
  expect(semesterOf(iso('2026-07-01'))).toBe('2026-S2');
  expect(toIso(semesterEnd(iso('2026-02-10')))).toBe('2026-06-30');
  expect(['2027-S1', '2027-s2'].map((text) => toIso(startOf(parseSemester(text)!)))).toEqual([
    '2027-01-01',
    '2027-07-01',
  ]);
  expect(['2027', '2027-S3', '27-S1', ' 2027-S1'].map(parseSemester)).toEqual(Array(4).fill(null));
});

test('dates for people', () => {
  expect(formatLongDay(iso('2026-12-01'))).toBe('mardi 1er\u00a0décembre\u00a02026');
  expect(formatShortDay(iso('2026-08-31'))).toBe('31/08/2026');
});
