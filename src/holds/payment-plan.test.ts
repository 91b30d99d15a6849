import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, iso } from '../calendar/day.ts';
import { cents, sumCents } from '../money/cents.ts';
import { missedDates, type PlanHold, planToCome } from './payment-plan.ts';
import { deferredPart, NO_HOLDS } from './suspension.ts';

const AGREED = iso('2026-10-15');
const DATES = ['2026-11-05', '2026-12-07', '2027-01-05'] as const;

function plan(paid: number, over: Partial<PlanHold> = {}): PlanHold {
  return {
    id: 'plan-1',
    agreedOn: AGREED,
    endedOn: null,
    dates: DATES.map((day) => ({ dueOn: iso(day), amount: cents(40_000), announced: false })),
    paidSince: cents(paid),
    laterItems: cents(0),
    ...over,
  };
}

test('a date is missed once its two business days are over, for what the payments leave of it', () => {
  const missed = (paid: number, today: string) =>
    missedDates(plan(paid), iso(today)).map(({ open }) => open as number);
  expect(missed(0, '2026-11-09')).toEqual([]);
  expect(missed(0, '2026-11-10')).toEqual([40_000]);
  expect(missed(39_999, '2026-11-10')).toEqual([1]);
  expect(missed(40_000, '2026-11-10')).toEqual([]);
  expect(missed(50_000, '2026-12-10')).toEqual([30_000]);
});

test('a plan that a person ended leaves nothing to come, and what was past that day is missed', () => {
  const ended = plan(0, { endedOn: iso('2026-12-08') });
  expect(missedDates(ended, iso('2027-03-01')).map(({ dueOn }) => dueOn)).toEqual([
    iso('2026-11-05'),
    iso('2026-12-07'),
  ]);
  expect(planToCome(ended, iso('2026-12-08'))).toBe(0);
});

test('whatever was paid and on any day, what is asked of its items is what was missed, the oldest first', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 4 }),
      fc.nat(130_000),
      fc.nat(120),
      (firsts, paidWish, after) => {
        const today = addDays(AGREED, after);
        const owed = 120_000;
        const amounts = [...firsts, Math.max(owed - firsts.reduce((a, b) => a + b, 0), 0)];
        const total = amounts.reduce((a, b) => a + b, 0);
        const paid = Math.min(paidWish, owed);
        if (total !== owed) return;
        // Payments settle the oldest items first, as allocations do by default.
        let left = paid;
        const balances = amounts.map((amount) => {
          const used = Math.min(left, amount);
          left -= used;
          return cents(amount - used);
        });
        const asked = balances.map((balance, index) => {
          const laterItems = sumCents(balances.slice(index + 1));
          const holds = { ...NO_HOLDS, plan: plan(paid, { laterItems }) };
          return balance - deferredPart(holds, balance, today);
        });
        const missed = sumCents(missedDates(plan(paid), today).map(({ open }) => open));
        expect(asked.reduce((a, b) => a + b, 0)).toBe(missed);
        const partial = asked.findIndex((part, index) => part < balances[index]!);
        if (partial >= 0) expect(asked.slice(partial + 1).every((part) => part === 0)).toBe(true);
      },
    ),
  );
});
