import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cents } from '../money/cents.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import { type AmountHint, readAmount, readAmountColumn } from './amount.ts';

const comma: AmountHint = { decimal: ',', round: false };
const point: AmountHint = { decimal: '.', round: false };
const mixed: AmountHint = { decimal: null, round: false };

function amountOf(text: string, hint = comma): number | string {
  const reading = readAmount(text, hint);
  return 'fault' in reading ? reading.fault : reading.value.amount;
}

describe('one amount', () => {
  test.each([
    ['1234,56', 123_456],
    ['1234.56', 123_456],
    ['1 234,56', 123_456],
    ['1\u202f234,56\u00a0€', 123_456],
    ['1.234,56', 123_456],
    ['1,234.56', 123_456],
    ['1.234.567', 123_456_700],
    ["1'234.50", 123_450],
    ['1’234.50 CHF', 123_450],
    ['€ 12', 1200],
    ['EUR 12,5', 1250],
    ['12 euros', 1200],
    ['-2 734,43', -273_443],
    ['2 734,43-', -273_443],
    ['−12,00', -1200],
    ['(120,00)', -12_000],
    ['(120,00 €)', -12_000],
    ['+1830,10', 183_010],
    ['0000000074,70', 7470],
    ['000000000000120,00', 12_000],
    ['0,500', 50],
    [',50', 50],
    ['12,', 1200],
    ['12,3400', 1234],
    ['0', 0],
    ['-0,00', 0],
    ['99999999999,99', 9_999_999_999_999],
  ])('%s', (text, value) => {
    expect(amountOf(text)).toBe(value);
  });

  test.each([
    ['mille deux cents euros', 'amount_invalid'],
    ['douze', 'amount_invalid'],
    ['12 34', 'amount_invalid'],
    ['1.234.56', 'amount_invalid'],
    ['1,2,3', 'amount_invalid'],
    ['12,34,567.8', 'amount_invalid'],
    ['-(12)', 'amount_invalid'],
    ['--12', 'amount_invalid'],
    ['-12-', 'amount_invalid'],
    ['€ 12 €', 'amount_invalid'],
    ['12 %', 'amount_invalid'],
    ['31/08/2026', 'amount_invalid'],
    ['-', 'amount_invalid'],
    ['€', 'amount_invalid'],
    ['1,2E+05', 'amount_damaged'],
    ['1234,567', 'amount_decimals'],
    ['0,005', 'amount_decimals'],
    ['100000000000', 'amount_too_large'],
    ['99999999999999999999', 'amount_too_large'],
  ])('%s is refused', (text, code) => {
    expect(amountOf(text)).toBe(code);
  });

  test('the currency written beside the figures comes with them', () => {
    expect(readAmount('12,00 CHF', comma)).toEqual({ value: { amount: 1200, currency: 'CHF' } });
    expect(readAmount('$12.00', comma)).toEqual({ value: { amount: 1200, currency: 'USD' } });
    expect(readAmount('12,00', comma)).toEqual({ value: { amount: 1200, currency: null } });
  });

  test('a workbook rounds to the cent what its formulas computed', () => {
    expect(amountOf('123.456', { decimal: '.', round: true })).toBe(12_346);
    expect(amountOf('-123.455', { decimal: '.', round: true })).toBe(-12_346);
    expect(amountOf('9.999', { decimal: '.', round: true })).toBe(1000);
  });

  test('any amount we print is read back', () => {
    const amounts = fc.integer({ min: -9_999_999_999_999, max: 9_999_999_999_999 }).map(cents);
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(amountOf(formatMoney(amount))).toBe(amount);
        expect(amountOf(toDecimal(amount))).toBe(amount);
      }),
    );
  });
});

describe('1.234 is decided by its column', () => {
  test.each([
    [['1.234', '12,50'], ',', 123_400],
    [['1.234', '12.50'], '.', 'amount_decimals'],
    [['1.234', '1.234.567'], ',', 123_400],
    [['1.234', '5.678'], ',', 123_400],
    [['1.234', '12,50', '12.50'], null, 'amount_ambiguous'],
    [['1.234', '1,234'], null, 'amount_ambiguous'],
  ])('%j', (column, decimal, value) => {
    const { hint } = readAmountColumn(column, false);
    expect(hint.decimal).toBe(decimal);
    expect(amountOf('1.234', hint)).toBe(value);
  });

  test('a column that proves nothing says so', () => {
    expect(readAmountColumn(['1,234', '5,678'], false)).toMatchObject({ ambiguous: true, decided: false });
    expect(readAmountColumn(['12', '34'], false)).toMatchObject({ ambiguous: false, decided: false });
    expect(amountOf('1,234', readAmountColumn(['1,234'], false).hint)).toBe(123_400);
  });

  test('an amount that proves itself is read in any column', () => {
    expect(amountOf('1.234,56', mixed)).toBe(123_456);
    expect(amountOf('12.50', mixed)).toBe(1250);
    expect(amountOf('1,234', point)).toBe(123_400);
  });
});
