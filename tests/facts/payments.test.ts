import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cents } from '../../src/money/cents.ts';
import { insertPayments } from '../../src/payments/payments.db.ts';
import { shortId } from '../../src/platform/ids.ts';
import { bill } from './bill.ts';
import { type Desk, openDesk, setSettings, type Told } from './desk.ts';
import { moves } from './moves.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await setSettings(desk);
});
afterEach(async () => await desk.close());

async function balance(number: string, on?: string): Promise<string[]> {
  const shown = await desk.run(['invoice', 'show', number], on === undefined ? {} : { on });
  return shown.items.map((item: Told) => item.balance);
}

async function credits(key = 'C001', on?: string): Promise<string[]> {
  const shown = await desk.run(['debtor', 'show', key], on === undefined ? {} : { on });
  return shown.credits.map((credit: Told) => credit.amount);
}

describe('money received', () => {
  test('R4: a part payment lowers the balance from its own day, in one entry of the journal', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '1200.00']] });
    const told = await moves(desk, 'C001', () =>
      desk.run(['payment', 'add', 'F-1', '450,00', '--means', 'virement'], { on: '2026-11-10' }),
    );
    expect(told).toMatchObject({
      done: 'payment_added',
      debtor: 'C001',
      amount: '450.00',
      receivedOn: '2026-11-10',
      means: 'transfer',
      allocations: [{ invoice: 'F-1', instalment: 1, amount: '450.00', countsOn: '2026-11-10' }],
      credit: '0.00',
      invoice: { number: 'F-1', balance: '750.00' },
      warnings: [],
      exit: 0,
    });
    expect(told.id).toMatch(/^pay-[0-9A-Z]{8}$/);
    expect(await balance('F-1', '2026-11-09')).toEqual(['1200.00']);
    expect(await balance('F-1', '2026-11-10')).toEqual(['750.00']);
  });

  test('R37: instalments are settled as they fall due, the retention last', async () => {
    await bill(desk, {
      number: 'F-1',
      due: [
        [null, '100.00'],
        ['2026-10-31', '500.00'],
        ['2026-11-30', '400.00'],
      ],
    });
    await desk.run(['payment', 'add', 'F-1', '700.00']);
    expect(await balance('F-1')).toEqual(['0.00', '200.00', '100.00']);
    const named = await desk.run(['payment', 'add', 'F-1', '50.00', '--instalment', '1']);
    expect(named.allocations).toMatchObject([{ instalment: 1, amount: '50.00' }]);
    expect(await desk.run(['payment', 'add', 'F-1', '5.00', '--instalment', '9'])).toMatchObject({
      refused: 'option_value_unknown',
    });
  });

  test('R54: what exceeds the claim is a credit, told, and settles nothing by itself', async () => {
    await bill(
      desk,
      { number: 'F-1', due: [['2026-10-31', '100.00']] },
      { number: 'F-2', due: [['2026-09-30', '80.00']] },
    );
    const told = await desk.run(['payment', 'add', 'F-1', '130.00']);
    expect(told).toMatchObject({ credit: '30.00', warnings: [{ code: 'overpaid' }] });
    expect(await balance('F-1')).toEqual(['0.00']);
    expect(await balance('F-2')).toEqual(['80.00']);
    expect(await credits()).toEqual(['30.00']);
  });

  test('without an invoice it stays a credit until a person says which one it settles', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const added = await desk.run(['payment', 'add', '--debtor', 'C001', '60.00'], { on: '2026-11-05' });
    expect(added).toMatchObject({ credit: '60.00', allocations: [], invoice: null });
    expect(await balance('F-1')).toEqual(['100.00']);
    const allocated = await moves(desk, 'C001', () =>
      desk.run(['payment', 'allocate', added.id, 'F-1', '45.00']),
    );
    expect(allocated).toMatchObject({
      done: 'credit_allocated',
      credit: '15.00',
      allocations: [{ amount: '45.00', countsOn: '2026-11-05' }],
      invoice: { balance: '55.00' },
    });
    expect(await desk.run(['payment', 'allocate', added.id, 'F-1', '15.01'])).toMatchObject({
      refused: 'credit_insufficient',
      available: '15.00',
    });
    expect(await desk.run(['payment', 'allocate', added.id.slice(0, 8), 'F-1'])).toMatchObject({
      credit: '0.00',
      invoice: { balance: '40.00' },
    });
  });

  test('the same day and amount twice is told, not refused', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    await desk.run(['payment', 'add', 'F-1', '40.00']);
    const again = await desk.run(['payment', 'add', 'F-1', '40.00']);
    expect(again.warnings).toMatchObject([{ code: 'payment_twin' }]);
    expect(await balance('F-1')).toEqual(['20.00']);
  });

  test('R49: two currencies never settle each other', async () => {
    await bill(desk, { number: 'F-1', currency: 'CHF', due: [['2026-10-31', '100.00']] });
    expect(await desk.run(['payment', 'add', 'F-1', '100.00', '--currency', 'eur'])).toMatchObject({
      refused: 'currency_differs',
    });
    const franc = await desk.run(['payment', 'add', 'F-1', '100.00']);
    expect(franc).toMatchObject({ currency: 'CHF', invoice: { balance: '0.00' } });
    const euro = await desk.run(['payment', 'add', '--debtor', 'C001', '10.00']);
    expect(await desk.run(['payment', 'allocate', euro.id, 'F-1'])).toMatchObject({
      refused: 'currency_differs',
    });
  });

  test('an amount below zero is refused as one, with what to do instead, wherever it stands', async () => {
    for (const words of [
      ['F-1', '-5'],
      ['-12,50', '--debtor', 'C001'],
      ['F-1', '--means', 'virement', '-1 200,00'],
    ]) {
      const told = await desk.run(['payment', 'add', ...words]);
      expect(told).toMatchObject({
        refused: 'amount_invalid',
        value: words.find((word) => /^-\d/.test(word)),
      });
      expect(told.message).toContain('relance payment reverse ID --reason MOTIF');
    }
    const credit = await desk.run(['invoice', 'credit', 'F-1', '-5', '--number', 'A-1']);
    expect(credit).toMatchObject({
      refused: 'amount_invalid',
      message: expect.stringContaining('en positif'),
    });
    expect(await desk.run(['payment', 'list', '-5'])).toMatchObject({ refused: 'option_unknown' });
  });

  test('every wrong argument has its refusal', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    await bill(desk, { number: 'F-1', debtor: 'C002', due: [['2026-10-31', '100.00']] });
    const run = async (...words: string[]) => (await desk.run(['payment', ...words])).refused;
    expect(await run('add', 'F-9', '10.00')).toBe('invoice_unknown');
    expect(await run('add', 'F-1', '10.00')).toBe('invoice_ambiguous');
    expect(await run('add', 'F-1', '10.00', '--debtor', 'C009')).toBe('debtor_unknown');
    expect(await run('add', 'F-1', '0')).toBe('amount_invalid');
    expect(await run('add', 'F-1', '-5.00')).toBe('amount_invalid');
    expect(await run('allocate', 'pay-00000000', 'F-1', '-5')).toBe('amount_invalid');
    expect(await run('add', '10.00')).toBe('option_missing');
    expect(await run('add', 'F-1', '10.00', '--means', 'troc')).toBe('option_value_unknown');
    expect(await run('reverse', 'pay-00000000', '--reason', 'x')).toBe('id_unknown');
    expect(await run('reverse', 'rem-00000000', '--reason', 'x')).toBe('id_unknown');
    expect(await run('reverse', 'pay-00000000')).toBe('option_missing');
    expect(await run('erase')).toBe('command_unknown');
    expect(await run()).toBe('option_missing');
  });
});

