import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Day, day, iso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
import { excessOf, shareOut } from './allocate.ts';
import { firstDayWithRoom, lastingRemainder, remainderOn, type Standing, type Use } from './balance.ts';

const invoice: Standing = { amount: cents(10_000), from: iso('2026-11-01'), until: null };
const use = (amount: number, countsOn: string, reversedOn: string | null = null): Use => ({
  amount: cents(amount),
  countsOn: iso(countsOn),
  reversedOn: reversedOn === null ? null : iso(reversedOn),
});

describe('the claim of any day', () => {
  test('R4: a part payment leaves the rest, a full one leaves nothing', () => {
    const uses = [use(4_000, '2026-11-05'), use(6_000, '2026-11-10')];
    expect(remainderOn(invoice, uses, iso('2026-11-04'))).toBe(10_000);
    expect(remainderOn(invoice, uses, iso('2026-11-05'))).toBe(6_000);
    expect(remainderOn(invoice, uses, iso('2026-11-10'))).toBe(0);
  });

  test('nothing is claimed before the issue nor from the day of voiding on', () => {
    const voided = { ...invoice, until: iso('2026-11-20') };
    expect(remainderOn(voided, [], iso('2026-10-31'))).toBe(0);
    expect(remainderOn(voided, [], iso('2026-11-19'))).toBe(10_000);
    expect(remainderOn(voided, [], iso('2026-11-20'))).toBe(0);
  });

  test('R47: a reversed payment counts until the eve of its reversal, then mirrors exactly', () => {
    const uses = [use(10_000, '2026-11-05', '2026-11-12')];
    expect(remainderOn(invoice, uses, iso('2026-11-11'))).toBe(0);
    expect(remainderOn(invoice, uses, iso('2026-11-12'))).toBe(10_000);
  });
});

describe('room for one more allocation', () => {
  test('a part given back is free from the day it was given back, not before', () => {
    const uses = [use(10_000, '2026-11-05', '2026-11-12')];
    expect(firstDayWithRoom(invoice, uses, cents(10_000), iso('2026-11-06'))).toBe(iso('2026-11-12'));
    expect(firstDayWithRoom(invoice, uses, cents(1), iso('2026-11-02'))).toBe(iso('2026-11-12'));
  });

  test('a later use counts against an earlier one', () => {
    expect(lastingRemainder(invoice, [use(9_000, '2026-12-01')], iso('2026-11-05'))).toBe(1_000);
    expect(firstDayWithRoom(invoice, [use(9_000, '2026-12-01')], cents(1_001), iso('2026-11-05'))).toBeNull();
  });
});

interface Spent {
  readonly received: number;
  readonly amount: number;
  readonly on: number;
  readonly reversedAfter: number | null;
}

const spending: fc.Arbitrary<Spent[]> = fc.array(
  fc.record({
    received: fc.integer({ min: 20_000, max: 20_030 }),
    amount: fc.integer({ min: 1, max: 1_500 }),
    on: fc.integer({ min: 20_000, max: 20_040 }),
    reversedAfter: fc.option(fc.integer({ min: 0, max: 20 })),
  }),
  { maxLength: 12 },
);

test('R4, R54: whatever is paid and given back in any order, no item and no payment is ever overdrawn', () => {
  fc.assert(
    fc.property(spending, (payments) => {
      const items = [0, 1].map((index) => ({
        id: String(index),
        standing: { amount: cents(1_000), from: day(20_000), until: null },
        uses: [] as Use[],
      }));
      for (const paid of payments) {
        const standing = { amount: cents(paid.amount), from: day(paid.received), until: null };
        const on = day(Math.max(paid.on, paid.received));
        const shares = shareOut({ standing, uses: [] }, items, cents(paid.amount), on);
        const reversedOn = paid.reversedAfter === null ? null : day(on + paid.reversedAfter);
        for (const share of shares) {
          items[Number(share.itemId)]!.uses.push({ ...share, reversedOn });
          expect(share.countsOn).toBeGreaterThanOrEqual(paid.received);
        }
        const settled = shares.reduce((total, share) => total + share.amount, 0);
        expect(settled).toBeLessThanOrEqual(paid.amount);
      }
      for (const item of items) {
        for (let on = 20_000; on < 20_070; on += 1) {
          const left = remainderOn(item.standing, item.uses, on as Day);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBeLessThanOrEqual(1_000);
        }
      }
    }),
  );
});

test('R54: what exceeds the items stays with the payment', () => {
  const source = { standing: { amount: cents(12_000), from: iso('2026-11-05'), until: null }, uses: [] };
  const shares = shareOut(
    source,
    [{ id: 'a', standing: invoice, uses: [] }],
    cents(12_000),
    iso('2026-11-05'),
  );
  expect(shares).toEqual([{ itemId: 'a', amount: 10_000, countsOn: iso('2026-11-05') }]);
});

test('a payment received before the invoice counts from its issue', () => {
  const source = { standing: { amount: cents(500), from: iso('2026-10-01'), until: null }, uses: [] };
  const [share] = shareOut(source, [{ id: 'a', standing: invoice, uses: [] }], cents(500), iso('2026-11-05'));
  expect(share?.countsOn).toBe(invoice.from);
});

describe('an amount corrected downwards', () => {
  test('takes back the latest parts first, and only what exceeds', () => {
    const uses = [use(6_000, '2026-11-05'), use(4_000, '2026-11-10'), use(9_999, '2026-11-02', '2026-11-03')];
    expect(excessOf(uses, cents(7_000))).toEqual([{ use: uses[1], keep: 1_000 }]);
    expect(excessOf(uses, cents(5_000))).toEqual([
      { use: uses[1], keep: 0 },
      { use: uses[0], keep: 5_000 },
    ]);
    expect(excessOf(uses, cents(10_000))).toEqual([]);
  });
});
