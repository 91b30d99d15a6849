import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, civil, type Day, day, iso } from '../../src/calendar/day.ts';
import { semesterOf } from '../../src/calendar/semester.ts';
import { IMPUTATIONS, type Imputation, impute } from '../../src/law/imputation.ts';
import { interestOf } from '../../src/law/interest.ts';
import { limitationOf } from '../../src/law/limitation.ts';
import { type PenaltyStatement, statementOfPenalties } from '../../src/law/penalties.ts';
import type { PenaltyInput } from '../../src/law/penalty-input.ts';
import { ECB_CHANGES } from '../../src/law/rate-table.ts';
import { REGIMES } from '../../src/law/regime.ts';
import { type Cents, cents, roundHalfUp, sumCents } from '../../src/money/cents.ts';
import { type BasisPoints, basisPoints } from '../../src/money/rate.ts';
import { isRefusal } from '../../src/platform/refusal.ts';

const FIRST = iso('2015-01-01');
const LAST = iso('2026-12-30');

const days = fc.integer({ min: FIRST, max: LAST }).map(day);
const amounts = fc.integer({ min: 1, max: 500_000_000 }).map(cents);
const imputations: fc.Arbitrary<Imputation> = fc.constantFrom(...IMPUTATIONS);

/** A professional's claim with payments and credit notes that never exceed what is left. */
const claims: fc.Arbitrary<PenaltyInput> = fc
  .record({ first: days, second: days, principal: amounts, imputation: imputations })
  .chain(({ first, second, principal, imputation }) => {
    const due = day(Math.min(first, second));
    const until = day(Math.max(first, second));
    const movement = fc.record({
      on: fc.integer({ min: due - 20, max: until }).map(day),
      amount: fc.integer({ min: 1, max: Math.max(1, Math.floor(principal / 8)) }).map(cents),
    });
    return fc.record({
      regime: fc.constantFrom(...REGIMES),
      imputation: fc.constant(imputation),
      principal: fc.constant(principal),
      due: fc.constant(due),
      until: fc.constant(until),
      notice: fc.option(fc.integer({ min: due, max: due + 400 }).map(day), { nil: null }),
      insolvencyOn: fc.option(fc.integer({ min: due - 30, max: until + 30 }).map(day), { nil: null }),
      dayCount: fc.constantFrom('365' as const, 'actual' as const),
      payments: fc.array(movement, { maxLength: 4 }),
      creditNotes: fc.array(
        movement.chain((note) => fc.boolean().map((fromOrigin) => ({ ...note, fromOrigin }))),
        { maxLength: 3 },
      ),
    });
  });

function stated(input: PenaltyInput): PenaltyStatement | null {
  const found = statementOfPenalties(input);
  if (!isRefusal(found)) return found;
  // A claim of a few cents cannot take seven movements: nothing else may be refused here.
  expect(found.refused).toBe('payment_exceeds_claim');
  return null;
}

