import { afterEach, describe, expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import type { Semester } from '../calendar/semester.ts';
import { basisPoints, rateToDecimal } from '../money/rate.ts';
import { isRefusal } from '../platform/refusal.ts';
import { enterRates, outdatedEntries } from './enter-rates.ts';
import type { EnteredRates, Statement } from './entered-rates.ts';
import { b2bDefault, isConfirmed, ratesOfSemester, registerEnteredRates, sourcesOf } from './rates.ts';

afterEach(() => registerEnteredRates([]));

const bp = basisPoints;
const NOTHING = { ecb: null, individual: null, others: null };
const ALL = { ecb: bp(265), individual: bp(690), others: bp(280) };
const said = (on = '2027-01-04', source = 'JO du 27/12/2026'): Statement => ({
  source,
  by: 'Claire',
  on: iso(on),
});

function entered(...args: Parameters<typeof enterRates>): readonly EnteredRates[] {
  const found = enterRates(...args);
  if (isRefusal(found)) throw new Error(found.message);
  return found;
}

function refused(...args: Parameters<typeof enterRates>): string | null {
  const found = enterRates(...args);
  return isRefusal(found) ? found.refused : null;
}

/** What the table of this version has of 2026-S2, as somebody may have entered it before. */
const shipped = (rate: number): EnteredRates => ({
  semester: '2026-S2',
  ecb: { ...said('2026-06-20'), rate: bp(rate) },
  legal: null,
});

describe('an entry', () => {
  test('keeps each figure with who said it, and joins what was known', () => {
    const first = entered([], '2027-S1', { ...NOTHING, ecb: bp(265) }, said('2026-12-20', 'BCE'));
    const both = entered(first, '2027-S1', { ...ALL, ecb: null }, said());
    expect(both).toEqual([
      {
        semester: '2027-S1',
        ecb: { ...said('2026-12-20', 'BCE'), rate: 265 },
        legal: { ...said(), individual: 690, others: 280 },
      },
    ]);
    expect(entered(both, '2027-S2', ALL, said('2027-06-20')).map(({ semester }) => semester)).toEqual([
      '2027-S1',
      '2027-S2',
    ]);
  });

  test('corrects one category of the legal rate alone, once both are known', () => {
    const known = entered([], '2027-S1', ALL, said());
    const [corrected] = entered(known, '2027-S1', { ...NOTHING, individual: bp(691) }, said('2027-01-05'));
    expect(corrected!.legal).toEqual({ ...said('2027-01-05'), individual: 691, others: 280 });
    expect(corrected!.ecb).toEqual({ ...said(), rate: 265 });
  });

  test.each<[Semester, string, string | null]>([
    ['2027-S1', '2026-11-30', 'semester_invalid'],
    ['2027-S1', '2026-12-01', null],
    ['2027-S2', '2027-05-31', 'semester_invalid'],
    ['2027-S2', '2027-06-01', null],
    ['2037-S1', '2027-01-04', 'semester_invalid'],
    ['2008-S2', '2027-01-04', 'semester_invalid'],
    ['2009-S1', '2027-01-04', 'rate_shipped'],
  ])('R43 for %s on %s: %s', (semester, on, expected) => {
    expect(refused([], semester, ALL, said(on))).toBe(expected);
  });

  test('must give a figure, and the legal rate whole and the right way round', () => {
    expect(refused([], '2027-S1', NOTHING, said())).toBe('option_missing');
    expect(refused([], '2027-S1', { ...NOTHING, others: bp(280) }, said())).toBe('option_missing');
    expect(refused([], '2027-S1', { ...NOTHING, individual: bp(690) }, said())).toBe('option_missing');
    expect(refused([], '2027-S1', { ...ALL, individual: bp(280), others: bp(690) }, said())).toBe(
      'rate_invalid',
    );
  });

  test('of a shipped figure is refused, saying it; the legal rate of before 2015 is not shipped', () => {
    const ecb = { ...NOTHING, ecb: bp(265) };
    const found = enterRates([], '2026-S2', ecb, said());
    expect(found).toMatchObject({
      refused: 'rate_shipped',
      message: expect.stringMatching(/taux de la BCE de 2026-S2.*2,40/),
    });
    const old = { ...NOTHING, individual: bp(4), others: bp(4) };
    expect(refused([], '2014-S2', old, said())).toBeNull();
  });

  test('that the table has since given otherwise may only be brought in line with it', () => {
    const known = [shipped(250)];
    expect(refused(known, '2026-S2', { ...NOTHING, ecb: bp(245) }, said())).toBe('rate_shipped');
    const [settled] = entered(known, '2026-S2', { ...NOTHING, ecb: bp(240) }, said());
    expect(settled!.ecb).toEqual({ ...said(), rate: 240 });
  });
});

describe('registered entries', () => {
  test('count where the table has nothing, are never confirmed, and say who and when', () => {
    const [of2027] = entered([], '2027-S1', ALL, said());
    registerEnteredRates([of2027!]);
    const rates = ratesOfSemester(iso('2027-03-01'));
    expect(rateToDecimal(b2bDefault(rates)!)).toBe('12.65');
    expect(isConfirmed(rates)).toBe(false);
    expect(sourcesOf(rates).slice(0, 2)).toEqual([
      'Taux BCE 2,65\u00a0% au 01/01/2027\u00a0: JO du 27/12/2026, saisi par Claire le 04/01/2027, à vérifier',
      'Taux légal 2027-S1\u00a0: JO du 27/12/2026, saisi par Claire le 04/01/2027, à vérifier',
    ]);
    registerEnteredRates([]);
    expect(ratesOfSemester(iso('2027-03-01')).ecb).toBeNull();
  });

  test('of what the table has count for nothing, and are told when they differ', () => {
    registerEnteredRates([shipped(250)]);
    expect(ratesOfSemester(iso('2026-08-01')).ecb!.rate).toBe(240);
    expect(outdatedEntries()).toEqual([
      { semester: '2026-S2', figure: 'ecb', entered: '2,50\u00a0%', shipped: '2,40\u00a0%' },
    ]);
    registerEnteredRates([shipped(240)]);
    expect(outdatedEntries()).toEqual([]);
  });
});
