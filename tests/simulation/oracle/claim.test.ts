import { describe, expect, test } from 'vitest';
import { balanceOn, creditsOn } from './balance.ts';
import { enter, itemOf } from './books.ts';
import { day } from './calendar.ts';
import { claimOf, openBooks } from './claim.ts';
import { shareOut } from './credit.ts';
import type { Fact, Step } from './facts.ts';
import { amountText } from './money.ts';
import { contact, creditor, debtor, invoice, money } from './written-facts.ts';

function booksOf(...facts: readonly Fact[]) {
  const books = openBooks();
  for (const fact of [creditor(), debtor(), ...facts]) enter(books, fact);
  return books;
}

const ref = (number: string) => ({ debtor: 'C001', invoice: number, instalment: 1 });

function ask(books: ReturnType<typeof booksOf>, on: string, step: Step, ...numbers: readonly string[]) {
  const items = numbers.map((number) => ({ ref: ref(number), completes: step }));
  const claim = claimOf(books, { debtor: 'C001', currency: 'EUR', on: day(on), step, items });
  return [claim.principal, claim.interest, claim.indemnity, claim.sum].map(amountText);
}

const covered = (books: ReturnType<typeof booksOf>, on: string) =>
  [...shareOut(books, 'C001', 'EUR', day(on)).covered].map(({ ref: one }) => one.invoice);

describe('balances', () => {
  test('a payment counts on the bank’s day, its reversal from its own', () => {
    const books = booksOf(
      invoice('F-1', '1000.00', '2026-09-30'),
      money('p', '600.00', { on: '2026-10-08', receivedOn: '2026-10-05', invoice: 'F-1' }),
      { kind: 'payment-reversed', on: '2026-10-12', id: 'p', reversedOn: '2026-10-10' },
    );
    const owed = ['2026-10-04', '2026-10-05', '2026-10-09', '2026-10-10'].map((on) =>
      amountText(balanceOn(itemOf(books, ref('F-1')), day(on))),
    );
    expect(owed).toEqual(['1000.00', '400.00', '400.00', '1000.00']);
  });

  test('what exceeds an invoice is a credit; a voided invoice gives back what had settled it', () => {
    const books = booksOf(
      invoice('F-1', '1200.00', '2026-09-30'),
      money('p', '1500.00', { on: '2026-10-02', invoice: 'F-1' }),
    );
    const free = (on: string) =>
      creditsOn(books, 'C001', 'EUR', day(on)).map((credit) => amountText(credit.free));
    expect(free('2026-10-02')).toEqual(['300.00']);
    enter(books, { kind: 'voided', on: '2026-10-06', debtor: 'C001', invoice: 'F-1' });
    expect([free('2026-10-05'), free('2026-10-06')]).toEqual([['300.00'], ['1500.00']]);
  });
});

describe('credits', () => {
  test('3,700.00 owed less 1,300.00: one invoice is covered, the rest deducted, 2,400.00 asked', () => {
    const books = booksOf(
      ...[invoice('Q-1', '1000.00', '2026-09-15'), invoice('Q-2', '1200.00', '2026-09-15')],
      invoice('Q-3', '1500.00', '2026-09-15'),
      contact('2026-09-16', 'contact', ['Q-1', 'Q-2', 'Q-3']),
      money('p', '1300.00', { on: '2026-09-18' }),
    );
    expect(covered(books, '2026-09-22')).toEqual(['Q-1']);
    expect(ask(books, '2026-09-22', 'reminder-1', 'Q-2', 'Q-3')[0]).toBe('2400.00');
  });

  test('counted once: told with one invoice, it is not deducted from another while the first is owed', () => {
    const books = booksOf(
      ...[invoice('X-1', '1000.00', '2026-09-15'), invoice('X-2', '700.00', '2026-10-05')],
      contact('2026-09-16', 'contact', ['X-1']),
      money('p', '450.00', { on: '2026-09-18' }),
      contact('2026-09-22', 'reminder-1', ['X-1']),
    );
    expect(ask(books, '2026-10-06', 'contact', 'X-2')[0]).toBe('700.00');
    enter(books, money('q', '550.00', { on: '2026-10-07', invoice: 'X-1' }));
    expect(covered(books, '2026-10-08')).toEqual(['X-1']);
    expect(ask(books, '2026-10-08', 'reminder-1', 'X-2')[0]).toBe('700.00');
    enter(books, money('r', '450.00', { on: '2026-10-09', invoice: 'X-1' }));
    expect(ask(books, '2026-10-12', 'reminder-1', 'X-2')[0]).toBe('250.00');
  });
});

