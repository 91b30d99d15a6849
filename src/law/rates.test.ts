import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { rateToDecimal } from '../money/rate.ts';
import { ECB_CHANGES, LEGAL_SEMESTERS } from './rate-table.ts';
import {
  b2bDefault,
  contractFloor,
  ecbOn,
  isConfirmed,
  publicRate,
  ratesOfSemester,
  sourcesOf,
} from './rates.ts';

/** As printed by the sources: legal rate of individuals, of others, floor, ECB, + 10, + 8. */
const QUOTED = `
2015-S1 4.06 0.93 2.79 0.05 10.05 8.05
2015-S2 4.29 0.99 2.97 0.05 10.05 8.05
2016-S1 4.54 1.01 3.03 0.05 10.05 8.05
2016-S2 4.35 0.93 2.79 0.00 10.00 8.00
2017-S1 4.16 0.90 2.70 0.00 10.00 8.00
2017-S2 3.94 0.90 2.70 0.00 10.00 8.00
2018-S1 3.73 0.89 2.67 0.00 10.00 8.00
2018-S2 3.60 0.88 2.64 0.00 10.00 8.00
2019-S1 3.40 0.86 2.58 0.00 10.00 8.00
2019-S2 3.26 0.87 2.61 0.00 10.00 8.00
2020-S1 3.15 0.87 2.61 0.00 10.00 8.00
2020-S2 3.11 0.84 2.52 0.00 10.00 8.00
2021-S1 3.14 0.79 2.37 0.00 10.00 8.00
2021-S2 3.12 0.76 2.28 0.00 10.00 8.00
2022-S1 3.13 0.76 2.28 0.00 10.00 8.00
2022-S2 3.15 0.77 2.31 0.00 10.00 8.00
2023-S1 4.47 2.06 6.18 2.50 12.50 10.50
2023-S2 6.82 4.22 12.66 4.00 14.00 12.00
2024-S1 8.01 5.07 15.21 4.50 14.50 12.50
2024-S2 8.16 4.92 14.76 4.25 14.25 12.25
2025-S1 7.21 3.71 11.13 3.15 13.15 11.15
2025-S2 6.65 2.76 8.28 2.15 12.15 10.15
2026-S1 6.67 2.62 7.86 2.15 12.15 10.15
2026-S2 6.84 2.75 8.25 2.40 12.40 10.40`
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

const firstDay = (semester: string) => iso(semester.replace('-S1', '-01-01').replace('-S2', '-07-01'));

test.each(QUOTED)('R50 %s: the table says what its sources print', (semester, ...figures) => {
  const rates = ratesOfSemester(firstDay(semester!));
  expect(rates.semester).toBe(semester);
  expect(
    [
      rates.legal!.individual,
      rates.legal!.others,
      contractFloor(rates)!,
      rates.ecb!.rate,
      b2bDefault(rates)!,
      publicRate(rates)!,
    ].map(rateToDecimal),
  ).toEqual(figures);
});

test('R50 the quotes cover every semester of the table, which has no hole and no disorder', () => {
  expect(LEGAL_SEMESTERS.map(([semester]) => semester)).toEqual(QUOTED.map(([semester]) => semester));
  const effective = ECB_CHANGES.map(([on]) => on);
  expect(effective).toEqual([...effective].sort());
  expect(new Set(effective).size).toBe(effective.length);
});

test('R42 a figure has its date and a named source, and says when it is to be checked', () => {
  expect(sourcesOf(ratesOfSemester(iso('2024-03-01'))).slice(0, 2)).toEqual([
    'Taux BCE 4,50\u00a0% au 01/01/2024\u00a0: Banque de France, tableau des taux directeurs',
    'Taux légal 2024-S1\u00a0: service-public.fr, fiche F783 « Taux d’intérêt légal »',
  ]);
  expect(isConfirmed(ratesOfSemester(iso('2024-03-01')))).toBe(true);
  const second = ratesOfSemester(iso('2026-11-22'));
  expect(isConfirmed(second)).toBe(false);
  expect(sourcesOf(second)[1]).toMatch(/à vérifier$/);
});

test('R43 what nobody has read is unknown: a semester ahead, past the last known meeting, too old', () => {
  const ahead = ratesOfSemester(iso('2027-01-01'));
  expect([ahead.ecb, ahead.legal, b2bDefault(ahead), publicRate(ahead), contractFloor(ahead)]).toEqual(
    Array(5).fill(null),
  );
  expect(ecbOn(iso('2026-10-28'))!.rate).toBe(265);
  expect(ecbOn(iso('2026-10-29'))).toBeNull();
  expect(b2bDefault(ratesOfSemester(iso('2008-12-31')))).toBeNull();
  expect(publicRate(ratesOfSemester(iso('2012-12-31')))).toBeNull();
  expect(ratesOfSemester(iso('2014-12-31')).legal).toBeNull();
});

test('the change of 16 September 2026 counts for nothing before 2027', () => {
  expect(b2bDefault(ratesOfSemester(iso('2026-12-31')))).toBe(1240);
});

test('the default rate is not raised to the floor of clauses, even where it is below it', () => {
  const rates = ratesOfSemester(iso('2024-01-01'));
  expect(b2bDefault(rates)).toBeLessThan(contractFloor(rates)!);
});
