import { assert, constantFrom, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { cents, roundHalfUp } from '../money/cents.ts';
import { basisPoints } from '../money/rate.ts';
import { interestOf } from './interest.ts';

test('whatever the claim, plain integers round as big ones do', () => {
  const claims = [integer({ min: 0, max: 10_000_000 }), integer({ min: 0, max: 10_000_000_000_000 })];
  for (const claim of claims) {
    const input = [claim, integer({ min: 1, max: 5_000 }), integer({ min: 1, max: 4_000 })] as const;
    assert(
      property(...input, constantFrom(365, 366), (base, rate, days, year) => {
        const exact = roundHalfUp(BigInt(base) * BigInt(rate) * BigInt(days), BigInt(year) * 10_000n);
        expect(interestOf(cents(base), basisPoints(rate), days, year)).toBe(exact);
      }),
      { numRuns: 2_000 },
    );
  }
});

test('just under a half cent rounds down and the half rounds up, at the last size that plain integers hold', () => {
  // 1 day at 0.01 %: base / 3,650,000 cents, whose remainder is chosen.
  const whole = 2_400_000_000 * 3_650_000;
  expect(interestOf(cents(whole + 1_824_999), basisPoints(1), 1)).toBe(2_400_000_000);
  expect(interestOf(cents(whole + 1_825_000), basisPoints(1), 1)).toBe(2_400_000_001);
  expect(interestOf(cents(whole - 1), basisPoints(1), 1)).toBe(2_400_000_000);
});
