import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactFacts, creditorFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { addDays, iso, toIso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
import { DEFAULT_SCENARIO } from '../scenarios/scenario.ts';
import { decide } from './decide.ts';
import type { ContactFacts } from './facts.ts';
import { creditFor } from './free-credit.ts';

const GIVEN = iso('2026-10-01');
const credit = (amount: number) => ({
  id: 'credit-1',
  currency: 'EUR',
  on: GIVEN,
  amount: cents(amount),
});
const item = (id: string, balance: number) => itemFacts({ id, number: id, balance: cents(balance) });
/** A text that asked these items, their balances, and deducted an amount. */
const told = (day: number, amount: number, ...items: readonly (readonly [string, number])[]) =>
  contactFacts(
    toIso(addDays(GIVEN, day)),
    'reminder-1',
    items.map(([id]) => id),
    {
      deduction: { amount: cents(amount), items: items.map(([id, owed]) => ({ id, balance: cents(owed) })) },
    },
  );

test('whole for any text while none has deducted it', () => {
  const debtor = debtorFacts([item('a', 60_000), item('b', 70_000)], {
    credits: [credit(45_000)],
    contacts: [contactFacts('2026-09-28', 'reminder-1', ['a'])],
  });
  expect(creditFor(debtor, 'EUR', [{ id: 'b' }])).toBe(45_000);
  expect(creditFor(debtor, 'USD', [{ id: 'b' }])).toBe(0);
});

test('bound to the invoices it was deducted from, the first told first, as long as they are owed', () => {
  const books = (balance: number) =>
    debtorFacts([item('a', balance), item('b', 70_000)], {
      credits: [credit(45_000)],
      contacts: [told(1, 45_000, ['a', 60_000]), contactFacts('2026-10-03', 'reminder-1', ['b'])],
    });
  expect(creditFor(books(60_000), 'EUR', [{ id: 'b' }])).toBe(0);
  expect(creditFor(books(60_000), 'EUR', [{ id: 'a' }])).toBe(45_000);
  expect(creditFor(books(60_000), 'EUR', [{ id: 'a' }, { id: 'b' }])).toBe(45_000);
  expect(creditFor(books(10_000), 'EUR', [{ id: 'b' }])).toBe(35_000);
  expect(creditFor(books(0), 'EUR', [{ id: 'b' }])).toBe(45_000);
});

test('bound for what was deducted and no more: what covered another invoice goes on covering it', () => {
  // 375.86 cover the 300.00 of « a »; a first contact about « b » deducts the 75.86 that are left.
  const contacts = [told(1, 7_586, ['b', 42_173])];
  const debtor = debtorFacts([item('a', 30_000), item('b', 42_173)], { credits: [credit(37_586)], contacts });
  expect(creditFor(debtor, 'EUR', [{ id: 'a' }])).toBe(30_000);
  expect(creditFor(debtor, 'EUR', [])).toBe(30_000);
});

test('of several invoices in one text, the oldest first; told again, it is not bound twice', () => {
  const first = told(1, 45_000, ['a', 30_000], ['b', 70_000]);
  const again = told(5, 45_000, ['a', 30_000], ['b', 70_000]);
  const books = (contacts: readonly ContactFacts[]) =>
    debtorFacts([item('a', 30_000), item('b', 70_000)], { credits: [credit(45_000)], contacts });
  for (const debtor of [books([first]), books([first, again])]) {
    expect(creditFor(debtor, 'EUR', [{ id: 'a' }])).toBe(30_000);
    expect(creditFor(debtor, 'EUR', [{ id: 'b' }])).toBe(15_000);
    expect(creditFor(debtor, 'EUR', [])).toBe(0);
  }
});

test('told of, it is never deducted twice by texts about different invoices', () => {
  const texts = fc.array(fc.record({ item: fc.nat(3), day: fc.nat(9) }), { maxLength: 6 });
  const balances = fc.array(fc.integer({ min: 1, max: 80_000 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(balances, texts, fc.integer({ min: 1, max: 120_000 }), (owed, texts_, amount) => {
      const items = owed.map((balance, index) => item(`i${index}`, balance));
      let debtor = debtorFacts(items, { credits: [credit(amount)] });
      for (const { item: index, day } of texts_.toSorted((a, b) => a.day - b.day)) {
        const one = items[index]!;
        const taken = Math.min(creditFor(debtor, 'EUR', [one]), one.balance);
        if (taken === 0) continue;
        debtor = { ...debtor, contacts: [...debtor.contacts, told(day, taken, [one.id, one.balance])] };
        expect(creditFor(debtor, 'EUR', [one])).toBeGreaterThanOrEqual(taken);
      }
      const untold = creditFor(debtor, 'EUR', []);
      const own = items.map((one) => creditFor(debtor, 'EUR', [one]) - untold);
      expect(untold + own.reduce((sum, one) => sum + one, 0)).toBe(amount);
    }),
  );
});

describe('a credit does not change hands between two texts', () => {
  const older = itemFacts({ id: 'item-1', number: 'F-1', due: '2026-09-29', balance: cents(30_000) });
  const newer = itemFacts({ id: 'item-2', number: 'F-2', due: '2026-09-30', balance: cents(120_000) });
  const credits = [{ id: 'credit-1', on: iso('2026-09-01'), currency: 'EUR', amount: cents(40_000) }];

  test('what a text deducted from an invoice covers no other', () => {
    const deduction = { amount: cents(40_000), items: [{ id: 'item-2', balance: cents(120_000) }] };
    const contacts = [
      contactFacts('2026-09-30', 'contact', ['item-1']),
      contactFacts('2026-10-01', 'contact', ['item-2'], { deduction }),
    ];
    const debtor = debtorFacts([older, newer], { credits, contacts });
    const { actions, covered } = decide(creditorFacts(), debtor, DEFAULT_SCENARIO, iso('2026-10-07'));
    expect(covered).toEqual([]);
    expect(actions[0]?.items.map(({ number }) => number)).toEqual(['F-1', 'F-2']);
    expect(actions[0]?.amount).toBe(110_000);
  });

  test('it covers an invoice on the days on which nothing would be sent about it', () => {
    // F-1 waits for its first reminder of the 6th; the first contact about F-2 leaves on the 1st.
    const contacts = [contactFacts('2026-09-26', 'contact', ['item-1'])];
    const debtor = debtorFacts([older, newer], { credits, contacts });
    const { actions, covered } = decide(creditorFacts(), debtor, DEFAULT_SCENARIO, iso('2026-10-01'));
    expect(covered).toEqual(['item-1']);
    expect(actions[0]).toMatchObject({ step: 'contact', amount: 110_000 });
  });
});
