import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { iso, toIso } from '../calendar/day.ts';
import { sumCents } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import { readDebtors } from './debtors.ts';
import type { InvoiceRecord } from './invoice.ts';
import { readInvoices } from './invoices.ts';
import { recognise } from './recognise.ts';

const FOLDER = new URL('../../tests/fixtures/csv/', import.meta.url);
const today = iso('2026-03-01');

interface Expected {
  readonly count: number;
  readonly total: string;
  readonly open: string;
  readonly items: readonly string[][];
}

const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(new URL('expected.json', FOLDER), 'utf8'),
);

function bytesOf(name: string): Buffer {
  return readFileSync(new URL(name, FOLDER));
}

/** Windows-1252 exports write the straight apostrophe where the others have a curly one. */
function straight(text: string): string {
  return text.replaceAll('’', "'");
}

function rowOf(record: InvoiceRecord): string[] {
  const due = record.dueOn === null ? '' : toIso(record.dueOn);
  const { number, issuedOn, amount, open } = record;
  const name = straight(record.debtor.name ?? '');
  return [number, name, toIso(issuedOn), due, toDecimal(amount), toDecimal(open)];
}

test.each([
  ['account_move_style_odoo.csv', 'utf-8', ',', 14],
  ['factures_excel_unicode_utf16.txt', 'utf-16le', '\t', 14],
  ['factures_reglements_style_dolibarr.csv', 'utf-8', ',', 20],
  ['factures_style_ebp_preambule.csv', 'windows-1252', ';', 14],
  ['factures_style_pennylane.csv', 'utf-8', ';', 14],
  ['factures_style_sage_cp1252.csv', 'windows-1252', ';', 14],
  ['invoices_style_zoho.csv', 'utf-8', ',', 24],
])('%s gives the invoices it holds, to the cent', (name, encoding, separator, lines) => {
  const bytes = bytesOf(name);
  const read = readInvoices(bytes, { today });
  expect(recognise(bytes)).toBe('invoices');
  expect(read).toMatchObject({ format: 'csv', encoding, separator, lines, defects: [] });
  const { count, total, open, items = [] } = expected[name] ?? {};
  expect(read.records.map(rowOf)).toEqual(items.map((item) => item.map(straight)));
  expect(read.records).toHaveLength(count ?? -1);
  expect(toDecimal(sumCents(read.records.map((record) => record.amount)))).toBe(total);
  expect(toDecimal(sumCents(read.records.map((record) => record.open)))).toBe(open);
});

test('a row per payment keeps each payment with its date, its means and its number', () => {
  const read = readInvoices(bytesOf('factures_reglements_style_dolibarr.csv'), { today });
  const paid = read.records.find((record) => record.number === 'FA-2025-0102');
  const on = iso('2025-11-10');
  expect(paid?.payments).toEqual([
    { on, dated: 'file', amount: 666_675, means: 'transfer', reference: '2002' },
    { on, dated: 'file', amount: 666_675, means: 'transfer', reference: '2003' },
  ]);
  expect(paid?.debtor).toMatchObject({ key: '411CMEN002', siren: '999999014', siret: '99999901400023' });
});

test('a draft, a total and a credit note are told from invoices', () => {
  const odoo = readInvoices(bytesOf('account_move_style_odoo.csv'), { today });
  expect(odoo.understood.ignored).toEqual([{ line: 16, reason: 'draft', number: '/' }]);
  const credits = odoo.records.filter((record) => record.kind === 'credit_note');
  expect(credits.map((record) => [record.number, record.paid])).toEqual([
    ['AV-2025-0105', 0],
    ['AV-2025-0112', 0],
  ]);
  const ebp = readInvoices(bytesOf('factures_style_ebp_preambule.csv'), { today });
  expect(ebp.understood.ignored.map(({ reason }) => reason)).toEqual(['totals']);
  expect(ebp.understood.headerLine).toBe(5);
  expect(ebp.records[0]?.debtor.address).toEqual({
    ...{ lines: ['6 RUE DES LILAS'], postcode: '01000', city: 'BOURG EN BRESSE', country: null },
  });
  expect(ebp.records[1]?.line).toBe(8);
});

test('customers damaged by a spreadsheet are repaired where digits allow it', () => {
  const bytes = bytesOf('clients_excel_abime.csv');
  const read = readDebtors(bytes, { today });
  expect(recognise(bytes)).toBe('debtors');
  const rows = read.records.map((debtor) => {
    const phone = debtor.phones[0]?.replace('+33', '0');
    const { code, name, siren, siret, vatNumber, address, emails, iban, terms } = debtor;
    return [code, name, siren, siret, vatNumber, address.postcode, emails.join(','), phone, iban, terms];
  });
  const file: { debtors: (string | null)[][] } = JSON.parse(
    JSON.stringify(expected['clients_excel_abime.csv']),
  );
  expect(rows).toEqual(file.debtors);
  expect(read.defects).toMatchObject([{ line: 3, field: 'siret', code: 'siret_damaged', rejects: 'value' }]);
});

test('an aged balance is refused with its reason, not read as invoices', () => {
  const bytes = bytesOf('balance_agee.csv');
  expect(recognise(bytes)).toBe('unknown');
  const read = readInvoices(bytes, { today });
  expect(read.records).toEqual([]);
  expect(read.defects).toMatchObject([{ code: 'aged_balance', rejects: 'file' }]);
});

test('no sample is left out', () => {
  const files = readdirSync(FOLDER).filter((name) => /\.(?:csv|txt)$/.test(name));
  expect(files.sort()).toEqual(Object.keys(expected).sort());
});