test('the interest accrued is the sum of the printed lines, and what is left adds up', () => {
  fc.assert(
    fc.property(claims, (input) => {
      const statement = stated(input);
      if (!statement) return;
      const { segments, interestAccrued, interest, indemnity, remainingPrincipal, total } = statement;
      expect(sumCents(segments.map(({ amount }) => amount))).toBe(interestAccrued);
      expect(total).toBe(remainingPrincipal + interest + indemnity);
      const paid = sumCents([...input.payments!, ...input.creditNotes!].map(({ amount }) => amount));
      expect(input.principal + interestAccrued - paid).toBeLessThanOrEqual(total);
      for (const part of [interest, indemnity, remainingPrincipal, interestAccrued - interest]) {
        expect(part).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 500 },
  );
});

test('lines follow one another without overlap or hole while something bears interest', () => {
  fc.assert(
    fc.property(claims, (input) => {
      const segments = stated(input)?.segments ?? [];
      for (const [index, { from, to, days, base }] of segments.entries()) {
        expect(days).toBe(to - from + 1);
        expect(days).toBeGreaterThan(0);
        expect(base).toBeGreaterThan(0);
        if (index > 0) expect(from).toBe(segments[index - 1]!.to + 1);
      }
      if (segments.length === 0) return;
      expect(segments[0]!.from).toBeGreaterThan(input.due);
      expect(segments.at(-1)!.to).toBeLessThanOrEqual(input.until);
      if (input.insolvencyOn != null) expect(segments.at(-1)!.to).toBeLessThan(input.insolvencyOn);
    }),
    { numRuns: 500 },
  );
});

test('cutting the period in two counts the same days, and at most one cent of rounding a line', () => {
  fc.assert(
    fc.property(days, days, days, amounts, (a, b, c, principal) => {
      const [due, cut, until] = [a, b, c].sort((x, y) => x - y) as [Day, Day, Day];
      const claim = { regime: 'b2b', imputation: 'interest-first', principal } as const;
      const whole = stated({ ...claim, due, until })!;
      const first = stated({ ...claim, due, until: cut })!;
      const second = stated({ ...claim, due: cut, until })!;
      const count = ({ segments }: PenaltyStatement) => segments.reduce((sum, line) => sum + line.days, 0);
      expect(count(first) + count(second)).toBe(count(whole));
      expect(Math.abs(first.interest + second.interest - whole.interest)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a later day, a larger claim or a missing payment never lowers the interest, but for rounding', () => {
  fc.assert(
    fc.property(claims, fc.integer({ min: 1, max: 100 }), amounts, (input, more, extra) => {
      const statement = stated(input);
      if (!statement) return;
      const until = day(Math.min(LAST, input.until + more));
      expect(stated({ ...input, until })!.interestAccrued).toBeGreaterThanOrEqual(statement.interestAccrued);
      const larger = stated({ ...input, principal: cents(input.principal + extra) })!;
      expect(larger.interestAccrued).toBeGreaterThanOrEqual(statement.interestAccrued);
      // Each payment cuts a line in two, which may round one cent higher.
      const rounding = input.payments!.length;
      const unpaid = stated({ ...input, payments: [] })!;
      expect(unpaid.interestAccrued + rounding).toBeGreaterThanOrEqual(statement.interestAccrued);
    }),
    { numRuns: 300 },
  );
});

test('imputation spreads a payment whole: what it takes and what exceeds are the payment', () => {
  const part = fc.integer({ min: 0, max: 1_000_000 }).map(cents);
  fc.assert(
    fc.property(part, part, part, amounts, imputations, (principal, interest, indemnity, payment, policy) => {
      const taken = impute({ principal, interest, indemnity }, payment, policy);
      expect(taken.principal + taken.interest + taken.indemnity + taken.excess).toBe(payment);
      if (taken.excess > 0) expect(taken).toMatchObject({ principal, interest, indemnity });
    }),
  );
});

/** The second calculator: one day at a time, big integers, its own reading of the table of changes. */
function dayByDay(principal: Cents, due: Day, until: Day): Cents[] {
  const sums = new Map<string, bigint>();
  for (let on = addDays(due, 1); on <= until; on = addDays(on, 1)) {
    const { year, month } = civil(on);
    const anchor = `${year}-${month < 7 ? '01' : '07'}-01`;
    const ecb = ECB_CHANGES.filter(([effective]) => effective <= anchor).at(-1)![1];
    sums.set(semesterOf(on), (sums.get(semesterOf(on)) ?? 0n) + BigInt(principal) * BigInt(ecb + 1000));
  }
  return [...sums.values()].map((sum) => roundHalfUp(sum, 3_650_000n));
}

test('R43 a second calculator, one day at a time, finds the same cents', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 900 }), amounts, (due, late, principal) => {
      const until = day(Math.min(LAST, due + late));
      const claim = { regime: 'b2b', imputation: 'interest-first', principal, due, until } as const;
      expect(stated(claim)!.segments.map(({ amount }) => amount)).toEqual(dayByDay(principal, due, until));
    }),
  );
});

test('R49 every figure is a whole number of cents, even of sums no float holds', () => {
  const huge = fc.integer({ min: 1, max: 9_000_000_000_000 }).map(cents);
  const rates: fc.Arbitrary<BasisPoints> = fc.integer({ min: 0, max: 9_999 }).map(basisPoints);
  fc.assert(
    fc.property(huge, rates, fc.integer({ min: 1, max: 366 }), (base, rate, count) => {
      const exact = roundHalfUp(BigInt(base) * BigInt(rate) * BigInt(count), 3_650_000n);
      expect(interestOf(base, rate, count)).toBe(exact);
      expect(Number.isSafeInteger(exact)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('R49 half a cent is rounded up, on both sides of the bound of plain integers', () => {
  // 36.50 at 1.00 % for one day is exactly a tenth of a cent; 182.50 half a cent.
  expect(interestOf(cents(18_250), basisPoints(100), 1)).toBe(1);
  expect(interestOf(cents(18_249), basisPoints(100), 1)).toBe(0);
  expect(interestOf(cents(9_000_000_000_018_250), basisPoints(100), 1)).toBe(246_575_342_466);
});

test('no event ever brings the limitation forward', () => {
  const kinds = fc.constantFrom('acknowledgment' as const, 'claim' as const, 'reminder' as const);
  const act = fc.record({ on: days, kind: kinds });
  const mediation = fc
    .record({ on: days, length: fc.integer({ min: 0, max: 700 }) })
    .map(({ on, length }) => ({ on, to: day(on + length), kind: 'mediation' as const }));
  fc.assert(
    fc.property(
      days,
      fc.constantFrom(...REGIMES),
      fc.array(fc.oneof(act, mediation), { maxLength: 5 }),
      (s, r, e) => {
        const bare = limitationOf({ start: s, regime: r });
        const full = limitationOf({ start: s, regime: r, events: e });
        if (isRefusal(bare) || isRefusal(full)) throw new Error('never refused');
        expect(full.lastDay).toBeGreaterThanOrEqual(bare.lastDay);
      },
    ),
  );
});

test('a hundred thousand statements take well under a second', () => {
  const until = iso('2026-11-22');
  const claim = { regime: 'b2b', imputation: 'interest-first', until } as const;
  const tenth = () => {
    const before = performance.now();
    let lines = 0;
    for (let index = 0; index < 100_000; index += 1) {
      const due = day(until - 1 - (index % 400));
      const found = statementOfPenalties({ ...claim, due, principal: cents(1000 + index * 7) });
      if (!isRefusal(found)) lines += found.segments.length;
    }
    expect(lines).toBeGreaterThan(100_000);
    return performance.now() - before;
  };
  // The best of three, since the machine of a test may be busy with something else.
  expect(Math.min(tenth(), tenth(), tenth())).toBeLessThan(600);
});
