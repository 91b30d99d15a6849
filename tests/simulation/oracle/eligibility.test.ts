import { expect, test } from 'vitest';
import { enter, itemOf } from './books.ts';
import { day } from './calendar.ts';
import { openBooks } from './claim.ts';
import { dayFaults } from './due.ts';
import { reasonsAgainst } from './eligibility.ts';
import type { Fact, Regime } from './facts.ts';
import { contact, creditor, debtor, invoice, money } from './written-facts.ts';

const OWED = invoice('F-1', '1200.00', '2026-09-30');
const ITEM = { debtor: 'C001', invoice: 'F-1', instalment: 1 };

function booksOf(...facts: readonly Fact[]) {
  const books = openBooks();
  for (const fact of facts) enter(books, fact);
  return books;
}

function reasons(on: string, ...facts: readonly Fact[]): string {
  const books = booksOf(creditor(), debtor(), OWED, ...facts);
  return [...reasonsAgainst(books, itemOf(books, ITEM), day(on))].join(' ');
}

const CONTACTED = contact('2026-10-01', 'contact', ['F-1']);
const REMINDED = contact('2026-10-07', 'reminder-1', ['F-1'], { answerBy: '2026-10-13' });

// 2026-10-01 is a Thursday; 26 September and 3 October are Saturdays.
const cases: readonly (readonly [string, string, string, readonly Fact[]])[] = [
  ['six days before the due date', '2026-09-24', 'not_due', []],
  ['five days before', '2026-09-25', '', []],
  ['a Saturday', '2026-09-26', 'not_business_day', []],
  ['the due day', '2026-09-30', 'not_due next_step_later', []],
  ['the day after', '2026-10-01', '', []],
  ['the day after the contact', '2026-10-02', 'next_step_later gap', [CONTACTED]],
  ['six days after the due date', '2026-10-06', 'next_step_later', [CONTACTED]],
  ['seven days after', '2026-10-07', '', [CONTACTED]],
  ['the printed date', '2026-10-13', 'next_step_later deadline_running', [CONTACTED, REMINDED]],
  ['fifteen days after', '2026-10-15', '', [CONTACTED, REMINDED]],
  [
    'paid but for 1.00',
    '2026-10-15',
    'settled',
    [money('p', '1199.00', { on: '2026-10-09', invoice: 'F-1' })],
  ],
  [
    'covered by a credit',
    '2026-10-07',
    'credit_unmatched',
    [CONTACTED, money('p', '1200.00', { on: '2026-10-05' })],
  ],
  [
    'promised for Monday the 12th: Tuesday and Wednesday are still held',
    '2026-10-14',
    'promise_until',
    [CONTACTED, { kind: 'promise', id: 'p', on: '2026-10-02', items: [ITEM], promisedOn: '2026-10-12' }],
  ],
  [
    'the day after',
    '2026-10-15',
    '',
    [CONTACTED, { kind: 'promise', id: 'p', on: '2026-10-02', items: [ITEM], promisedOn: '2026-10-12' }],
  ],
  [
    'contested whole',
    '2026-10-07',
    'dispute',
    [CONTACTED, { kind: 'dispute', id: 'd', on: '2026-10-02', item: ITEM, amount: null }],
  ],
  [
    'paused up to that day',
    '2026-10-07',
    'paused_until',
    [
      CONTACTED,
      { kind: 'pause', id: 'h', on: '2026-10-02', debtor: 'C001', items: null, until: '2026-10-07' },
    ],
  ],
  ['an open insolvency', '2026-10-07', 'insolvency', [CONTACTED, debtor({ insolventOn: '2026-10-02' })]],
  ['nobody said what the customer is', '2026-10-01', 'customer_type_missing', [debtor({ regime: null })]],
  ['no address', '2026-10-01', 'no_address below_floor', [debtor({ emails: [], postal: false })]],
  [
    'a message that may have left',
    '2026-10-07',
    'outcome_unknown',
    [
      CONTACTED,
      {
        ...{
          kind: 'proposal',
          id: 'r',
          on: '2026-10-07',
          debtor: 'C001',
          currency: 'EUR',
          step: 'reminder-1',
        },
        items: [ITEM],
        state: 'ambiguous',
      },
    ],
  ],
  ['a bank not known on the due day', '2026-10-01', 'bank_stale', [creditor({ bankFreshnessDays: 3 })]],
  [
    'known on the due day',
    '2026-10-01',
    '',
    [creditor({ bankFreshnessDays: 3 }), { kind: 'bank', on: '2026-10-01', until: '2026-09-30' }],
  ],
  [
    'a message that came back frees its step',
    '2026-10-02',
    '',
    [CONTACTED, { kind: 'contact-undone', id: CONTACTED.id, on: '2026-10-02' }],
  ],
];

test.each(cases)('%s (%s): %s', (_, on, expected, facts) => {
  expect(reasons(on, ...facts)).toBe(expected);
});

test.each<[Regime, string, string]>([
  ['b2b', '2026-10-05', 'next_step_later gap'],
  ['public', '2026-10-06', 'next_step_later'],
  ['b2c', '2026-10-07', 'gap'],
  ['nonpro', '2026-10-08', ''],
])('the gap of %s on %s', (regime, on, expected) => {
  expect(reasons(on, debtor({ regime }), CONTACTED)).toBe(expected);
});

test('a late entry begins at its age, capped at the first reminder, then keeps the spacing of the scenario', () => {
  const late = { ...OWED, on: '2026-11-20' };
  const first = contact('2026-11-20', 'reminder-1', ['F-1'], { answerBy: '2026-11-26' });
  const of = (on: string, ...facts: readonly Fact[]) => {
    const books = booksOf(creditor(), debtor(), late, ...facts);
    return [...reasonsAgainst(books, itemOf(books, ITEM), day(on))].join(' ');
  };
  expect(of('2026-11-20')).toBe('');
  expect([of('2026-11-27', first), of('2026-11-30', first)]).toEqual(['next_step_later', '']);
});

test('a day’s answer is faulty when it contacts against a reason, forgets what is due, or gives a wrong reason', () => {
  const books = booksOf(creditor(), debtor(), OWED, CONTACTED);
  const key = 'C001/F-1/1';
  const faults = (on: string, asked: readonly [string, string | null][], held: readonly [string, string][]) =>
    dayFaults(books, day(on), { asked: new Map(asked), held: new Map(held) }, new Set());
  expect(faults('2026-10-07', [[key, 'reminder-1']], [])).toEqual([]);
  expect(faults('2026-10-02', [], [[key, 'gap']])).toEqual([]);
  expect(faults('2026-10-02', [[key, 'reminder-1']], [])).toEqual([
    `${key} is contacted against next_step_later, gap`,
  ]);
  expect(faults('2026-10-07', [[key, 'reminder-2']], [])).toEqual([
    `${key} is contacted for reminder-2, its next step is reminder-1`,
  ]);
  expect(faults('2026-10-07', [], [])).toEqual([`${key} is due, and in no list`]);
  expect(faults('2026-10-07', [], [[key, 'promise_until']])).toEqual([
    `${key} is held for promise_until; the facts know no reason`,
  ]);
});