describe('accessories', () => {
  test('an invoice at its first reminder adds none beside one that is claimed', () => {
    // 2,000.00 due 15 September, 20 days at 12.40 % on 5 October: 13.59.
    const books = booksOf(
      ...[invoice('P-1', '2000.00', '2026-09-15'), invoice('P-7', '600.00', '2026-09-22')],
      contact('2026-09-22', 'reminder-1', ['P-1']),
    );
    const items = [
      { ref: ref('P-1'), completes: 'reminder-2' as const },
      { ref: ref('P-7'), completes: 'reminder-1' as const },
    ];
    const claim = claimOf(books, {
      ...{ debtor: 'C001', currency: 'EUR', on: day('2026-10-05'), step: 'reminder-2', items },
    });
    expect(amountText(claim.sum)).toBe('2653.59');
    expect(ask(books, '2026-10-05', 'reminder-1', 'P-1', 'P-7')[3]).toBe('2600.00');
  });

  test('a deducted credit stops interest on its part from its own day', () => {
    // 10 days on 2,000.00 and 5 on 1,500.00 at 12.40 %: 6.79 + 2.55.
    const books = booksOf(
      invoice('P-1', '2000.00', '2026-09-15'),
      money('p', '500.00', { on: '2026-09-25' }),
      contact('2026-09-22', 'reminder-1', ['P-1']),
    );
    expect(ask(books, '2026-09-30', 'reminder-2', 'P-1')).toEqual(['1500.00', '9.34', '40.00', '1549.34']);
  });

  test('a contested part bears none, an invoice in instalments the indemnity once', () => {
    // 31 days on 300.00 and on 400.00 at 12.40 %: 3.16 + 4.21.
    const books = booksOf(invoice('F-1', '800.00', '2026-09-30', '2026-09-30'), {
      ...{ kind: 'dispute', id: 'd', on: '2026-10-02', item: ref('F-1'), amount: '100.00' },
    });
    const items = [1, 2].map((instalment) => ({
      ref: { ...ref('F-1'), instalment },
      completes: 'reminder-2' as const,
    }));
    const claim = claimOf(books, {
      ...{ debtor: 'C001', currency: 'EUR', on: day('2026-10-31'), step: 'reminder-2', items },
    });
    const figures = [claim.principal, claim.interest, claim.indemnity].map(amountText);
    expect(figures).toEqual(['700.00', '7.37', '40.00']);
  });

  test('of a missed plan, what was missed is asked, of the oldest invoice', () => {
    const books = booksOf(
      ...[invoice('P-1', '800.00', '2026-09-15'), invoice('P-2', '400.00', '2026-09-16')],
      {
        ...{ kind: 'plan', id: 'l', on: '2026-09-18', items: [ref('P-1'), ref('P-2')] },
        dates: [
          { date: '2026-09-28', amount: '300.00' },
          { date: '2026-10-28', amount: '900.00' },
        ],
      },
    );
    expect(ask(books, '2026-09-30', 'reminder-1', 'P-1', 'P-2')[0]).toBe('0.00');
    expect(ask(books, '2026-10-01', 'reminder-1', 'P-1', 'P-2')[0]).toBe('300.00');
  });
});
