import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type Day, iso, toIso } from '../../src/calendar/day.ts';
import { debtorByKey } from '../../src/debtors/debtors.db.ts';
import { creditNoteById } from '../../src/invoices/credit-notes.db.ts';
import type { Invoice } from '../../src/invoices/invoice.ts';
import { findInvoice } from '../../src/invoices/invoices.db.ts';
import type { Scope } from '../../src/journal/scope.ts';
import { type Cents, cents } from '../../src/money/cents.ts';
import { addPayment } from '../../src/payments/add-payment.act.ts';
import { allocateCredit } from '../../src/payments/allocate-credit.act.ts';
import { remainderOn } from '../../src/payments/balance.ts';
import { balancesOn, creditsOn } from '../../src/payments/balances.db.ts';
import { enterCreditNote } from '../../src/payments/enter-credit-note.act.ts';
import { paymentById } from '../../src/payments/payments.db.ts';
import { reversePayment } from '../../src/payments/reverse-payment.act.ts';
import { settleablesOf } from '../../src/payments/settleables.db.ts';
import { voidInvoice } from '../../src/payments/void-invoice.act.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { bill } from './bill.ts';
import { type Desk, openDesk, setSettings } from './desk.ts';
import { headOf } from './moves.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await setSettings(desk);
});
afterAll(async () => await desk.close());

const START = iso('2026-10-01');
const DAYS = 40;

/** One thing a person does, on some day; `which` picks among what is there. */
interface Step {
  readonly act: 'pay' | 'deposit' | 'reverse' | 'allocate' | 'credit' | 'void';
  readonly which: number;
  readonly amount: number;
  readonly after: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    act: fc.constantFrom<Step['act']>('pay', 'pay', 'deposit', 'reverse', 'allocate', 'credit', 'void'),
    which: fc.nat(5),
    amount: fc.integer({ min: 1, max: 9_000 }),
    after: fc.nat(6),
  }),
  { minLength: 1, maxLength: 9 },
);

let made = 0;

/** A debtor of its own with two invoices, one of them in two instalments: 50.00, and 30.00 + 40.00. */
async function newBooks(): Promise<{ key: string; numbers: readonly string[] }> {
  made += 1;
  const key = `D${made}`;
  const numbers = [`${key}-1`, `${key}-2`];
  await bill(
    desk,
    { number: numbers[0]!, debtor: key, issued: '2026-09-01', due: [['2026-09-30', '50.00']] },
    {
      number: numbers[1]!,
      debtor: key,
      issued: '2026-09-01',
      due: [
        ['2026-09-30', '30.00'],
        ['2026-10-31', '40.00'],
      ],
    },
  );
  return { key, numbers };
}

async function invoiceOf(scope: Scope, number: string): Promise<Invoice> {
  const found = await findInvoice(scope, number, null);
  if (isRefusal(found)) throw new Error(found.message);
  return found;
}

/** Does one step; whether it was done, or refused. Ids of the payments and credit notes it made are added. */
async function perform(
  step: Step,
  books: { readonly key: string; readonly numbers: readonly string[] },
  on: Day,
  sources: { payments: string[]; notes: string[] },
): Promise<boolean> {
  return await desk.during(async (scope) => {
    const debtor = await debtorByKey(scope, books.key);
    const invoice = await invoiceOf(scope, books.numbers[step.which % 2]!);
    const amount = cents(step.amount);
    const plain = { debtorId: debtor!.id, amount, currency: 'EUR' };
    const done = await act(scope, step, invoice, plain, sources);
    return done !== null && !isRefusal(done);
  }, toIso(on));
}

