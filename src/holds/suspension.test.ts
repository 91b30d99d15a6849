import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day, iso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
import { contestedParts } from './amounts.ts';
import type { PlanHold } from './payment-plan.ts';
import { disputedPart, NO_HOLDS, promiseHeldUntil, suspensionOf } from './suspension.ts';

const balance = cents(10_000);
const dayOf2026 = fc.integer({ min: 20_454, max: 20_818 }).map((value) => day(value));

describe('a promise', () => {
  test.each([
    ['a Friday', '2026-11-27', '2026-12-01'],
    ['a Saturday', '2026-11-28', '2026-12-01'],
    ['the eve of Christmas', '2026-12-24', '2026-12-29'],
  ])('of %s is waited for two business days more', (_, promised, until) => {
    expect(promiseHeldUntil(iso(promised))).toBe(iso(until));
  });

  test('the last of several counts, and holds from its own day to the last one included', () => {
    fc.assert(
      fc.property(fc.array(dayOf2026, { minLength: 1, maxLength: 4 }), dayOf2026, (days, today) => {
        const holds = { ...NO_HOLDS, promises: days.map((promisedOn) => ({ promisedOn })) };
        const until = Math.max(...days.map(promiseHeldUntil)) as Day;
        expect(suspensionOf(holds, balance, today)).toEqual(
          today <= until ? { code: 'promise_until', until } : null,
        );
      }),
    );
  });
});

describe('a dispute', () => {
  test('takes its part out, never more than what remains', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 1, max: 8_000 })), { maxLength: 4 }),
        fc.integer({ min: 0, max: 10_000 }),
        (parts, left) => {
          const holds = { ...NO_HOLDS, disputes: parts.map((part) => (part === null ? null : cents(part))) };
          const contested = disputedPart(holds, cents(left));
          expect(contested).toBeGreaterThanOrEqual(0);
          expect(contested).toBeLessThanOrEqual(left);
          const whole = left > 0 && contested >= left;
          expect(suspensionOf(holds, cents(left), iso('2026-11-23'))?.code).toBe(
            whole ? 'dispute' : undefined,
          );
        },
      ),
    );
  });

  test('an amount contested over several items fills them in their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 5 }),
        fc.nat(20_000),
        (balances, wanted) => {
          const items = balances.map((one) => ({ balance: cents(one) }));
          const total = balances.reduce((sum, one) => sum + one, 0);
          const amount = Math.min(wanted, total);
          const parts = contestedParts(items, cents(amount));
          expect(parts.reduce((sum, part) => sum + (part.amount ?? 0), 0)).toBe(amount);
          for (const part of parts.slice(0, -1)) expect(part.amount).toBe(part.item.balance);
        },
      ),
    );
    expect(contestedParts([{ balance }], null)).toEqual([{ item: { balance }, amount: null }]);
  });
});

test('R38: a pause holds on its last day and not on the next', () => {
  const holds = { ...NO_HOLDS, pausedUntil: [iso('2026-12-10'), iso('2026-12-12')] };
  expect(suspensionOf(holds, balance, iso('2026-12-12'))).toEqual({
    code: 'paused_until',
    until: iso('2026-12-12'),
  });
  expect(suspensionOf(holds, balance, iso('2026-12-13'))).toBeNull();
});

describe('a plan', () => {
  const dates = [
    { dueOn: iso('2026-12-01'), amount: cents(4_000) },
    { dueOn: iso('2027-01-04'), amount: cents(6_000) },
  ];
  const paid = (amount: number): PlanHold => ({
    id: 'plan-1',
    agreedOn: iso('2026-10-15'),
    endedOn: null,
    laterItems: cents(0),
    dates: dates.map((date) => ({ ...date, announced: false })),
    paidSince: cents(amount),
  });
  const heldOn = (plan: PlanHold, today: string) =>
    suspensionOf({ ...NO_HOLDS, plan }, balance, iso(today))?.until ?? null;

  test('is held until the tolerance of its first date not yet paid for', () => {
    expect(heldOn(paid(0), '2026-11-25')).toBe(iso('2026-12-03'));
    expect(heldOn(paid(3_999), '2026-12-03')).toBe(iso('2026-12-03'));
    expect(heldOn(paid(3_999), '2026-12-04')).toBeNull();
    expect(heldOn(paid(4_000), '2026-12-04')).toBe(iso('2027-01-06'));
  });

  test('payments add up: what was paid early counts for the next date', () => {
    expect(heldOn(paid(9_000), '2026-12-20')).toBe(iso('2027-01-06'));
    expect(heldOn(paid(9_000), '2027-01-07')).toBeNull();
    expect(heldOn(paid(10_000), '2027-01-07')).toBeNull();
  });

  test('holds nothing any more exactly when a date passed with its tolerance and is not paid for', () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.nat(60), (amount, after) => {
        const today = addDays(iso('2026-11-25'), after);
        const missed =
          (today > iso('2026-12-03') && amount < 4_000) || (today > iso('2027-01-06') && amount < 10_000);
        const held = suspensionOf({ ...NO_HOLDS, plan: paid(amount) }, balance, today) !== null;
        expect(held).toBe(!missed);
      }),
    );
  });
});
