import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { debtorByKey } from '../../src/debtors/debtors.db.ts';
import { type Suspension, suspensionOf } from '../../src/holds/suspension.ts';
import { loadHolds } from '../../src/reminders/hold-facts.db.ts';
import { bill, euros } from './bill.ts';
import { type Desk, openDesk, setSettings } from './desk.ts';
import { moves } from './moves.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await setSettings(desk);
});
afterEach(async () => await desk.close());

/** What holds an item on a day, as the decision reads it. */
async function held(itemId: string, balance: string, on: string): Promise<Suspension | null> {
  return await desk.during(async (scope) => {
    const debtor = await debtorByKey(scope, 'C001');
    const holds = await loadHolds(scope.tx, [debtor!.id], iso(on));
    return suspensionOf(holds(debtor!.id, itemId), euros(balance), iso(on));
  });
}

describe('a promise', () => {
  test('holds until its day and two business days, included, then no more', async () => {
    const [item] = await bill(desk, { number: 'F-1', due: [['2026-10-31', '1200.00']] });
    const told = await moves(desk, 'C001', () =>
      desk.run(['promise', 'F-1', '--date', '2026-11-27', '--by', 'Mme Martin']),
    );
    expect(told).toMatchObject({
      done: 'promise_recorded',
      debtor: 'C001',
      invoices: [{ number: 'F-1', instalment: 1, balance: '1200.00' }],
      amount: '1200.00',
      date: '2026-11-27',
      heldUntil: '2026-12-01',
    });
    expect(await held(item!, '1200.00', '2026-12-01')).toEqual({
      code: 'promise_until',
      until: iso('2026-12-01'),
    });
    expect(await held(item!, '1200.00', '2026-12-02')).toBeNull();
    expect(await held(item!, '1200.00', '2026-11-22')).toBeNull();
  });

  test('covers several invoices, a part of them, and ends when cancelled', async () => {
    const items = await bill(
      desk,
      { number: 'F-1', due: [['2026-10-31', '100.00']] },
      { number: 'F-2', due: [['2026-10-31', '50.00']] },
    );
    const told = await desk.run(['promise', 'F-1', 'F-2', '--date', '2026-11-30', '--amount', '90,00']);
    expect(told).toMatchObject({ amount: '90.00', invoices: [{ number: 'F-1' }, { number: 'F-2' }] });
    for (const item of items) expect((await held(item, '50.00', '2026-11-25'))?.code).toBe('promise_until');
    const ended = await moves(desk, 'C001', () =>
      desk.run(['promise', 'cancel', told.id], { on: '2026-11-25' }),
    );
    expect(ended).toMatchObject({ done: 'promise_cancelled', id: told.id, endedOn: '2026-11-25' });
    expect(await held(items[0]!, '100.00', '2026-11-24')).not.toBeNull();
    expect(await held(items[0]!, '100.00', '2026-11-25')).toBeNull();
    expect(await desk.run(['promise', 'cancel', told.id])).toMatchObject({ refused: 'already_ended' });
  });

  test('is refused when it makes no sense', async () => {
    await bill(
      desk,
      { number: 'F-1', due: [['2026-10-31', '100.00']] },
      { number: 'F-2', debtor: 'C002', due: [['2026-10-31', '50.00']] },
      { number: 'F-3', currency: 'CHF', due: [['2026-10-31', '50.00']] },
    );
    const refused = async (...words: string[]) => (await desk.run(['promise', ...words])).refused;
    expect(await refused('F-1', '--date', '2026-11-22')).toBe('date_order');
    expect(await refused('F-1', '--date', '2026-11-30', '--amount', '100.01')).toBe('payment_exceeds_claim');
    expect(await refused('F-1', 'F-2', '--date', '2026-11-30')).toBe('debtors_differ');
    expect(await refused('F-1', 'F-3', '--date', '2026-11-30')).toBe('currency_differs');
    expect(await refused('F-1')).toBe('option_missing');
    expect(await refused('--date', '2026-11-30')).toBe('option_missing');
    await desk.run(['payment', 'add', 'F-1', '100.00']);
    expect(await refused('F-1', '--date', '2026-11-30')).toBe('nothing_owed');
    expect(await refused('cancel', 'prm-00000000')).toBe('id_unknown');
  });
});

describe('a dispute', () => {
  test('of the whole holds the item until a person closes it', async () => {
    const [item] = await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const told = await moves(desk, 'C001', () =>
      desk.run(['dispute', 'F-1', '--reason', 'marchandise abîmée'], { on: '2026-11-10' }),
    );
    expect(told).toMatchObject({ done: 'dispute_opened', invoice: 'F-1', disputes: [{ amount: null }] });
    expect(await held(item!, '100.00', '2026-12-31')).toEqual({ code: 'dispute', until: null });
    await moves(desk, 'C001', () => desk.run(['dispute', 'close', told.id]));
    expect(await held(item!, '100.00', '2026-11-23')).toBeNull();
  });

  test('of a part leaves the rest to be chased, spread over the instalments as they fall due', async () => {
    const [first, second] = await bill(desk, {
      number: 'F-1',
      due: [
        ['2026-10-31', '100.00'],
        ['2026-11-30', '100.00'],
      ],
    });
    const told = await desk.run(['dispute', 'F-1', '--amount', '130.00', '--reason', 'remise promise']);
    expect(told.disputes).toMatchObject([
      { instalment: 1, amount: '100.00' },
      { instalment: 2, amount: '30.00' },
    ]);
    expect((await held(first!, '100.00', '2026-11-24'))?.code).toBe('dispute');
    expect(await held(second!, '100.00', '2026-11-24')).toBeNull();
    expect(await desk.run(['dispute', 'F-1', '--amount', '200.01', '--reason', 'x'])).toMatchObject({
      refused: 'payment_exceeds_claim',
      owed: '200.00',
    });
    expect(await desk.run(['dispute', 'F-1'])).toMatchObject({ refused: 'option_missing' });
  });
});

