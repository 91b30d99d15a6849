import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { ratesToEnter } from '../law/rates-to-enter.ts';
import { checkRates } from './rate-checks.ts';

const seen = (on: string) =>
  checkRates(iso(on), ratesToEnter(iso(on)), []).map(({ state, message }) => `${state} ${message}`);

test.each<[string, readonly string[]]>([
  ['2026-11-30', ['ok Les taux du semestre 2026-S2 sont connus.']],
  ['2026-12-01', ['warning Taux de la BCE et taux légal à saisir pour 2027-S1, qui commence le 01/01/2027.']],
  ['2026-12-31', ['warning Taux de la BCE et taux légal à saisir pour 2027-S1, qui commence le 01/01/2027.']],
  [
    '2027-01-01',
    [
      'fault Taux de la BCE et taux légal à saisir pour 2027-S1\u00a0: aucune pénalité de ce semestre ne se calcule.',
    ],
  ],
  [
    '2027-06-01',
    [
      'fault Taux de la BCE et taux légal à saisir pour 2027-S1\u00a0: aucune pénalité de ce semestre ne se calcule.',
      'warning Taux de la BCE et taux légal à saisir pour 2027-S2, qui commence le 01/07/2027.',
    ],
  ],
])('R43 rates on %s', (on, expected) => {
  expect(seen(on)).toEqual(expected);
});

test('one missing figure is told for what it stops, with the command that enters it', () => {
  const on = iso('2027-01-04');
  const [ecb] = checkRates(on, [{ semester: '2027-S1', missing: ['ecb'] }], []);
  expect(ecb!.message).toMatch(/^Taux de la BCE à saisir pour 2027-S1.*entre professionnels/);
  expect(ecb!.remedy).toContain('relance rates set 2027-S1 --ecb TAUX --source "TEXTE"');
  const [legal] = checkRates(on, [{ semester: '2027-S1', missing: ['legal'] }], []);
  expect(legal!.message).toMatch(/^Taux légal à saisir pour 2027-S1.*au taux légal/);
});

test('an entry that the table gives otherwise is to be looked at, both figures named', () => {
  const outdated = {
    semester: '2026-S2',
    figure: 'ecb',
    entered: '2,50\u00a0%',
    shipped: '2,40\u00a0%',
  } as const;
  const checks = checkRates(iso('2026-11-22'), [], [outdated]);
  expect(checks).toMatchObject([{ name: 'rates', state: 'warning' }]);
  expect(checks[0]!.message).toMatch(/2026-S2, 2,50\u00a0%.*2,40\u00a0%/);
  expect(checks[0]!.remedy).toContain('relance rates set 2026-S2 --ecb');
});
