import { describe, expect, test } from 'vitest';
import { type Day, iso, toIso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
import { basisPoints } from '../money/rate.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { type PenaltyStatement, statementOfPenalties } from './penalties.ts';
import type { PenaltyInput } from './penalty-input.ts';
import { publicExpiry } from './public-buyer.ts';

type Given = Omit<Partial<PenaltyInput>, 'due' | 'until' | 'principal'>;

function answer(euros: number, due: string, until: string, given: Given = {}): PenaltyStatement | Refusal {
  return statementOfPenalties({
    regime: 'b2b',
    imputation: 'interest-first',
    principal: cents(Math.round(euros * 100)),
    due: iso(due),
    until: iso(until),
    ...given,
  });
}

function stated(euros: number, due: string, until: string, given: Given = {}): PenaltyStatement {
  const found = answer(euros, due, until, given);
  if (isRefusal(found)) throw new Error(found.message);
  return found;
}

function refused(euros: number, due: string, until: string, given: Given = {}): string {
  const found = answer(euros, due, until, given);
  return isRefusal(found) ? found.refused : 'nothing refused';
}

const paid = (on: string, euros: number) => ({ on: iso(on), amount: cents(euros * 100) });
const codes = ({ warnings }: PenaltyStatement) => warnings.map(({ code }) => code);
const fixed = (percent: number) => ({ kind: 'fixed', rate: basisPoints(percent * 100) }) as const;
const lines = ({ segments }: PenaltyStatement) =>
  segments.map(({ from, to, days, rate, base, amount }) => [
    toIso(from),
    toIso(to),
    days,
    rate,
    base,
    amount,
  ]);

describe('boundaries of the counted days', () => {
  test('R44 the due day bears nothing, the day after bears one day and the 40 €', () => {
    const onTime = stated(1000, '2026-05-31', '2026-05-31');
    expect(onTime).toMatchObject({ segments: [], interest: 0, indemnity: 0, total: 100_000, perDay: 0 });
    const dayAfter = stated(1000, '2026-05-31', '2026-06-01');
    expect(lines(dayAfter)).toEqual([['2026-06-01', '2026-06-01', 1, 1215, 100_000, 33]]);
    expect(dayAfter).toMatchObject({ indemnity: 4000, total: 104_033 });
  });

  test('R44 the rate changes on 1 July, not on 30 June', () => {
    expect(lines(stated(10_000, '2026-05-01', '2026-09-01'))).toEqual([
      ['2026-05-02', '2026-06-30', 60, 1215, 1_000_000, 19_973],
      ['2026-07-01', '2026-09-01', 63, 1240, 1_000_000, 21_403],
    ]);
    expect(lines(stated(100, '2026-05-20', '2026-08-12')).map((line) => line[5])).toEqual([136, 146]);
  });

  test('R44 the payment day is the last counted day of what it pays', () => {
    const statement = stated(1000, '2026-07-31', '2026-08-11', {
      imputation: 'principal-first',
      payments: [paid('2026-08-10', 400)],
    });
    expect(lines(statement)).toEqual([
      ['2026-08-01', '2026-08-10', 10, 1240, 100_000, 340],
      ['2026-08-11', '2026-08-11', 1, 1240, 60_000, 20],
    ]);
  });

  test('R44 paid on the due date is paid in time; the indemnity needs something left the day after', () => {
    const whole = stated(1000, '2026-07-31', '2026-08-31', { payments: [paid('2026-07-31', 1000)] });
    expect(whole).toMatchObject({ segments: [], indemnity: 0, total: 0, perDay: 0 });
    const part = stated(1000, '2026-07-31', '2026-08-31', { payments: [paid('2026-07-31', 999)] });
    expect(part).toMatchObject({ indemnity: 4000, remainingPrincipal: 100 });
  });

  test('R45 29 February is one day; the basis is 365 always, or the real year when asked', () => {
    expect(lines(stated(10_000, '2024-02-28', '2024-02-29'))).toEqual([
      ['2024-02-29', '2024-02-29', 1, 1450, 1_000_000, 397],
    ]);
    expect(stated(10_000, '2023-12-31', '2024-12-31').interest).toBe(144_137);
    expect(stated(10_000, '2023-12-31', '2024-12-31', { dayCount: 'actual' }).interest).toBe(143_743);
  });

  test('R45 a public buyer is cut at the new year when the real year is asked', () => {
    const statement = stated(10_000, '2023-12-30', '2024-01-01', { regime: 'public', dayCount: 'actual' });
    expect(lines(statement).map(([from, to]) => [from, to])).toEqual([
      ['2023-12-31', '2023-12-31'],
      ['2024-01-01', '2024-01-01'],
    ]);
  });
});

describe('payments and credit notes', () => {
  test('R39 penalties stay due once the principal is paid late', () => {
    const statement = stated(1200, '2026-09-30', '2026-12-01', {
      imputation: 'principal-first',
      payments: [paid('2026-11-22', 1200)],
    });
    expect(statement).toMatchObject({
      remainingPrincipal: 0,
      interest: 2161,
      indemnity: 4000,
      total: 6161,
      perDay: 0,
    });
    expect(lines(statement)).toHaveLength(1);
  });

  test('R40 interest since the last payment is counted, each line on its own balance', () => {
    const statement = stated(6000, '2026-03-31', '2026-08-31', {
      payments: [paid('2026-05-15', 2000), paid('2026-07-31', 1000)],
    });
    expect(lines(statement).map(([from, , , , base]) => [from, base])).toEqual([
      ['2026-04-01', 600_000],
      ['2026-05-16', 408_988],
      ['2026-07-01', 408_988],
      ['2026-08-01', 319_558],
    ]);
  });

  test('a payment above the claim of its day is refused, one that pays it to the cent is not', () => {
    const all = { payments: [{ on: iso('2026-11-22'), amount: cents(126_161) }] };
    expect(stated(1200, '2026-09-30', '2026-11-22', all).total).toBe(0);
    const more = { payments: [{ on: iso('2026-11-22'), amount: cents(126_162) }] };
    expect(refused(1200, '2026-09-30', '2026-11-22', more)).toBe('payment_exceeds_claim');
  });

  test('impossible dates and sums are refused by name', () => {
    expect(refused(1000, '2026-07-31', '2026-08-31', { payments: [paid('2026-09-01', 10)] })).toBe(
      'date_order',
    );
    expect(refused(1000, '2026-07-31', '2026-08-31', { payments: [paid('2026-08-01', 0)] })).toBe(
      'amount_invalid',
    );
    expect(refused(-1, '2026-07-31', '2026-08-31')).toBe('amount_invalid');
    expect(refused(1000, '2026-07-31', '2026-08-31', { regime: 'b2c', notice: iso('2026-07-30') })).toBe(
      'date_order',
    );
  });

  test('three late invoices: penalties of each, 40 € for each', () => {
    const each = [
      stated(480, '2026-09-15', '2026-11-20'),
      stated(1200, '2026-10-15', '2026-11-20'),
      stated(99.5, '2026-11-19', '2026-11-20'),
    ];
    expect(each.map(({ interest }) => interest)).toEqual([1076, 1468, 3]);
    expect(each.reduce((sum, { interest, indemnity }) => sum + interest + indemnity, 0)).toBe(14_547);
  });
});

describe('the regimes', () => {
  test('a public buyer keeps the rate of the semester in which interest began', () => {
    const until = '2026-08-20';
    expect(stated(20_000, '2026-06-20', until, { regime: 'public' }).interest).toBe(33_926);
    expect(stated(20_000, '2026-06-30', until, { regime: 'public' }).interest).toBe(29_063);
    expect(stated(20_000, '2026-07-10', '2026-09-15', { regime: 'public' }).interest).toBe(38_181);
    expect(toIso(publicExpiry(iso('2026-08-03'), iso('2026-08-12')))).toBe('2026-09-11');
  });

  test('R42 a consumer owes the legal rate from the notice only, and never the 40 €', () => {
    const without = stated(1500, '2026-08-31', '2026-11-22', { regime: 'b2c' });
    expect(without).toMatchObject({ segments: [], interest: 0, indemnity: 0, perDay: 0, total: 150_000 });
    expect(codes(without)).toEqual(['notice_missing']);
    const notice: Day = iso('2026-10-01');
    const served = stated(1500, '2026-08-31', '2026-11-22', { regime: 'b2c', notice });
    expect(served).toMatchObject({ interest: 588, indemnity: 0, perDay: 11 });
    const early = stated(1500, '2026-08-31', '2026-09-15', { regime: 'nonpro', notice });
    expect(early).toMatchObject({ interest: 0, indemnity: 0, perDay: 0 });
  });

  test('an agreed rate is for professionals: elsewhere it is set aside and said so', () => {
    const notice = iso('2026-10-01');
    const consumer = stated(1500, '2026-08-31', '2026-11-22', {
      regime: 'b2c',
      notice,
      contractRate: fixed(15),
    });
    expect(consumer.interest).toBe(588);
    expect(codes(consumer)).toEqual(['contract_rate_ignored']);
    const buyer = stated(20_000, '2026-07-10', '2026-09-15', { regime: 'public', contractRate: fixed(15) });
    expect(buyer.interest).toBe(38_181);
    expect(codes(buyer)).toEqual(['contract_rate_ignored']);
  });

  test('a matter out of L441-10 bears the legal rate from the notice and no indemnity', () => {
    const statement = stated(1500, '2026-08-31', '2026-11-22', {
      rateBasis: 'legal',
      indemnityExcluded: true,
      notice: iso('2026-10-01'),
    });
    expect(statement).toMatchObject({ interest: 588, indemnity: 0 });
    expect(statement.segments[0]!.rule).toBe('LEG-01');
  });
});

describe('agreed rates', () => {
  test('a rate under the floor is applied as it is, with a warning for each semester under it', () => {
    const statement = stated(1000, '2023-12-15', '2024-07-15', { contractRate: fixed(15) });
    expect(statement.segments.map(({ rate, rule }) => [rate, rule])).toEqual([
      [1500, 'PEN-02'],
      [1500, 'PEN-02'],
      [1500, 'PEN-02'],
    ]);
    expect(statement.warnings.map(({ message }) => /20\d\d-S\d/.exec(message)?.[0])).toEqual(['2024-S1']);
    expect(codes(stated(1000, '2026-07-31', '2026-08-31', { contractRate: fixed(8.25) }))).toEqual([]);
  });

  test('above 25 % a year one warning', () => {
    expect(codes(stated(1000, '2025-07-31', '2026-08-31', { contractRate: fixed(36) }))).toEqual([
      'rate_unusual',
    ]);
  });

  test('clauses that follow the ECB or the legal rate are read again each semester', () => {
    const ecb = { kind: 'ecb-plus', points: basisPoints(1000) } as const;
    const byDefault = stated(10_000, '2026-05-01', '2026-09-01');
    expect(stated(10_000, '2026-05-01', '2026-09-01', { contractRate: ecb }).interest).toBe(
      byDefault.interest,
    );
    const legal = { kind: 'legal-times', times: 3 } as const;
    const rates = stated(10_000, '2026-05-01', '2026-09-01', { contractRate: legal }).segments.map(
      (s) => s.rate,
    );
    expect(rates).toEqual([786, 825]);
  });
});

describe('insolvency, judgment, capitalisation', () => {
  test('interest stops the day before the opening judgment, and so does the daily amount', () => {
    const statement = stated(15_000, '2026-06-20', '2026-11-22', { insolvencyOn: iso('2026-09-08') });
    expect(statement).toMatchObject({ interest: 40_155, indemnity: 4000, perDay: 0 });
    expect(toIso(statement.segments.at(-1)!.to)).toBe('2026-09-07');
    const eve = stated(15_000, '2026-06-20', '2026-09-07', { insolvencyOn: iso('2026-09-08') });
    expect(eve.perDay).toBe(0);
  });

  test('opened on or before the due date: neither interest nor indemnity', () => {
    const opened = { insolvencyOn: iso('2026-06-20') };
    expect(stated(15_000, '2026-06-20', '2026-11-22', opened)).toMatchObject({ interest: 0, indemnity: 0 });
    const later = { insolvencyOn: iso('2026-06-21') };
    expect(stated(15_000, '2026-06-20', '2026-11-22', later)).toMatchObject({ interest: 0, indemnity: 4000 });
  });

  test('five points more from two months after the judgment became enforceable', () => {
    const day = iso('2026-03-16');
    const given = { regime: 'b2c', notice: day, judgment: { enforceableOn: day } } as const;
    const statement = stated(3000, '2026-03-16', '2026-10-31', given);
    expect(statement.segments.map(({ days, rate, amount, rule }) => [days, rate, amount, rule])).toEqual([
      [61, 262, 1314, 'B2C-01'],
      [45, 762, 2818, 'B2C-04'],
      [123, 775, 7835, 'B2C-04'],
    ]);
    expect(codes(stated(3000, '2026-03-16', '2026-10-31', { judgment: { enforceableOn: day } }))).toEqual([
      'judgment_ignored',
    ]);
  });

  test('interest of a whole year bears interest only when a basis says so', () => {
    const from = iso('2024-06-30');
    const given = { contractRate: fixed(12.4) };
    const simple = stated(10_000, '2024-06-30', '2026-06-30', given);
    expect(simple.interest).toBe(248_000);
    const capitalised = stated(10_000, '2024-06-30', '2026-06-30', {
      ...given,
      capitalisation: { basis: 'judgment', from },
    });
    expect(capitalised.segments.map(({ base }) => base)).toEqual([
      1_000_000, 1_000_000, 1_124_000, 1_124_000,
    ]);
    expect(capitalised.interest).toBe(124_000 + 139_376);
  });
});

describe('what a day more costs', () => {
  test('the rate of the day after, on what remains', () => {
    expect(stated(1200, '2026-09-30', '2026-11-22').perDay).toBe(41);
    expect(stated(10_000, '2026-05-01', '2026-06-30').perDay).toBe(340);
  });

  test('R43 an unknown rate refuses the computation and names the semester; the day after only warns', () => {
    const found = answer(1200, '2026-11-30', '2027-01-01');
    expect(found).toMatchObject({ refused: 'rate_missing', details: { semester: '2027-S1' } });
    const eve = stated(1200, '2026-11-30', '2026-12-31');
    expect(eve.perDay).toBe(0);
    expect(codes(eve)).toEqual(['rate_missing']);
    expect(stated(1200, '2026-11-30', '2027-01-01', { contractRate: fixed(12) }).perDay).toBe(39);
    expect(stated(1200, '2026-12-30', '2027-02-01', { regime: 'public' }).perDay).toBe(34);
    expect(refused(1200, '2026-12-31', '2027-02-01', { regime: 'public' })).toBe('rate_missing');
    expect(refused(1200, '1999-01-31', '1999-03-01')).toBe('rate_missing');
  });

  test('R43 the refusal says how the rate is entered, where entering one would help', () => {
    const message = (...args: Parameters<typeof answer>) => (answer(...args) as Refusal).message;
    expect(message(1200, '2026-11-30', '2027-01-01')).toContain(
      '«\u00a0relance rates set 2027-S1 --ecb TAUX',
    );
    expect(message(1200, '1999-01-31', '1999-03-01')).not.toContain('relance');
    expect(message(1200, '2012-11-30', '2012-12-31', { regime: 'public' })).not.toContain('relance');
  });

  test('R43 nothing left to bear interest needs no rate', () => {
    const given = { imputation: 'principal-first', payments: [paid('2026-12-31', 1200)] } as const;
    expect(stated(1200, '2026-11-30', '2027-03-01', given).remainingPrincipal).toBe(0);
  });
});