async function act(
  scope: Scope,
  step: Step,
  invoice: Invoice,
  plain: { debtorId: string; amount: Cents; currency: string },
  sources: { payments: string[]; notes: string[] },
): Promise<unknown> {
  const paymentId = sources.payments[step.which % Math.max(1, sources.payments.length)];
  const payment = paymentId === undefined ? null : await paymentById(scope, paymentId);
  switch (step.act) {
    case 'pay':
    case 'deposit': {
      const target = step.act === 'pay' ? invoice : null;
      const entry = { ...plain, invoice: target, position: null, means: null, reference: null };
      const added = await addPayment(scope, entry);
      if (!isRefusal(added)) sources.payments.push(added.payment.id);
      return added;
    }
    case 'reverse':
      return payment && (await reversePayment(scope, payment, 'essai'));
    case 'allocate': {
      const noteId = sources.notes[0];
      const creditNote = noteId === undefined ? null : await creditNoteById(scope, noteId);
      const target = { invoice, position: null };
      if (step.which > 3 && creditNote) {
        return await allocateCredit(scope, { kind: 'credit-note', creditNote }, target, null);
      }
      return payment && (await allocateCredit(scope, { kind: 'payment', payment }, target, null));
    }
    case 'credit': {
      const number = `A-${scope.newId()}`;
      const countsFrom = step.which % 2 === 0 ? 'origin' : 'date';
      const entered = await enterCreditNote(scope, {
        ...plain,
        invoice,
        number,
        countsFrom,
        description: null,
      });
      if (!isRefusal(entered)) sources.notes.push(entered.creditNote.id);
      return entered;
    }
    case 'void':
      return await voidInvoice(scope, invoice, 'essai');
  }
}

/** On every day: no balance below zero or above its amount, and SQL says what the pure function says. */
async function checkEveryDay(books: { key: string; numbers: readonly string[] }): Promise<void> {
  await desk.during(async (scope) => {
    const debtor = await debtorByKey(scope, books.key);
    const items = [];
    for (const number of books.numbers)
      items.push(...(await settleablesOf(scope, await invoiceOf(scope, number))));
    for (let on = START; on < START + DAYS + 20; on = addDays(on, 1)) {
      const told = new Map(
        (await balancesOn(scope, [debtor!.id], on)).map((item) => [item.instalmentId, item.balance]),
      );
      for (const item of items) {
        const left = remainderOn(item.standing, item.uses, on);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(item.standing.amount);
        expect(told.get(item.id) ?? 0).toBe(left);
      }
    }
  });
}

/** What is settled and what is left free, on a day: together, all the money and credit notes that stand. */
async function stateOn(key: string, on: Day) {
  return await desk.during(async (scope) => {
    const debtor = await debtorByKey(scope, key);
    const items = await balancesOn(scope, [debtor!.id], on);
    const credits = await creditsOn(scope, [debtor!.id], on);
    return {
      settled: items.reduce((total, item) => total + item.settled, 0),
      free: credits.reduce((total, credit) => total + credit.amount, 0),
      balances: items.map((item) => [item.instalmentId, item.balance]),
    };
  });
}

test('R4, R47, R54: whatever is done in any order, money is neither made nor lost, and every act is one entry', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const books = await newBooks();
      const sources = { payments: [] as string[], notes: [] as string[] };
      let on = START;
      for (const step of list) {
        on = addDays(on, Math.min(step.after, START + DAYS - on));
        const head = await headOf(desk, books.key);
        const before = await stateOn(books.key, on);
        const done = await perform(step, books, on, sources);
        expect(await headOf(desk, books.key)).toBe(done ? head + 1 : head);
        const after = await stateOn(books.key, on);
        const brought = done && ['pay', 'deposit', 'credit'].includes(step.act) ? step.amount : 0;
        const total = (state: typeof before) => state.settled + state.free;
        if (!(done && step.act === 'reverse')) expect(total(after)).toBe(total(before) + brought);
        if (!done) expect(after).toEqual(before);
      }
      await checkEveryDay(books);
    }),
    { numRuns: 12 },
  );
});

test('R47: a payment reversed the same day leaves no trace in any balance', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9_000 }),
      fc.nat(1),
      fc.nat(3),
      async (amount, which, earlier) => {
        const books = await newBooks();
        const sources = { payments: [] as string[], notes: [] as string[] };
        const pay = { act: 'pay', which, amount, after: 0 } as const;
        if (earlier > 0) await perform({ ...pay, amount: earlier * 700 }, books, START, sources);
        const on = addDays(START, 5);
        const before = await stateOn(books.key, on);
        await perform(pay, books, on, sources);
        await perform({ ...pay, act: 'reverse', which: sources.payments.length - 1 }, books, on, sources);
        expect(await stateOn(books.key, on)).toEqual(before);
        await checkEveryDay(books);
      },
    ),
    { numRuns: 6 },
  );
});
