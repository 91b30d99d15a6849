import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contactFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { addDays, iso, toIso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
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
