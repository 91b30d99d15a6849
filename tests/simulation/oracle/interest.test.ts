import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { day, text } from './calendar.ts';
import { type Debt, indemnityOf, interestLines, interestOf } from './interest.ts';
import { amountText, centsOf } from './money.ts';

interface Segment {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  readonly amount: string;
}

interface Example {
  readonly id: string;
  readonly kind: string;
  readonly regime: 'B2B' | 'B2C' | 'PUBLIC';
  readonly principal: string;
  readonly lastFreeDay: string;
  readonly paid: string;
  readonly contractRate?: string | null;
  readonly expectedSegments: readonly Segment[];
  readonly expectedTotal: string;
}

const EXAMPLES = JSON.parse(
  readFileSync(new URL('../../law/examples.json', import.meta.url), 'utf8'),
) as readonly Example[];

function debt(over: Partial<Omit<Debt, 'principal'>> & { readonly principal: string }): Debt {
  return {
    regime: 'b2b',
    contractRate: null,
    outsideL441: false,
    lastFreeDay: day('2026-09-30'),
    noticeOn: null,
    moves: [],
    insolventOn: null,
    ...over,
    principal: centsOf(over.principal),
  };
}

const moves = (...list: readonly (readonly [string, string])[]) =>
  list.map(([on, amount]) => ({ on: day(on), amount: centsOf(amount) }));

const interest = (owed: Debt, until: string) => amountText(interestOf(owed, day(until)));

describe('the worked examples of the law', () => {
  test.each(EXAMPLES.filter(({ kind }) => kind === 'interest').map((one) => [one.id, one] as const))(
    '%s, line by line',
    (_, one) => {
      const lastFreeDay = day(one.lastFreeDay);
      const owed = debt({
        regime: one.regime.toLowerCase() as 'b2b' | 'b2c' | 'public',
        principal: one.principal,
        contractRate: one.contractRate ?? null,
        lastFreeDay,
        noticeOn: one.regime === 'B2C' ? lastFreeDay : null,
      });
      const lines = interestLines(owed, day(one.paid)).map(({ from, to, rate, amount }) => ({
        from: text(from),
        to: text(to),
        rate: amountText(BigInt(rate)),
        amount: amountText(amount),
      }));
      expect(lines).toEqual(
        one.expectedSegments.map(({ from, to, rate, amount }) => ({ from, to, rate, amount })),
      );
      expect(interest(owed, one.paid)).toBe(one.expectedTotal);
    },
  );

  test('O49, principal first: 4,275.38 of which 40.00 of indemnity', () => {
    const owed = debt({
      principal: '6000.00',
      lastFreeDay: day('2026-03-31'),
      moves: moves(['2026-05-15', '2000.00']),
    });
    expect(interest(owed, '2026-05-15')).toBe('89.88');
    expect(interest(owed, '2026-08-31')).toBe('235.38');
    expect(indemnityOf(owed, day('2026-08-31'))).toBe(4_000n);
  });

  test('O50, a credit note from its own day or from the origin', () => {
    const lastFreeDay = day('2026-07-31');
    const later = debt({ principal: '5000.00', lastFreeDay, moves: moves(['2026-09-10', '800.00']) });
    expect(interest(later, '2026-10-31')).toBe('142.41');
    expect(interest(debt({ principal: '4200.00', lastFreeDay }), '2026-10-31')).toBe('131.27');
  });
});

describe('public buyers keep the rate of the semester in which interest began', () => {
  // PUB-03, three worked figures.
  test.each([
    ['2026-07-10', '2026-09-15', '381.81'],
    ['2026-06-20', '2026-08-20', '339.26'],
    ['2026-06-30', '2026-08-20', '290.63'],
  ])('from %s to %s', (lastFree, until, expected) => {
    const owed = debt({ regime: 'public', principal: '20000.00', lastFreeDay: day(lastFree) });
    expect(interest(owed, until)).toBe(expected);
  });
});

describe('by hand', () => {
  test('money that went back raises the base again the day after', () => {
    // 10 days on 1,000.00, 10 on 400.00, 10 on 1,000.00, at 12.40 %: 3.397 + 1.359 + 3.397, each rounded.
    const owed = debt({
      principal: '1000.00',
      moves: moves(['2026-10-10', '600.00'], ['2026-10-20', '-600.00']),
    });
    expect(interest(owed, '2026-10-30')).toBe('8.16');
  });

  test('a consumer owes nothing before the notice, and never the indemnity', () => {
    const owed = debt({ regime: 'b2c', principal: '1500.00' });
    expect(interest(owed, '2026-11-22')).toBe('0.00');
    expect(indemnityOf(owed, day('2026-11-22'))).toBe(0n);
  });

  test('paid on the due date: no day, no indemnity; the day after: one day and 40 €', () => {
    const paid = debt({ principal: '1000.00', moves: moves(['2026-09-30', '1000.00']) });
    expect(interest(paid, '2026-10-05')).toBe('0.00');
    expect(indemnityOf(paid, day('2026-10-05'))).toBe(0n);
    const late = debt({ principal: '1000.00', moves: moves(['2026-10-01', '1000.00']) });
    expect(interest(late, '2026-10-05')).toBe('0.34');
    expect(indemnityOf(late, day('2026-10-05'))).toBe(4_000n);
  });

  test('agreed rates: fixed, « BCE + n », « n fois le taux légal »', () => {
    // 31 days on 1,000.00 at 15.00 %, 2.40 + 7 = 9.40 %, 3 × 2.75 = 8.25 %.
    const on = (contractRate: string) => interest(debt({ principal: '1000.00', contractRate }), '2026-10-31');
    expect([on('15.00'), on('bce+7'), on('3xlegal')]).toEqual(['12.74', '7.98', '7.01']);
  });

  test('collective proceedings stop it the day before the judgment', () => {
    const owed = debt({
      principal: '15000.00',
      lastFreeDay: day('2026-06-20'),
      insolventOn: day('2026-09-08'),
    });
    expect(interest(owed, '2026-12-31')).toBe('401.55');
  });
});
