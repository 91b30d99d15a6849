import { afterEach, expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { basisPoints } from '../money/rate.ts';
import { ratesOfSemester, registerEnteredRates } from './rates.ts';
import { entryCommand, missingRates, ratesToEnter } from './rates-to-enter.ts';

afterEach(() => registerEnteredRates([]));

const BOTH = ['ecb', 'legal'];
const LEGAL = { source: 'JO', by: null, on: iso('2026-12-28') };

test.each<[string, readonly unknown[]]>([
  ['2026-11-30', []],
  ['2026-12-01', [{ semester: '2027-S1', missing: BOTH }]],
  ['2026-12-31', [{ semester: '2027-S1', missing: BOTH }]],
  ['2027-01-01', [{ semester: '2027-S1', missing: BOTH }]],
  ['2027-05-31', [{ semester: '2027-S1', missing: BOTH }]],
  [
    '2027-06-01',
    [
      { semester: '2027-S1', missing: BOTH },
      { semester: '2027-S2', missing: BOTH },
    ],
  ],
])('R43 the figures of the next semester are asked for from a month before it begins: %s', (on, expected) => {
  expect(ratesToEnter(iso(on))).toEqual(expected);
});

test('what was entered is asked for no more, and the command names what is left', () => {
  const of2027 = { ...LEGAL, individual: basisPoints(690), others: basisPoints(280) };
  registerEnteredRates([{ semester: '2027-S1', ecb: null, legal: of2027 }]);
  const [left] = ratesToEnter(iso('2027-01-01'));
  expect(left).toEqual({ semester: '2027-S1', missing: ['ecb'] });
  expect(entryCommand(left!)).toBe('relance rates set 2027-S1 --ecb TAUX --source "TEXTE"');
  registerEnteredRates([{ semester: '2027-S1', ecb: { ...LEGAL, rate: basisPoints(265) }, legal: of2027 }]);
  expect(ratesToEnter(iso('2027-01-01'))).toEqual([]);
});

test('nothing is entered for a semester before 2009', () => {
  expect(entryCommand(missingRates(ratesOfSemester(iso('2008-12-31'))))).toBeNull();
});
