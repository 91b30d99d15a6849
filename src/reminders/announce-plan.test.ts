import { describe, expect, test } from 'vitest';
import { contactFacts, creditorFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { addDays, type Day, iso, toIso } from '../calendar/day.ts';
import type { PlanHold } from '../holds/payment-plan.ts';
import { NO_HOLDS } from '../holds/suspension.ts';
import { cents } from '../money/cents.ts';
import { DEFAULT_SCENARIO } from '../scenarios/scenario.ts';
import { decide } from './decide.ts';
import type { CreditorFacts, DebtorFacts, ItemFacts } from './facts.ts';
import { simulate } from './simulate.ts';

/** 400.00 on Thursday 5 November, Saturday 5 December and Tuesday 5 January, for two invoices. */
function plan(paid = 0, announced: readonly number[] = []): PlanHold {
  const days = ['2026-11-05', '2026-12-05', '2027-01-05'];
  return {
    id: 'plan-1',
    agreedOn: iso('2026-10-15'),
    endedOn: null,
    laterItems: cents(0),
    dates: days.map((day, index) => ({
      dueOn: iso(day),
      amount: cents(40_000),
      announced: announced.includes(index + 1),
    })),
    paidSince: cents(paid),
  };
}

function planned(hold: PlanHold, over: Partial<ItemFacts> = {}): readonly ItemFacts[] {
  const holds = { ...NO_HOLDS, plan: hold };
  return [
    itemFacts({ id: 'item-1', number: 'F-1', balance: cents(70_000), holds, ...over }),
    itemFacts({ id: 'item-2', number: 'F-2', balance: cents(50_000), holds }),
  ];
}

function announcedOn(
  day: string,
  items: readonly ItemFacts[] = planned(plan()),
  over: { readonly debtor?: Partial<DebtorFacts>; readonly creditor?: Partial<CreditorFacts> } = {},
) {
  const decision = decide(
    creditorFacts(over.creditor),
    debtorFacts(items, over.debtor),
    DEFAULT_SCENARIO,
    iso(day),
  );
  return decision.actions.filter(({ planDate }) => planDate !== null);
}

/** Every day from the first to the last on which something is announced. */
function daysOf(items: readonly ItemFacts[], from: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, offset) => toIso(addDays(iso(from), offset) as Day)).filter(
    (day) => announcedOn(day, items).length > 0,
  );
}

describe('a plan’s own dates get the word before the date, and nothing else', () => {
  test('an automatic e-mail for what remains of the date, about every invoice of the plan', () => {
    const [action, ...more] = announcedOn('2026-11-02');
    expect(more).toEqual([]);
    expect(action).toMatchObject({
      step: 'pre-due',
      channel: 'email',
      mode: 'automatic',
      amount: 40_000,
      answerBy: null,
      penalties: 'none',
      planDate: { planId: 'plan-1', position: 1, count: 3, dueOn: iso('2026-11-05'), open: 40_000 },
    });
    expect(action?.items.map(({ number, completes }) => `${number} ${completes}`)).toEqual([
      'F-1 false',
      'F-2 false',
    ]);
    expect(action?.reasons.map(({ code }) => code)).toEqual(['step_due', 'plan_date']);
  });

  test('on the business days of the five before the date, never on the date itself', () => {
    expect(daysOf(planned(plan()), '2026-10-25', 14)).toEqual(['2026-11-02', '2026-11-03', '2026-11-04']);
    expect(daysOf(planned(plan(40_000)), '2026-11-25', 14)).toEqual([
      '2026-11-30',
      '2026-12-01',
      '2026-12-02',
      '2026-12-03',
      '2026-12-04',
    ]);
  });

  test('once a date, the next one when it is paid', () => {
    expect(announcedOn('2026-11-02', planned(plan(0, [1])))).toEqual([]);
    const [second] = announcedOn('2026-11-30', planned(plan(40_000, [1])));
    expect(second?.planDate?.position).toBe(2);
  });

  test('a date paid is not announced; paid in part, only what remains, from 150.00 on', () => {
    expect(announcedOn('2026-11-02', planned(plan(40_000)))).toEqual([]);
    expect(announcedOn('2026-11-02', planned(plan(25_000)))[0]?.amount).toBe(15_000);
    expect(announcedOn('2026-11-02', planned(plan(25_001)))).toEqual([]);
  });

  test('neither the gap, nor the cap, nor a contact of the day keeps it back', () => {
    const contacts = [
      contactFacts('2026-10-30', 'reminder-1', ['other']),
      contactFacts('2026-11-02', 'reminder-2', ['other']),
    ];
    expect(announcedOn('2026-11-02', planned(plan()), { debtor: { contacts } })).toHaveLength(1);
  });

  test('the items stay held by the plan', () => {
    const { verdicts } = decide(
      creditorFacts(),
      debtorFacts(planned(plan())),
      DEFAULT_SCENARIO,
      iso('2026-11-02'),
    );
    expect(verdicts.map((verdict) => verdict.kind === 'held' && verdict.code)).toEqual([
      'plan_respected',
      'plan_respected',
    ]);
  });

  test.each<[string, Partial<ItemFacts>, Partial<DebtorFacts>]>([
    ['a pause', { holds: { ...NO_HOLDS, plan: plan(), pausedUntil: [iso('2026-11-04')] } }, {}],
    [
      'a promise',
      { holds: { ...NO_HOLDS, plan: plan(), promises: [{ promisedOn: iso('2026-11-06') }] } },
      {},
    ],
    ['a dispute', { holds: { ...NO_HOLDS, plan: plan(), disputes: [cents(100)] } }, {}],
    ['a direct debit', { collected: true }, {}],
    ['a message on its way', { pending: 'approved' }, {}],
    ['insolvency', {}, { insolvencyOn: iso('2026-10-20') }],
    ['no e-mail', {}, { emails: [] }],
    [
      'a credit that covers it',
      {},
      { credits: [{ id: 'credit-1', on: iso('2026-09-01'), currency: 'EUR', amount: cents(40_000) }] },
    ],
  ])('silent: %s', (_, item, debtor) => {
    expect(announcedOn('2026-11-02', planned(plan(), item), { debtor })).toEqual([]);
  });

  test('a creditor who confirms everything confirms it too', () => {
    const [action] = announcedOn('2026-11-02', planned(plan()), { creditor: { approvals: 'all' } });
    expect(action).toMatchObject({ mode: 'to_confirm', approver: 'owner' });
  });

  test('looking ahead, each date is announced once, and none after a date that nobody pays', () => {
    const days = simulate(
      creditorFacts(),
      debtorFacts(planned(plan())),
      DEFAULT_SCENARIO,
      iso('2026-10-26'),
      60,
    );
    const told = [...days].flatMap(({ on, decision }) =>
      decision.actions.flatMap(({ planDate }) => (planDate ? `${toIso(on)} ${planDate.position}` : [])),
    );
    expect(told).toEqual(['2026-11-02 1']);
  });
});
