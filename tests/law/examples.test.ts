import { expect, test } from 'vitest';
import { type Day, iso, toIso } from '../../src/calendar/day.ts';
import { parseContractRate } from '../../src/law/contract-rate.ts';
import { proceduralDeadline } from '../../src/law/deadlines.ts';
import { impute } from '../../src/law/imputation.ts';
import { interestOf } from '../../src/law/interest.ts';
import { limitationOf } from '../../src/law/limitation.ts';
import { agreedDue, defaultDue, dueUnder, parseTerms } from '../../src/law/payment-terms.ts';
import { type PenaltyStatement, statementOfPenalties } from '../../src/law/penalties.ts';
import type { PenaltyInput } from '../../src/law/penalty-input.ts';
import { electronicLetterLastDay, undisputedClaimDates } from '../../src/law/procedure-dates.ts';
import { publicExpiry, publicInterestPaidBy } from '../../src/law/public-buyer.ts';
import { b2bDefault, contractFloor, publicRate, ratesOfSemester } from '../../src/law/rates.ts';
import type { Regime } from '../../src/law/regime.ts';
import { type Cents, cents, sumCents } from '../../src/money/cents.ts';
import { parseDecimal, toDecimal } from '../../src/money/format.ts';
import { parseRate, rateToDecimal } from '../../src/money/rate.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import cases from './examples.json' with { type: 'json' };

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly [field: string]: unknown;
}

/** How a case is computed and what its source says it gives, both as plain data. */
type Check = (example: never) => { readonly computed: unknown; readonly quoted: unknown };

const money = (text: string): Cents => parseDecimal(text)!;
const rate = (text: string) => parseRate(text)!;

function stated(
  input: Partial<PenaltyInput> & Pick<PenaltyInput, 'principal' | 'due' | 'until'>,
): PenaltyStatement {
  const statement = statementOfPenalties({ regime: 'b2b', imputation: 'interest-first', ...input });
  if (isRefusal(statement)) throw new Error(statement.message);
  return statement;
}

function lastDayOf(input: Parameters<typeof limitationOf>[0]): string {
  const found = limitationOf(input);
  if (isRefusal(found)) throw new Error(found.message);
  return toIso(found.lastDay);
}

const dueBy =
  (terms: string): Check =>
  (example: { readonly input: string; readonly expected: string }) => ({
    computed: toIso(dueUnder(iso(example.input), parseTerms(terms)!)),
    quoted: example.expected,
  });

/** A date out of an input, compared with the printed one. */
const dayBy =
  <T>(compute: (input: T) => Day): Check =>
  (example: { readonly input: T; readonly expected: string }) => ({
    computed: toIso(compute(example.input)),
    quoted: example.expected,
  });

const semesterDay = (semester: string) => iso(semester.replace('-S1', '-01-01').replace('-S2', '-07-01'));

const LIMITATION_OF_MONTHS: Readonly<Record<number, { regime: Regime; type: 'transport' | null }>> = {
  60: { regime: 'b2b', type: null },
  24: { regime: 'b2c', type: null },
  12: { regime: 'b2b', type: 'transport' },
};