describe('money that goes back', () => {
  test('R5, R47: a reversal is the exact mirror of the payment, from its own day', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const added = await desk.run(['payment', 'add', 'F-1', '120.00'], { on: '2026-11-05' });
    const told = await moves(desk, 'C001', () =>
      desk.run(['payment', 'reverse', added.id, '--reason', 'rejet'], { on: '2026-11-12' }),
    );
    expect(told).toMatchObject({
      done: 'payment_reversed',
      id: added.id,
      reversedOn: '2026-11-12',
      reopened: [{ instalment: 1, amount: '100.00' }],
    });
    expect(await balance('F-1', '2026-11-11')).toEqual(['0.00']);
    expect(await credits('C001', '2026-11-11')).toEqual(['20.00']);
    expect(await balance('F-1', '2026-11-12')).toEqual(['100.00']);
    expect(await credits('C001', '2026-11-12')).toEqual([]);
    expect(await desk.run(['payment', 'reverse', added.id, '--reason', 'rejet'])).toMatchObject({
      refused: 'payment_reversed',
    });
    expect(await desk.run(['payment', 'allocate', added.id, 'F-1'])).toMatchObject({
      refused: 'payment_reversed',
    });
  });

  test('not before it was received', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const added = await desk.run(['payment', 'add', 'F-1', '50.00'], { on: '2026-11-05' });
    const early = await desk.run(['payment', 'reverse', added.id, '--reason', 'x'], { on: '2026-11-04' });
    expect(early).toMatchObject({ refused: 'date_order' });
  });
});

