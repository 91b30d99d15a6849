import { describe, expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { basisPoints } from '../money/rate.ts';
import { type EnteredRates, ratesFileText, readEnteredRates } from './entered-rates.ts';

const SAID = { source: 'JO du 27/12/2026', by: 'Claire', on: iso('2027-01-04') };
const ENTERED: readonly EnteredRates[] = [
  { semester: '2027-S2', ecb: { ...SAID, by: null, rate: basisPoints(0) }, legal: null },
  {
    semester: '2027-S1',
    ecb: { ...SAID, rate: basisPoints(265) },
    legal: { ...SAID, individual: basisPoints(690), others: basisPoints(280) },
  },
];

test('the file says what was entered, oldest semester first; no file says nothing', () => {
  expect(readEnteredRates(ratesFileText(ENTERED), 'rates.json')).toEqual([ENTERED[1], ENTERED[0]]);
  expect(readEnteredRates(ratesFileText([]), 'rates.json')).toEqual([]);
  expect(readEnteredRates(null, 'rates.json')).toEqual([]);
});

describe('a file is read whole or not at all', () => {
  const text = ratesFileText(ENTERED);
  test.each<[string, string]>([
    ['empty', ''],
    ['cut short', text.slice(0, -20)],
    ['of another kind', '{"instance": "x"}'],
    ['of a later version', text.replace('"version": 1', '"version": 2')],
    ['with a float', text.replace('265', '2.65')],
    ['with a text', text.replace('265', '"265"')],
    ['with a negative rate', text.replace('265', '-265')],
    ['with a rate that nobody publishes', text.replace('265', '2001')],
    ['with half a legal rate', text.replace('"individual": 690', '"individual": null')],
    ['without a source', text.replace('JO du 27/12/2026', '')],
    ['with a day that is none', text.replace('2027-01-04', '2027-02-30')],
    ['with somebody who is none', text.replace('"Claire"', '7')],
    ['with a semester that is none', text.replace('2027-S2', '2027-S3')],
    ['with a semester twice', text.replace('2027-S2', '2027-S1')],
    ['without a figure', text.replace('"legal": null', '"legal": []')],
    ['with something else than a list', '{"format": "relance-rates", "version": 1, "semesters": {}}'],
  ])('%s', (_, damaged) => {
    expect(damaged).not.toBe(text);
    expect(readEnteredRates(damaged, '/data/rates.json')).toMatchObject({
      refused: 'rates_unreadable',
      message: expect.stringContaining('/data/rates.json'),
    });
  });
});
