import { expect, test } from 'vitest';
import { creditorFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { iso } from '../calendar/day.ts';
import { NO_HOLDS } from '../holds/suspension.ts';
import { cents } from '../money/cents.ts';
import { DEFAULT_SCENARIO } from '../scenarios/scenario.ts';
import { decide } from './decide.ts';
import type { DebtorFacts, ItemFacts } from './facts.ts';
import type { Proposal } from './proposal.ts';
import { letterObstacle, obstacleTo } from './recheck.ts';

const WRITTEN = iso('2026-10-30');
const late = { due: '2026-09-30', skipped: [{ step: 'reminder-2' as const, on: iso('2026-10-15') }] };

function debtor(over: Partial<ItemFacts> = {}, about: Partial<DebtorFacts> = {}): DebtorFacts {
  return debtorFacts([itemFacts({ ...late, ...over })], { emails: [], ...about });
}

/** The third reminder by letter, approved on 30 October, a Friday. */
function letter(): Proposal {
  const [action] = decide(creditorFacts(), debtor(), DEFAULT_SCENARIO, WRITTEN).actions;
  const approval = { state: 'approved', approvedBy: 'relance', approvedOn: WRITTEN, tracking: null } as const;
  return { ...action!, ...approval, id: 'letter', debtorId: 'debtor-1', on: WRITTEN };
}

const onDesk = { pending: 'approved' } as const;
const cases: readonly [string, DebtorFacts, string, string | null][] = [
  ['nothing changed', debtor(onDesk), '2026-11-02', null],
  ['a week-end', debtor(onDesk), '2026-10-31', null],
  ['three business days later', debtor(onDesk), '2026-11-04', null],
  ['one more', debtor(onDesk), '2026-11-05', 'stale'],
  ['paid', debtor({ ...onDesk, balance: cents(0) }), '2026-11-02', 'settled'],
  ['paid in part', debtor({ ...onDesk, balance: cents(50_000) }), '2026-11-02', 'changed'],
  [
    'promised',
    debtor({ ...onDesk, holds: { ...NO_HOLDS, promises: [{ promisedOn: iso('2026-11-10') }] } }),
    '2026-11-02',
    'promise_until',
  ],
  ['insolvent', debtor(onDesk, { insolvencyOn: iso('2026-11-01') }), '2026-11-02', 'insolvency'],
  [
    'an e-mail address found meanwhile',
    debtor(onDesk, { emails: [{ address: 'a@x.example', name: '', role: 'accounts' }] }),
    '2026-11-02',
    null,
  ],
];

test.each(cases)('a letter on the desk: %s', (_name, now, day, expected) => {
  expect(letterObstacle(letter(), creditorFacts(), now, DEFAULT_SCENARIO, iso(day))).toBe(expected);
});

test('a credit that leaves an invoice nothing to ask is deducted from another as the decision deducted it', () => {
  const today = iso('2026-10-06');
  const items = [
    itemFacts({ id: 'item-1', balance: cents(25_000), due: '2026-10-05' }),
    itemFacts({ id: 'item-2', balance: cents(50_000), due: '2026-10-09' }),
  ];
  const credits = [{ id: 'credit-1', currency: 'EUR', on: iso('2026-10-01'), amount: cents(35_000) }];
  const books = debtorFacts(items, { credits });
  const { actions, verdicts } = decide(creditorFacts(), books, DEFAULT_SCENARIO, today);
  expect(verdicts).toContainEqual(expect.objectContaining({ itemId: 'item-1', code: 'credit_unmatched' }));
  expect(actions).toHaveLength(1);
  const approval = { state: 'approved', approvedBy: 'relance', approvedOn: today, tracking: null } as const;
  const preDue = { ...actions[0]!, ...approval, id: 'mail', debtorId: 'debtor-1', on: today };
  expect(preDue).toMatchObject({ step: 'pre-due', amount: 15_000 });
  expect(obstacleTo(preDue, creditorFacts(), books, DEFAULT_SCENARIO, today)).toBeNull();
});
