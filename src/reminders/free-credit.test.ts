import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contactFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { addDays, iso, toIso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
import { creditFor } from './free-credit.ts';

const GIVEN = iso('2026-10-01');
const credit = (amount: number) => ({
  id: 'credit-1',
  currency: 'EUR',
  on: GIVEN,
  amount: cents(amount),
});
const item = (id: string, balance: number) => itemFacts({ id, number: id, balance: cents(balance) });
const told = (id: string, day: number) => contactFacts(toIso(addDays(GIVEN, day)), 'reminder-1', [id]);

test('whole for any text while none has deducted it', () => {
  const debtor = debtorFacts([item('a', 60_000), item('b', 70_000)], {
    credits: [credit(45_000)],
    contacts: [told('a', -3)],
  });
  expect(creditFor(debtor, 'EUR', [{ id: 'b' }])).toBe(45_000);
  expect(creditFor(debtor, 'USD', [{ id: 'b' }])).toBe(0);
});

test('bound to the invoices it was deducted from, the first told first, as long as they are owed', () => {
  const books = (balance: number) =>
    debtorFacts([item('a', balance), item('b', 70_000)], {
      credits: [credit(45_000)],
      contacts: [told('a', 1), told('b', 2)],
    });
  expect(creditFor(books(60_000), 'EUR', [{ id: 'b' }])).toBe(0);
  expect(creditFor(books(60_000), 'EUR', [{ id: 'a' }])).toBe(45_000);
  expect(creditFor(books(60_000), 'EUR', [{ id: 'a' }, { id: 'b' }])).toBe(45_000);
  expect(creditFor(books(10_000), 'EUR', [{ id: 'b' }])).toBe(35_000);
  expect(creditFor(books(0), 'EUR', [{ id: 'b' }])).toBe(45_000);
});

test('told of, it is never deducted twice by texts about different invoices', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ balance: fc.nat(80_000), day: fc.option(fc.nat(9), { nil: null }) }), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.nat(120_000),
      (items, amount) => {
        const named = items.map(({ balance }, index) => item(`i${index}`, balance));
        const contacts = items
          .flatMap(({ day }, index) => (day === null ? [] : [{ day, id: `i${index}` }]))
          .sort((a, b) => a.day - b.day)
          .map(({ day, id }) => told(id, day));
        const debtor = debtorFacts(named, { credits: [credit(amount)], contacts });
        const toldOf = named.filter((_, index) => items[index]!.day !== null);
        const each = toldOf.map(({ id, balance }) => Math.min(creditFor(debtor, 'EUR', [{ id }]), balance));
        const owed = toldOf.reduce((sum, { balance }) => sum + balance, 0);
        expect(each.reduce((a, b) => a + b, 0)).toBe(Math.min(amount, owed));
      },
    ),
  );
});
