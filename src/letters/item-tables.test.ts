import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { ActionItem } from '../reminders/verdict.ts';
import { type FreeCredit, itemTables, toPay } from './item-tables.ts';
import type { BookedItem } from './letter-item.ts';

const ON = iso('2026-11-16');
const TERMS = { regime: 'b2b', on: ON, insolvencyOn: null } as const;

function booked(id: string, over: Partial<BookedItem> = {}): BookedItem {
  return {
    id,
    invoiceId: `invoice-${id}`,
    number: id,
    position: 1,
    count: 1,
    retention: false,
    invoiceAmount: over.amount ?? cents(120_000),
    retained: null,
    issuedOn: iso('2026-08-31'),
    dueOn: iso('2026-09-30'),
    amount: cents(120_000),
    description: null,
    order: null,
    commitment: null,
    performedOn: null,
    receivedOn: null,
    chorusNumber: null,
    chorusOn: null,
    assignedTo: null,
    assigneeIban: null,
    contractRate: null,
    outOfL441: false,
    noticeOn: null,
    disputed: cents(0),
    deferred: cents(0),
    plan: null,
    movements: [],
    reminders: [],
    ...over,
  };
}

/** The sum asked and the accessories of each item, by a second reminder of all of them. */
function second(items: readonly BookedItem[], credits: readonly FreeCredit[] = []) {
  const order = {
    step: 'reminder-2',
    penalties: 'claim',
    planDate: null,
    quiet: [],
    items: items.map(
      ({ id, number, amount }): ActionItem => ({
        id,
        number,
        balance: amount,
        daysLate: 47,
        step: 'reminder-2',
        completes: true,
        claims: true,
      }),
    ),
  } as const;
  const tables = itemTables(items, credits, order, TERMS);
  if (isRefusal(tables)) throw new Error(tables.message);
  const lines = tables.demanded.map((item) => [
    item.interest.reduce((sum, { amount }) => sum + amount, 0),
    item.indemnity as number,
  ]);
  return { toPay: toPay(tables, credits, order), lines };
}

const credit = (on: string, amount: number, over: Partial<FreeCredit> = {}): FreeCredit => ({
  id: `credit of ${on}`,
  on: iso(on),
  number: null,
  fromOrigin: false,
  amount: cents(amount),
  ...over,
});

test('a credit is counted from its day on the oldest item, then on the next', () => {
  const items = [booked('F-1'), booked('F-2', { dueOn: iso('2026-10-15') })];
  // 47 and 32 days of 1 200.00 at 12.40 %.
  expect(second(items).lines).toEqual([
    [1_916, 4_000],
    [1_305, 4_000],
  ]);
  // From 30 October F-1 bears nothing more (30 days), F-2 on 1 100.00 (15 days whole, 17 on the rest).
  expect(second(items, [credit('2026-10-30', 130_000)]).lines).toEqual([
    [1_223, 4_000],
    [612 + 635, 4_000],
  ]);
});

test('a credit of before the due date leaves neither interest nor indemnity on what it covers', () => {
  const items = [booked('F-1'), booked('F-2', { amount: cents(20_000) })];
  const given = second(items, [credit('2026-09-20', 120_000, { number: 'AV-1' })]);
  expect(given.lines[0]).toEqual([0, 0]);
  expect(given.toPay).toBe(20_000 + given.lines[1]![0]! + 4_000);
});

test('a credit note that counts from the origin lowers the base from the first day', () => {
  const late = credit('2026-11-10', 60_000, { number: 'AV-1' });
  expect(second([booked('F-1')], [{ ...late, fromOrigin: true }]).lines).toEqual([[958, 4_000]]);
  expect(second([booked('F-1')], [late]).lines).toEqual([[1_671 + 122, 4_000]]);
});

test('an item wholly put off by a plan is named by the account only', () => {
  const order = {
    step: 'reminder-2',
    penalties: 'claim',
    planDate: null,
    quiet: [],
    items: [],
  } as const;
  const tables = itemTables([booked('F-1', { deferred: cents(120_000) })], [], order, TERMS);
  if (isRefusal(tables)) throw new Error(tables.message);
  expect([tables.demanded, tables.others, tables.notYetDue]).toEqual([[], [], []]);
  expect(tables.unasked).toMatchObject([{ number: 'F-1', balance: 0, deferred: 120_000 }]);
  const later = booked('F-2', { dueOn: iso('2026-12-15'), deferred: cents(120_000) });
  expect(itemTables([later], [], order, TERMS)).toMatchObject({ notYetDue: [], unasked: [] });
});

test('what an earlier text claimed is counted beside, its indemnity once for an invoice', () => {
  const reminded = { step: 'reminder-2', on: iso('2026-10-15'), channel: 'email' } as const;
  const items = [1, 2].map((position) =>
    booked(`part-${position}`, {
      invoiceId: 'invoice',
      number: 'L-1',
      position,
      count: 3,
      reminders: [reminded],
    }),
  );
  const third = booked('part-3', { invoiceId: 'invoice', number: 'L-1', position: 3, count: 3 });
  const own = { balance: cents(120_000), daysLate: 47, number: 'L-1' };
  const order = {
    step: 'reminder-1',
    penalties: 'waive-until',
    planDate: null,
    quiet: [],
    items: [
      ...items.map(({ id }) => ({ ...own, id, step: 'reminder-2' as const, completes: false, claims: true })),
      { ...own, id: 'part-3', step: 'reminder-1' as const, completes: true, claims: false },
    ],
  } as const;
  const tables = itemTables([...items, third], [], order, TERMS);
  if (isRefusal(tables)) throw new Error(tables.message);
  expect(tables.others.map(({ claimedBefore, indemnity }) => [claimedBefore, indemnity])).toEqual([
    [1_916 + 4_000, 0],
    [1_916, 0],
  ]);
  expect(tables.demanded.map(({ indemnity }) => indemnity as number)).toEqual([0]);
});