describe('credit notes and voided invoices', () => {
  test('R51: a credit note lowers the invoice it corrects, the rest nets the debtor', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const note = await moves(desk, 'C001', () =>
      desk.run(['invoice', 'credit', 'F-1', '130.00', '--number', 'A-1'], { on: '2026-11-05' }),
    );
    expect(note).toMatchObject({ done: 'credit_note_entered', credit: '30.00' });
    expect(await balance('F-1')).toEqual(['0.00']);
    expect(await balance('F-1', '2026-11-04')).toEqual(['100.00']);
    await bill(desk, { number: 'F-2', due: [['2026-10-31', '50.00']] });
    const used = await desk.run(['payment', 'allocate', note.id, 'F-2']);
    expect(used).toMatchObject({ credit: '0.00', invoice: { balance: '20.00' } });
  });

  test('an error of the invoice counts from its origin', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    await desk.run(['invoice', 'credit', 'F-1', '40.00', '--number', 'A-1', '--origin'], {
      on: '2026-11-05',
    });
    expect(await balance('F-1', '2026-09-01')).toEqual(['60.00']);
  });

  test('what had settled a voided invoice is a credit again', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    await desk.run(['payment', 'add', 'F-1', '60.00'], { on: '2026-11-05' });
    const told = await moves(desk, 'C001', () => desk.run(['invoice', 'void', 'F-1', '--reason', 'doublon']));
    expect(told).toMatchObject({ done: 'invoice_voided', voidedOn: '2026-11-23', items: [] });
    expect(await credits()).toEqual(['60.00']);
    expect(await balance('F-1', '2026-11-22')).toEqual(['40.00']);
    const refused = [
      await desk.run(['payment', 'add', 'F-1', '10.00']),
      await desk.run(['invoice', 'void', 'F-1', '--reason', 'doublon']),
      await desk.run(['invoice', 'credit', 'F-1', '10.00', '--number', 'A-1']),
      await desk.run(['promise', 'F-1', '--date', '2026-11-30']),
    ];
    expect(refused.map((one) => one.refused)).toEqual(Array(4).fill('invoice_voided'));
  });
});

describe('the bank', () => {
  test('is said up to date by a person, and only ever further', async () => {
    expect(await desk.run(['confirm', 'bank'], { on: '2026-11-20' })).toMatchObject({
      done: 'bank_confirmed',
      coveredUntil: '2026-11-20',
    });
    const earlier = await desk.run(['confirm', 'bank'], { on: '2026-11-18' });
    expect(earlier.coveredUntil).toBe('2026-11-20');
    expect(await desk.run(['confirm', 'mailbox'])).toMatchObject({ readUntil: '2026-11-23' });
  });
});

test('payments of an unknown payer are listed until an invoice says who paid', async () => {
  await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
  await desk.during(async (scope) => {
    await insertPayments(scope, [
      {
        ...{
          id: scope.newId(),
          debtorId: null,
          receivedOn: scope.on,
          amount: cents(7_000),
          currency: 'EUR',
        },
        ...{ means: null, reference: 'VIR X', source: 'payments-import', importId: null, rowKey: null },
        ...{ reversedOn: null, enteredOn: scope.on },
      },
    ]);
  });
  const { unassigned } = await desk.run(['payment', 'list']);
  expect(unassigned).toMatchObject([{ amount: '70.00', reference: 'VIR X' }]);
  const told = await moves(desk, 'C001', () => desk.run(['payment', 'allocate', unassigned[0].id, 'F-1']));
  expect(told.invoice.balance).toBe('30.00');
  expect((await desk.run(['payment', 'list'])).unassigned).toEqual([]);
});

test('the beginning of an id that several payments share is refused with the candidates', async () => {
  const first = await desk.during(async (scope) => scope.newId());
  const twins = [first, `${first.slice(0, -1)}${first.endsWith('0') ? '1' : '0'}`];
  await desk.during(async (scope) => {
    await insertPayments(
      scope,
      twins.map((id) => ({
        ...{ id, debtorId: null, receivedOn: scope.on, amount: cents(100), currency: 'EUR', means: null },
        ...{ reference: null, source: 'entry', importId: null, rowKey: null, reversedOn: null },
        enteredOn: scope.on,
      })),
    );
  });
  const [one] = (await desk.run(['payment', 'list'])).unassigned;
  const told = await desk.run(['payment', 'reverse', one.id.slice(0, -1), '--reason', 'x']);
  const shorts = [...twins].sort().map((id) => shortId('pay', id));
  expect(told).toMatchObject({ refused: 'id_ambiguous', candidates: shorts });
  expect(told.message).not.toContain(first);
  const whole = await desk.run(['payment', 'reverse', first, '--reason', 'erreur']);
  expect(whole).toMatchObject({ done: 'payment_reversed', debtor: null, reopened: [] });
});