describe('a pause', () => {
  test('R38, R57: one invoice is left out until a day included, with its reason', async () => {
    const [paused, other] = await bill(
      desk,
      { number: 'F-1', due: [['2026-10-31', '100.00']] },
      { number: 'F-2', due: [['2026-10-31', '100.00']] },
    );
    const told = await moves(desk, 'C001', () =>
      desk.run(['hold', 'F-1', '--until', '2026-12-12', '--reason', 'avoir en cours']),
    );
    expect(told).toMatchObject({ done: 'hold_set', until: '2026-12-12', invoices: [{ number: 'F-1' }] });
    expect(await held(paused!, '100.00', '2026-12-12')).toEqual({
      code: 'paused_until',
      until: iso('2026-12-12'),
    });
    expect(await held(paused!, '100.00', '2026-12-13')).toBeNull();
    expect(await held(other!, '100.00', '2026-12-12')).toBeNull();
  });

  test('of a debtor holds each of its items, until lifted', async () => {
    const items = await bill(
      desk,
      { number: 'F-1', due: [['2026-10-31', '100.00']] },
      { number: 'F-2', due: [['2026-10-31', '100.00']] },
    );
    const words = ['hold', '--debtor', 'C001', '--until', '2026-12-31', '--reason', 'congés'];
    const told = await moves(desk, 'C001', () => desk.run(words));
    expect(told.invoices).toEqual([]);
    for (const item of items) expect((await held(item, '100.00', '2026-12-01'))?.code).toBe('paused_until');
    await moves(desk, 'C001', () => desk.run(['hold', 'lift', told.id], { on: '2026-11-30' }));
    for (const item of items) expect(await held(item, '100.00', '2026-12-01')).toBeNull();
  });

  test('needs a day to come, a reason and something to hold', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const refused = async (...words: string[]) => (await desk.run(['hold', ...words])).refused;
    expect(await refused('F-1', '--until', '2026-11-22', '--reason', 'x')).toBe('date_order');
    expect(await refused('F-1', '--until', '2026-11-30')).toBe('option_missing');
    expect(await refused('--until', '2026-11-30', '--reason', 'x')).toBe('option_missing');
    expect(await refused('lift', 'hld-00000000')).toBe('id_unknown');
  });
});

describe('a payment plan', () => {
  const DATES = ['--date', '2026-12-01=40.00', '--date', '2027-01-04=60.00'];

  test('holds while its dates are kept and ends when one is missed', async () => {
    await setSettings(desk, { rehearsal: true });
    const [item] = await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const told = await moves(desk, 'C001', () => desk.run(['plan-payments', 'F-1', ...DATES]));
    expect(told).toMatchObject({
      done: 'plan_agreed',
      amount: '100.00',
      dates: [
        { date: '2026-12-01', amount: '40.00' },
        { date: '2027-01-04', amount: '60.00' },
      ],
    });
    expect(await held(item!, '100.00', '2026-11-30')).toEqual({
      code: 'plan_respected',
      until: iso('2026-12-03'),
    });
    expect(await held(item!, '100.00', '2026-12-03')).not.toBeNull();
    expect(await held(item!, '100.00', '2026-12-04')).toBeNull();
    await desk.run(['payment', 'add', 'F-1', '40.00'], { on: '2026-12-02' });
    expect(await held(item!, '60.00', '2026-12-04')).toEqual({
      code: 'plan_respected',
      until: iso('2027-01-06'),
    });
  });

  test('adds up to what is owed, in dates to come, once', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const run = async (...words: string[]) => await desk.run(['plan-payments', 'F-1', ...words]);
    expect(await run('--date', '2026-12-01=40.00')).toMatchObject({
      refused: 'plan_sum_differs',
      sum: '40.00',
      owed: '100.00',
    });
    expect((await run('--date', '2026-11-01=100.00')).refused).toBe('date_order');
    expect((await run('--date', '2026-12-01=50.00', '--date', '2026-12-01=50.00')).refused).toBe(
      'date_order',
    );
    expect((await run('--date', '2026-12-01')).refused).toBe('amount_invalid');
    expect((await run('--date', 'demain=100.00')).refused).toBe('date_invalid');
    expect((await run()).refused).toBe('option_missing');
    const agreed = await run(...DATES);
    const again = await run(...DATES);
    expect(again).toMatchObject({ refused: 'plan_exists', plans: [agreed.id] });
    expect(again.message).toContain(`plan-payments cancel ${agreed.id}`);
    await moves(desk, 'C001', () => desk.run(['plan-payments', 'cancel', agreed.id]));
    expect((await run(...DATES)).done).toBe('plan_agreed');
  });
});