const CHECKS: Readonly<Record<string, Check>> = {
  segments: (example: {
    principal: string;
    yearDays: number;
    segments: { rate: string; days: number }[];
    expected: string[];
    expectedTotal: string;
    computed: string[];
    computedTotal: string;
    publishedExact: boolean;
  }) => {
    const lines = example.segments.map((line) =>
      interestOf(money(example.principal), rate(line.rate), line.days, example.yearDays),
    );
    const { publishedExact, expected, expectedTotal, computed, computedTotal } = example;
    return {
      computed: [...lines.map(toDecimal), toDecimal(sumCents(lines))],
      quoted: publishedExact ? [...expected, expectedTotal] : [...computed, computedTotal],
    };
  },
  interest: (example: {
    regime: string;
    principal: string;
    lastFreeDay: string;
    paid: string;
    expectedSegments: {
      semester: string;
      from: string;
      to: string;
      days: number;
      rate: string;
      amount: string;
    }[];
    expectedTotal: string;
  }) => {
    const due = iso(example.lastFreeDay);
    const regime = example.regime.toLowerCase() as Regime;
    const statement = stated({
      regime,
      principal: money(example.principal),
      due,
      until: iso(example.paid),
      notice: regime === 'b2c' ? due : null,
    });
    return {
      computed: {
        lines: statement.segments.map(({ from, to, days, rate, amount }) => ({
          from: toIso(from),
          to: toIso(to),
          days,
          rate: rateToDecimal(rate),
          amount: toDecimal(amount),
        })),
        total: toDecimal(statement.interest),
      },
      quoted: {
        lines: example.expectedSegments.map(({ semester: _, ...line }) => line),
        total: example.expectedTotal,
      },
    };
  },
  dueDate30: dayBy((input: string) => defaultDue(iso(input)).dueOn),
  dueDate60: dueBy('60'),
  dueDate45net: dueBy('45'),
  dueDate45A: dueBy('45-eom-a'),
  dueDate45B: dueBy('45-eom-b'),
  dueDate30EOM: dueBy('30-eom'),
  prescriptionB2B: (example: { input: string; expected: string }) => ({
    computed: lastDayOf({ start: iso(example.input), regime: 'b2b' }),
    quoted: example.expected,
  }),
  prescriptionLastDay: (example: { input: { start: string; months: number }; expected: string }) => ({
    computed: lastDayOf({ start: iso(example.input.start), ...LIMITATION_OF_MONTHS[example.input.months]! }),
    quoted: example.expected,
  }),
  prescriptionSuspension: (example: {
    input: { start: string; suspendedFrom: string; suspendedTo: string };
    expected: string;
  }) => {
    const { start, suspendedFrom, suspendedTo } = example.input;
    const mediation = { kind: 'mediation', on: iso(suspendedFrom), to: iso(suspendedTo) } as const;
    return {
      computed: lastDayOf({ start: iso(start), regime: 'b2b', events: [mediation] }),
      quoted: example.expected,
    };
  },
  cpcMonths: dayBy(
    ({ start, months }: { start: string; months: number }) =>
      proceduralDeadline(iso(start), { months }).deadline,
  ),
  l126Contest: dayBy((input: string) => undisputedClaimDates(iso(input)).contestBy),
  l126PV: dayBy((input: string) => undisputedClaimDates(iso(input)).recordFrom),
  lreLastDay: dayBy(({ notice }: { notice: string }) => electronicLetterLastDay(iso(notice))),
  publicPaymentLimit: dayBy((input: { invoiceReceived: string; serviceFait: string; days: number }) =>
    publicExpiry(iso(input.invoiceReceived), iso(input.serviceFait), input.days),
  ),
  publicInterestPaidBy: dayBy(({ principalPaid }: { principalPaid: string }) =>
    publicInterestPaidBy(iso(principalPaid)),
  ),
  perishableDecade: dayBy(
    ({ delivered }: { delivered: string }) =>
      agreedDue({
        invoicedOn: iso('2026-11-30'),
        terms: { days: 30, eom: null },
        sector: 'perishable-periodic',
        deliveredOn: iso(delivered),
      }).cap,
  ),
  imputation: (example: {
    input: { principal: string; interest: string; payment: string };
    expected: { toInterest: string; toPrincipal: string; principalLeft: string };
  }) => {
    const principal = money(example.input.principal);
    const claim = { principal, interest: money(example.input.interest), indemnity: cents(0) };
    const taken = impute(claim, money(example.input.payment), 'interest-first');
    return {
      computed: {
        toInterest: toDecimal(taken.interest),
        toPrincipal: toDecimal(taken.principal),
        principalLeft: toDecimal(cents(principal - taken.principal)),
      },
      quoted: example.expected,
    };
  },
  capitalisation: (example: {
    input: { principal: string; rate: string; years: number };
    expected: string[];
    expectedTotal: string;
  }) => {
    const due = iso('2020-12-31');
    const { segments, interest } = stated({
      principal: money(example.input.principal),
      due,
      until: iso('2023-12-31'),
      contractRate: parseContractRate(example.input.rate),
      capitalisation: { basis: 'contract', from: due },
    });
    const years = [2021, 2022, 2023].map((year) =>
      sumCents(segments.filter(({ from }) => toIso(from).startsWith(`${year}`)).map(({ amount }) => amount)),
    );
    return {
      computed: [...years.map(toDecimal), toDecimal(interest)],
      quoted: [...example.expected, example.expectedTotal],
    };
  },
  rate: (example: { input: { semester: string }; expected: { b2b: string; public: string } }) => {
    const rates = ratesOfSemester(semesterDay(example.input.semester));
    return {
      computed: { b2b: rateToDecimal(b2bDefault(rates)!), public: rateToDecimal(publicRate(rates)!) },
      quoted: example.expected,
    };
  },
  rateFloor: (example: { input: { semester: string }; expected: string }) => ({
    computed: rateToDecimal(contractFloor(ratesOfSemester(semesterDay(example.input.semester)))!),
    quoted: example.expected,
  }),
  partialPayment: (example: {
    input: { principal: string; due: string; payment: { date: string; amount: string }; statement: string };
    expected: Record<string, string>;
  }) => {
    const { principal, due, payment, statement } = example.input;
    const of = (imputation: PenaltyInput['imputation']) =>
      stated({
        principal: money(principal),
        due: iso(due),
        until: iso(statement),
        imputation,
        payments: [{ on: iso(payment.date), amount: money(payment.amount) }],
      });
    return {
      computed: {
        'interest-first': toDecimal(of('interest-first').total),
        'principal-first': toDecimal(of('principal-first').total),
        'interest+40-first': toDecimal(of('interest-and-indemnity-first').total),
        interestToFirstPayment: toDecimal(of('interest-first').segments[0]!.amount),
      },
      quoted: example.expected,
    };
  },
  creditNote: (example: {
    input: { principal: string; due: string; creditNote: { date: string; amount: string }; paid: string };
    expected: { fromOrigin: string; fromDate: string };
  }) => {
    const { principal, due, creditNote, paid } = example.input;
    const of = (fromOrigin: boolean) =>
      toDecimal(
        stated({
          principal: money(principal),
          due: iso(due),
          until: iso(paid),
          creditNotes: [{ on: iso(creditNote.date), amount: money(creditNote.amount), fromOrigin }],
        }).interest,
      );
    return { computed: { fromOrigin: of(true), fromDate: of(false) }, quoted: example.expected };
  },
  judgmentPlus5: (example: {
    input: { principal: string; enforceable: string; paid: string };
    expected: string;
  }) => {
    const enforceableOn = iso(example.input.enforceable);
    const statement = stated({
      regime: 'b2c',
      principal: money(example.input.principal),
      due: enforceableOn,
      until: iso(example.input.paid),
      notice: enforceableOn,
      judgment: { enforceableOn },
    });
    return { computed: toDecimal(statement.interest), quoted: example.expected };
  },
};

test.each(
  (cases as readonly Case[]).map((example) => [`${example.id} ${example.kind}, ${example.source}`, example]),
)('%s', (_, example) => {
  const { computed, quoted } = (CHECKS[example.kind] as (example: Case) => ReturnType<Check>)(example);
  expect(computed).toEqual(quoted);
});
