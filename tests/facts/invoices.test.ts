import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { instalmentsByIds } from '../../src/invoices/instalments.db.ts';
import { asSha256 } from '../../src/journal/sha256.ts';
import { readDocument } from '../../src/vault/documents.db.ts';
import { bill } from './bill.ts';
import { type Desk, openDesk, setSettings, type Told } from './desk.ts';
import { moves } from './moves.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await setSettings(desk);
});
afterEach(async () => await desk.close());

const PDF = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n');

describe('the copy of an invoice', () => {
  test('is a PDF by its content, kept in the vault', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const told = await moves(desk, 'C001', () => desk.run(['attach', 'F-1', desk.file('copie.txt', PDF)]));
    expect(told).toMatchObject({ done: 'copy_attached', id: 'F-1', debtor: 'C001', bytes: PDF.length });
    expect((await desk.run(['invoice', 'show', 'F-1'])).copy).toBe(told.sha256);
    const kept = await desk.during((scope) => readDocument(scope, asSha256(told.sha256)));
    expect(Buffer.from(kept).equals(PDF)).toBe(true);
  });

  test('anything else is refused, whatever its name', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const refused = async (content: string | Uint8Array) =>
      (await desk.run(['attach', 'F-1', desk.file('facture.pdf', content)])).refused;
    expect(await refused('<html>')).toBe('document_not_pdf');
    expect(await refused('%PDF-1.7 cut short')).toBe('document_not_pdf');
    expect(await refused(Buffer.concat([PDF, Buffer.alloc(7_000_000), PDF]))).toBe('attachments_too_large');
    expect(await desk.run(['attach', 'F-9', desk.file('a.pdf', PDF)])).toMatchObject({
      refused: 'invoice_unknown',
    });
    expect(await desk.run(['attach', 'F-1', '/nowhere.pdf'])).toMatchObject({ refused: 'file_unreadable' });
    expect((await desk.run(['invoice', 'show', 'F-1'])).copy).toBeNull();
  });
});

describe('facts of an invoice stated by a person', () => {
  test('are told again, and only what changes moves the chain', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const words = ['invoice', 'set', 'F-1', '--contract-rate', '14.50', '--received', '2026-09-03'];
    const told = await moves(desk, 'C001', () =>
      desk.run([...words, '--order', 'BC 12', '--chorus', '98765', '--out-of-l441', 'non']),
    );
    expect(told).toMatchObject({
      done: 'invoice_set',
      contractRate: '14.50',
      receivedOn: '2026-09-03',
      order: 'BC 12',
      chorusNumber: '98765',
      outOfL441: false,
    });
    const cleared = await desk.run(['invoice', 'set', 'F-1', '--contract-rate', 'none']);
    expect(cleared).toMatchObject({ contractRate: null, order: 'BC 12' });
  });

  test('an assignee takes the money from its own account', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const iban = 'FR1420041010050500013M02606';
    const told = await desk.run([
      'invoice',
      'set',
      'F-1',
      '--assigned-to',
      'Factor SA',
      '--assignee-iban',
      iban,
    ]);
    expect(told).toMatchObject({ assignedTo: 'Factor SA', assigneeIban: iban });
    expect(await desk.run(['invoice', 'set', 'F-1', '--assignee-iban', 'FR00'])).toMatchObject({
      refused: 'option_value_unknown',
    });
  });

  test('what is wrong is refused', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    const refused = async (...words: string[]) =>
      (await desk.run(['invoice', 'set', 'F-1', ...words])).refused;
    expect(await refused('--received', '2026-08-31')).toBe('date_order');
    expect(await refused('--due', '2026-08-31')).toBe('date_order');
    expect(await refused('--due', '31/10/2026')).toBe('date_invalid');
    expect(await refused('--contract-rate', 'beaucoup')).toBe('rate_invalid');
  });

  test('R35: an invoice without a due date gets one, and starts as one that enters late', async () => {
    const [id] = await bill(desk, { number: 'F-1', due: [[null, '100.00']] });
    const told = await moves(desk, 'C001', () => desk.run(['invoice', 'set', 'F-1', '--due', '2026-10-15']));
    expect(told.items).toMatchObject([{ dueOn: '2026-10-15', daysLate: 39 }]);
    const [item] = await desk.during((scope) => instalmentsByIds(scope, [id!]));
    expect(item).toMatchObject({ releasedOn: iso('2026-11-23'), lateStart: 'at-age' });
  });

  test('of several instalments one must be named', async () => {
    await bill(desk, {
      number: 'F-1',
      due: [
        ['2026-10-31', '60.00'],
        [null, '40.00'],
      ],
    });
    expect(await desk.run(['invoice', 'set', 'F-1', '--due', '2027-10-31'])).toMatchObject({
      refused: 'option_missing',
      instalments: [1, 2],
    });
    const told = await desk.run(['invoice', 'set', 'F-1', '--due', '2027-10-31', '--instalment', '2']);
    expect(told.items).toMatchObject([{ dueOn: '2026-10-31' }, { dueOn: '2027-10-31', daysLate: -342 }]);
  });
});

test('R6: an invoice collected by direct debit waits for its collection', async () => {
  await bill(desk, { number: 'F-1', due: [['2026-11-20', '100.00']] });
  await desk.run(['debtor', 'set', 'C001', '--regime', 'professionnel', '--email', 'a@x.example']);
  const told = await desk.run(['invoice', 'set', 'F-1', '--payment-method', 'prélèvement']);
  expect(told.paymentMethod).toBe('direct-debit');
  expect((await desk.run(['why', 'F-1'])).today).toMatchObject({ code: 'direct_debit' });
});

describe('what a printed invoice lacks', () => {
  test('depends on the kind of customer, which is asked', async () => {
    await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
    expect(await desk.run(['invoice', 'lint', 'F-1'])).toMatchObject({ refused: 'regime_unknown' });
    await desk.run(['debtor', 'set', 'C001', '--regime', 'professionnel']);
    const bare = await desk.run(['invoice', 'lint', 'F-1']);
    expect(bare.defects.map((defect: Told) => defect.code)).toEqual([
      'penalty_rate_missing',
      'indemnity_missing',
      'discount_missing',
    ]);
    const full = ['--rate', 'bce+10', '--indemnity', '--discount'];
    expect((await desk.run(['invoice', 'lint', 'F-1', ...full])).defects).toEqual([]);
    await desk.run(['debtor', 'set', 'C001', '--regime', 'particulier']);
    const consumer = await desk.run(['invoice', 'lint', 'F-1', ...full]);
    expect(consumer.defects.map((defect: Told) => defect.code)).toContain('indemnity_for_consumer');
  });
});

test('R3: payments entered at the same moment settle the invoice once, the rest are credits', async () => {
  await bill(desk, { number: 'F-1', due: [['2026-10-31', '100.00']] });
  const told: Told[] = await Promise.all(
    ['60.00', '61.00', '62.00', '63.00'].map((amount) => desk.run(['payment', 'add', 'F-1', amount])),
  );
  const centsOf = (amount: string) => Number(amount.replace('.', ''));
  const settled = told.flatMap((one) => one.allocations.map((share: Told) => centsOf(share.amount)));
  expect(settled.reduce((total, amount) => total + amount, 0)).toBe(10_000);
  const shown = await desk.run(['debtor', 'show', 'C001']);
  expect(shown.items).toEqual([]);
  const free: number[] = shown.credits.map((credit: Told) => centsOf(credit.amount));
  expect(free.reduce((total, amount) => total + amount, 0)).toBe(24_600 - 10_000);
});
