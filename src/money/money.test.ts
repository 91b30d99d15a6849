import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cents, roundHalfUp, sumCents } from './cents.ts';
import { formatMoney, formatMoneyEnglish, parseDecimal, toDecimal } from './format.ts';
import { basisPoints, formatRate, parseRate, rateToDecimal } from './rate.ts';

describe('cents', () => {
  test('half a cent rounds away from zero', () => {
    expect(roundHalfUp(5n, 10n)).toBe(1);
    expect(roundHalfUp(-5n, 10n)).toBe(-1);
    expect(roundHalfUp(49n, 100n)).toBe(0);
    expect(roundHalfUp(1_000_000_000_000_001n, 2n)).toBe(500_000_000_000_001);
  });

  test('what is not whole cents is refused by throwing', () => {
    for (const wrong of [0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) {
      expect(() => cents(wrong)).toThrow(RangeError);
    }
    expect(() => sumCents([cents(Number.MAX_SAFE_INTEGER), cents(1)])).toThrow(RangeError);
  });

  test('decimal text and cents are the same thing both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 14), max: 10 ** 14 }), (value) => {
        expect(parseDecimal(toDecimal(cents(value)))).toBe(value);
      }),
    );
    expect(parseDecimal('1200,5')).toBeNull();
    expect(parseDecimal('1 200,50')).toBeNull();
    expect(parseDecimal('99999999999999.00')).toBeNull();
  });
});

describe('words for people', () => {
  test('French amounts carry a comma, narrow no-break thousands and a no-break euro', () => {
    expect(formatMoney(cents(123_456))).toBe('1\u202f234,56\u00a0€');
    expect(formatMoney(cents(-100_000_000))).toBe('\u22121\u202f000\u202f000,00\u00a0€');
    expect(formatMoney(cents(5), 'CHF')).toBe('0,05\u00a0CHF');
    expect(formatMoneyEnglish(cents(123_456))).toBe('€1,234.56');
  });

  test('rates are read and written in percent', () => {
    expect(parseRate('12,4')).toBe(1240);
    expect(parseRate('12.405')).toBeNull();
    expect(rateToDecimal(basisPoints(5))).toBe('0.05');
    expect(formatRate(basisPoints(1240))).toBe('12,40\u00a0%');
  });
});
