import { describe, expect, test } from 'vitest';
import { contactFacts, creditorFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { iso, toIso } from '../calendar/day.ts';
import { NO_HOLDS } from '../holds/suspension.ts';
import { cents } from '../money/cents.ts';
import { DEFAULT_SCENARIO } from '../scenarios/scenario.ts';
import { decide } from './decide.ts';
import type { CreditorFacts, DebtorFacts } from './facts.ts';
import { simulate } from './simulate.ts';

function calendarOf(creditor: CreditorFacts, debtor: DebtorFacts, from: string, days: number): string[] {
  const lines: string[] = [];
  for (const { on, decision } of simulate(creditor, debtor, DEFAULT_SCENARIO, iso(from), days)) {
    for (const action of decision.actions) {
      const copies = action.copies.map((copy) => `+${copy}`).join('');
      const printed = action.answerBy === null ? '' : ` by ${toIso(action.answerBy)}`;
      lines.push(`${toIso(on)} ${action.step} ${action.channel}${copies}${printed}`);
    }
  }
  return lines;
}

function verdictOn(creditor: CreditorFacts, debtor: DebtorFacts, day: string, item = 'item-1') {
  const { verdicts } = decide(creditor, debtor, DEFAULT_SCENARIO, iso(day));
  const found = verdicts.find((verdict) => verdict.itemId === item);
  if (!found) throw new Error(`no verdict for ${item}`);
  if (found.kind === 'proposed') return `proposed ${found.step}`;
  return found.until === null ? found.code : `${found.code} until ${toIso(found.until)}`;
}

describe('the whole procedure, day after day', () => {
  test('a professional: from the courteous word to the choice of a route', () => {
    expect(calendarOf(creditorFacts(), debtorFacts([itemFacts()]), '2026-09-01', 120)).toEqual([
      '2026-09-25 pre-due email',
      '2026-10-01 contact email',
      '2026-10-07 reminder-1 email by 2026-10-13',
      '2026-10-15 reminder-2 email+letter by 2026-10-23',
      '2026-10-30 reminder-3 email+letter by 2026-11-09',
      '2026-11-16 formal-notice registered+letter+email by 2026-12-01',
      '2026-12-02 route task',
    ]);
  });

  test('a consumer: seven days between messages, fifteen in the notice', () => {
    const lines = calendarOf(
      creditorFacts(),
      debtorFacts([itemFacts()], { regime: 'b2c' }),
      '2026-09-01',
      120,
    );
    expect(lines.slice(0, 7)).toEqual([
      '2026-09-25 pre-due email',
      '2026-10-01 contact email',
      '2026-10-08 reminder-1 email by 2026-10-14',
      '2026-10-15 reminder-2 email+letter by 2026-10-23',
      '2026-10-30 reminder-3 email+letter by 2026-11-09',
      '2026-11-16 formal-notice registered+letter+email by 2026-12-08',
      '2026-12-09 route task',
    ]);
  });

  test('a public buyer is given thirty days', () => {
    const lines = calendarOf(
      creditorFacts(),
      debtorFacts([itemFacts()], { regime: 'public' }),
      '2026-09-01',
      120,
    );
    expect(lines[5]).toBe('2026-11-16 formal-notice registered+letter+email by 2026-12-23');
  });

  test('a customer of three years gets one reminder more, signed before the notice', () => {
    const debtor = debtorFacts([itemFacts()], { customerSince: iso('2023-10-30') });
    const lines = calendarOf(creditorFacts(), debtor, '2026-09-01', 100);
    expect(lines.slice(4, 7)).toEqual([
      '2026-10-30 reminder-3 email+letter by 2026-11-09',
      '2026-11-10 reminder-3-bis email+letter by 2026-11-18',
      '2026-11-19 formal-notice registered+letter+email by 2026-12-04',
    ]);
  });
});

describe('each threshold from both sides', () => {
  const creditor = creditorFacts();
  const cases: readonly [string, DebtorFacts, string, string][] = [
    [
      'six days before the due date is too early',
      debtorFacts([itemFacts()]),
      '2026-09-24',
      'not_due until 2026-09-24',
    ],
    ['five days before is the day', debtorFacts([itemFacts()]), '2026-09-25', 'proposed pre-due'],
    [
      'nothing on the due day itself (R33)',
      debtorFacts([itemFacts()]),
      '2026-09-30',
      'next_step_later until 2026-09-30',
    ],
    ['late starts the day after', debtorFacts([itemFacts()]), '2026-10-01', 'proposed contact'],
    [
      'a balance of 1.00 is closed',
      debtorFacts([itemFacts({ balance: cents(100) })]),
      '2026-10-01',
      'settled',
    ],
    [
      'a balance of 1.01 is not',
      debtorFacts([itemFacts({ balance: cents(101) })]),
      '2026-10-01',
      'proposed contact',
    ],
    [
      'pre-due under 150.00 is not worth a word',
      debtorFacts([itemFacts({ balance: cents(14_999) })]),
      '2026-09-25',
      'below_floor until 2026-09-30',
    ],
    [
      'pre-due at 150.00 is',
      debtorFacts([itemFacts({ balance: cents(15_000) })]),
      '2026-09-25',
      'proposed pre-due',
    ],
    [
      'a Sunday',
      debtorFacts([itemFacts({ due: '2026-10-02' })]),
      '2026-10-04',
      'not_business_day until 2026-10-04',
    ],
    [
      'All Saints on a Sunday, the Monday works',
      debtorFacts([itemFacts({ due: '2026-10-30' })]),
      '2026-11-02',
      'proposed contact',
    ],
    [
      'Armistice',
      debtorFacts([itemFacts({ due: '2026-11-10' })]),
      '2026-11-11',
      'not_business_day until 2026-11-11',
    ],
  ];
  test.each(cases)('%s', (_name, debtor, day, expected) => {
    expect(verdictOn(creditor, debtor, day)).toBe(expected);
  });

  test('a professional with a phone is called from 1 000.00, written to below', () => {
    const at = (balance: number) =>
      debtorFacts([itemFacts({ balance: cents(balance) })], { phone: '+33100000000' });
    const channel = (balance: number) =>
      decide(creditor, at(balance), DEFAULT_SCENARIO, iso('2026-10-01')).actions[0]?.channel;
    expect(channel(100_000)).toBe('call');
    expect(channel(99_999)).toBe('email');
  });

  test('two contacts in seven days, not three', () => {
    const debtor = debtorFacts([itemFacts()], {
      contacts: [
        contactFacts('2026-10-01', 'contact', ['other']),
        contactFacts('2026-10-02', 'reminder-1', ['other']),
      ],
    });
    const quick = creditorFacts({ minimumGapDays: 0 });
    expect(verdictOn(quick, debtor, '2026-10-07')).toBe('contact_cap until 2026-10-07');
    expect(verdictOn(quick, debtor, '2026-10-08')).toBe('proposed contact');
  });
});

describe('what suspends', () => {
  const held = (
    over: Parameters<typeof itemFacts>[0],
    day = '2026-10-07',
    debtor: Partial<DebtorFacts> = {},
  ) => verdictOn(creditorFacts(), debtorFacts([itemFacts(over)], debtor), day);

  test('R38: a promise holds until its day and two business days, included', () => {
    const holds = { ...NO_HOLDS, promises: [{ promisedOn: iso('2026-10-09') }] };
    expect(held({ holds }, '2026-10-13')).toBe('promise_until until 2026-10-13');
    expect(held({ holds }, '2026-10-14')).toBe('proposed contact');
  });

  test('a pause holds until its day included', () => {
    const holds = { ...NO_HOLDS, pausedUntil: [iso('2026-10-08')] };
    expect(held({ holds }, '2026-10-08')).toBe('paused_until until 2026-10-08');
    expect(held({ holds }, '2026-10-09')).toBe('proposed contact');
  });

  test('a dispute of the whole holds the item, of a part only that part', () => {
    expect(held({ holds: { ...NO_HOLDS, disputes: [null] } })).toBe('dispute');
    const part = debtorFacts([itemFacts({ holds: { ...NO_HOLDS, disputes: [cents(20_000)] } })]);
    const [action] = decide(creditorFacts(), part, DEFAULT_SCENARIO, iso('2026-10-01')).actions;
    expect(action?.amount).toBe(100_000);
  });

  test('a plan holds while it is paid, and lets go two business days after a missed date', () => {
    const plan = {
      id: 'plan-1',
      agreedOn: iso('2026-09-15'),
      endedOn: null,
      laterItems: cents(0),
      dates: [
        { dueOn: iso('2026-10-05'), amount: cents(60_000), announced: false },
        { dueOn: iso('2026-11-05'), amount: cents(60_000), announced: false },
      ],
    };
    const unpaid = { ...NO_HOLDS, plan: { ...plan, paidSince: cents(0) } };
    const paid = { ...NO_HOLDS, plan: { ...plan, paidSince: cents(60_000) } };
    expect(held({ holds: unpaid }, '2026-10-07')).toBe('plan_respected until 2026-10-07');
    expect(held({ holds: unpaid }, '2026-10-08')).toBe('proposed contact');
    expect(held({ holds: paid }, '2026-10-08')).toBe('plan_respected until 2026-11-09');
  });

  test('R6: a direct debit is waited for five business days, then a person looks', () => {
    expect(held({ collected: true }, '2026-10-07')).toBe('direct_debit until 2026-10-07');
    const debtor = debtorFacts([itemFacts({ collected: true })]);
    const [action] = decide(creditorFacts(), debtor, DEFAULT_SCENARIO, iso('2026-10-08')).actions;
    expect(action?.channel).toBe('task');
    expect(action?.reasons.map(({ code }) => code)).toContain('collection_unconfirmed');
    expect(held({ collected: true }, '2026-11-30')).toBe('proposed contact');
  });

  test.each([
    ['quarantined', { releasedOn: null }, {}],
    ['due_date_missing', { dueOn: null }, {}],
    ['assigned', { assigned: 'without-bank-data' }, {}],
    ['insolvency', {}, { insolvencyOn: iso('2026-10-07') }],
    ['over_indebtedness', {}, { overIndebtedOn: iso('2026-10-07') }],
    ['deceased', {}, { deceasedOn: iso('2026-10-07') }],
    ['customer_type_missing', {}, { regime: null }],
    ['outcome_unknown', { pending: 'doubtful' }, {}],
    ['awaiting_sending', { pending: 'approved' }, {}],
    ['late_start_choice', { releasedOn: iso('2026-10-06'), lateStart: 'ask' }, {}],
  ] as const)('%s', (code, item, debtor) => {
    expect(held(item, '2026-10-07', debtor)).toBe(code);
  });
});

describe('money known', () => {
  const fresh = (freshUntil: string | null, days = 3) =>
    creditorFacts({ bankFreshnessDays: days, freshUntil: freshUntil === null ? null : iso(freshUntil) });

  test('a contact needs the bank of the due date; a reminder three business days; a notice one', () => {
    const debtor = debtorFacts([itemFacts()]);
    expect(verdictOn(fresh(null), debtor, '2026-10-01')).toBe('bank_stale');
    expect(verdictOn(fresh('2026-09-29'), debtor, '2026-10-01')).toBe('bank_stale');
    expect(verdictOn(fresh('2026-09-30'), debtor, '2026-10-01')).toBe('proposed contact');
    const contacted = debtorFacts([itemFacts()], {
      contacts: [contactFacts('2026-10-01', 'contact', ['item-1'])],
    });
    expect(verdictOn(fresh('2026-10-01'), contacted, '2026-10-07')).toBe('bank_stale');
    expect(verdictOn(fresh('2026-10-02'), contacted, '2026-10-07')).toBe('proposed reminder-1');
  });

  test('R2: a credit that covers the item holds it; a smaller one is deducted', () => {
    const contacted = [contactFacts('2026-10-01', 'contact', ['item-1'])];
    const credit = (amount: number) =>
      debtorFacts([itemFacts()], {
        contacts: contacted,
        credits: [{ id: 'credit-1', on: iso('2026-09-01'), currency: 'EUR', amount: cents(amount) }],
      });
    expect(verdictOn(creditorFacts(), credit(120_000), '2026-10-07')).toBe('credit_unmatched');
    const [action] = decide(creditorFacts(), credit(20_000), DEFAULT_SCENARIO, iso('2026-10-07')).actions;
    expect(action?.amount).toBe(100_000);
  });

  test('R52: a debtor with nothing but credits is silent', () => {
    const debtor = debtorFacts([], {
      credits: [{ id: 'credit-1', on: iso('2026-09-01'), currency: 'EUR', amount: cents(5_000) }],
    });
    expect(decide(creditorFacts(), debtor, DEFAULT_SCENARIO, iso('2026-10-07'))).toEqual({
      verdicts: [],
      covered: [],
      actions: [],
    });
  });
});

describe('several items', () => {
  test('R56: the highest wording wins, each item completes its own step, the recent one is not accused', () => {
    const debtor = debtorFacts([itemFacts(), itemFacts({ id: 'item-2', number: 'F-2', due: '2026-10-06' })], {
      contacts: [contactFacts('2026-10-01', 'contact', ['item-1'])],
    });
    const { actions } = decide(creditorFacts(), debtor, DEFAULT_SCENARIO, iso('2026-10-07'));
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({ step: 'reminder-1', amount: 240_000 });
    expect(actions[0]?.items.map(({ number, step }) => `${number} ${step}`)).toEqual([
      'F-1 reminder-1',
      'F-2 contact',
    ]);
  });

  test('R28: an item that waits does not block its neighbours', () => {
    const debtor = debtorFacts([
      itemFacts({ holds: { ...NO_HOLDS, disputes: [null] } }),
      itemFacts({ id: 'item-2', number: 'F-2' }),
    ]);
    expect(verdictOn(creditorFacts(), debtor, '2026-10-01')).toBe('dispute');
    expect(verdictOn(creditorFacts(), debtor, '2026-10-01', 'item-2')).toBe('proposed contact');
  });

  test('currencies are never mixed: one contact for each', () => {
    const debtor = debtorFacts([itemFacts(), itemFacts({ id: 'item-2', number: 'F-2', currency: 'CHF' })]);
    const { actions } = decide(creditorFacts(), debtor, DEFAULT_SCENARIO, iso('2026-10-01'));
    expect(actions.map(({ currency, amount }) => `${currency} ${amount}`)).toEqual([
      'CHF 120000',
      'EUR 120000',
    ]);
  });
});

test('R53: a credit counts for the debtor, whatever the step of the invoice it might have paid', () => {
  const debtor = debtorFacts(
    [itemFacts(), itemFacts({ id: 'item-2', number: 'F-2', due: '2026-10-06', balance: cents(30_000) })],
    {
      contacts: [contactFacts('2026-10-01', 'contact', ['item-1'])],
      credits: [{ id: 'credit-1', on: iso('2026-09-01'), currency: 'EUR', amount: cents(25_000) }],
    },
  );
  const [action] = decide(creditorFacts(), debtor, DEFAULT_SCENARIO, iso('2026-10-07')).actions;
  expect(action?.items.map(({ number }) => number)).toEqual(['F-1', 'F-2']);
  expect(action?.amount).toBe(125_000);
});

describe('entering late', () => {
  test('R17, R55: never several levels at once: at its age, capped at the first reminder, then the scenario’s spacing', () => {
    const debtor = debtorFacts([itemFacts({ releasedOn: iso('2026-11-23') })]);
    expect(calendarOf(creditorFacts(), debtor, '2026-11-23', 60).slice(0, 3)).toEqual([
      '2026-11-23 reminder-1 email by 2026-11-30',
      '2026-12-01 reminder-2 email+letter by 2026-12-09',
      '2026-12-16 reminder-3 email+letter by 2026-12-24',
    ]);
  });

  test('from the start: a contact first', () => {
    const debtor = debtorFacts([itemFacts({ releasedOn: iso('2026-11-23'), lateStart: 'from-start' })]);
    expect(calendarOf(creditorFacts(), debtor, '2026-11-23', 10)).toEqual([
      '2026-11-23 contact email',
      '2026-11-30 reminder-1 email by 2026-12-07',
    ]);
  });

  test('its first message waits for a person, unless the creditor approved everything beforehand', () => {
    const debtor = debtorFacts([itemFacts({ releasedOn: iso('2026-10-02') })]);
    const mode = (approvals: 'default' | 'none') =>
      decide(creditorFacts({ approvals }), debtor, DEFAULT_SCENARIO, iso('2026-10-05')).actions[0]?.mode;
    expect(mode('default')).toBe('to_confirm');
    expect(mode('none')).toBe('automatic');
  });
});

describe('never lost', () => {
  test('R20, R23: an outage of ten days loses no step and skips none', () => {
    expect(calendarOf(creditorFacts(), debtorFacts([itemFacts()]), '2026-10-12', 20)).toEqual(
      [
        '2026-10-12 contact email',
        '2026-10-19 reminder-1 email by 2026-10-26',
        '2026-10-27 reminder-2 email+letter by 2026-11-04',
      ].slice(0, 3),
    );
  });

  test('a call nobody makes passes when the first reminder comes due, and says so', () => {
    const debtor = debtorFacts([itemFacts()], { phone: '+33100000000' });
    expect(verdictOn(creditorFacts(), debtor, '2026-10-06')).toBe('proposed contact');
    const [action] = decide(creditorFacts(), debtor, DEFAULT_SCENARIO, iso('2026-10-07')).actions;
    expect(action?.step).toBe('reminder-1');
    expect(action?.reasons.map(({ code }) => code)).toContain('step_passed');
  });

  test('R31: without any address the item waits with its reason, and is not an exception', () => {
    const contacted = {
      emails: [],
      postal: false,
      contacts: [contactFacts('2026-10-01', 'contact', ['item-1'])],
    };
    expect(verdictOn(creditorFacts(), debtorFacts([itemFacts()], contacted), '2026-10-07')).toBe(
      'no_address',
    );
    const byPost = debtorFacts([itemFacts()], { ...contacted, postal: true });
    expect(decide(creditorFacts(), byPost, DEFAULT_SCENARIO, iso('2026-10-07')).actions[0]?.channel).toBe(
      'letter',
    );
  });
});
