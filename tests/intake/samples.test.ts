import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { debtorNames } from '../../src/debtors/debtor-names.db.ts';
import { creditNotesByNumbers } from '../../src/invoices/credit-notes.db.ts';
import { sumCents } from '../../src/money/cents.ts';
import { toDecimal } from '../../src/money/format.ts';
import { balancesOn, creditsOn } from '../../src/payments/balances.db.ts';
import { newId } from '../../src/platform/ids.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import { invoicesFile, type Ledger, openLedger } from './ledger.ts';

const FOLDER = new URL('../fixtures/csv/', import.meta.url);
const expected: Readonly<Record<string, { readonly open: string }>> = JSON.parse(
  readFileSync(new URL('expected.json', FOLDER), 'utf8'),
);
const FILES = [
  'factures_style_pennylane.csv',
  'account_move_style_odoo.csv',
  'factures_excel_unicode_utf16.txt',
  'factures_style_ebp_preambule.csv',
  'factures_style_sage_cp1252.csv',
  'factures_reglements_style_dolibarr.csv',
] as const;

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => await database.close());

const bytesOf = (name: string) => readFileSync(new URL(name, FOLDER));

/** What remains due less the credits: what the files call still open. */
async function openIn(ledger: Ledger): Promise<string> {
  return await ledger.during(async (scope) => {
    const ids = (await debtorNames(scope)).map(({ id }) => id);
    const due = (await balancesOn(scope, ids, scope.on)).map((item) => item.balance);
    const credits = (await creditsOn(scope, ids, scope.on)).map((credit) => credit.amount);
    return toDecimal((sumCents(due) - sumCents(credits)) as (typeof due)[number]);
  });
}

test.each(FILES)('%s is in the books to the cent, and again changes nothing', async (name) => {
  const ledger = await openLedger(database);
  const taken = await ledger.take(bytesOf(name));
  expect(taken.defects).toEqual([]);
  expect(taken.created).toMatchObject({ debtors: 8, invoices: 12, creditNotes: 2 });
  expect(await openIn(ledger)).toBe(expected[name]!.open);
  const facts = await ledger.facts();
  const again = await ledger.take(bytesOf(name), { on: '2026-11-30' });
  expect(again).toMatchObject({ updated: 0, unchanged: 14, changes: [], import: null });
  expect(await ledger.facts()).toEqual(facts);
});

test('a row per article, without credit notes, is in the books to the cent, and again changes nothing', async () => {
  const ledger = await openLedger(database);
  const bytes = bytesOf('invoices_style_zoho.csv');
  const taken = await ledger.take(bytes);
  expect(taken.defects).toEqual([]);
  expect(taken.created).toEqual({ debtors: 8, invoices: 12, creditNotes: 0, payments: 6 });
  expect(await openIn(ledger)).toBe(expected['invoices_style_zoho.csv']!.open);
  const again = await ledger.take(bytes, { on: '2026-11-30' });
  expect(again).toMatchObject({ updated: 0, unchanged: 12, changes: [], import: null });
});

test('the same invoices as five tools write them are one set of books', async () => {
  const ledger = await openLedger(database);
  await ledger.take(bytesOf('clients_excel_abime.csv'));
  for (const name of FILES.slice(0, 5)) {
    expect((await ledger.take(bytesOf(name))).defects).toEqual([]);
    expect(await openIn(ledger)).toBe('57104.03');
  }
  await ledger.during(async (scope) => {
    expect(await debtorNames(scope)).toHaveLength(8);
    expect(await creditNotesByNumbers(scope, ['AV-2025-0105', 'AV-2025-0112'])).toHaveLength(2);
  });
});

test('a tool with customer codes of its own is asked about every number, and doubles nothing', async () => {
  const ledger = await openLedger(database);
  await ledger.take(bytesOf('factures_style_sage_cp1252.csv'));
  const facts = await ledger.facts();
  const taken = await ledger.take(bytesOf('factures_reglements_style_dolibarr.csv'));
  expect(taken.created).toEqual({ debtors: 0, invoices: 0, creditNotes: 0, payments: 0 });
  expect(new Set(taken.defects.map(({ code }) => code))).toEqual(new Set(['number_under_another_customer']));
  expect(taken.defects).toHaveLength(14);
  expect(await ledger.facts()).toEqual(facts);
});

test('a workbook says the same as the text it was made of', async () => {
  const [text, workbook] = [await openLedger(database), await openLedger(database)];
  const csv = invoicesFile([
    { facture: 'F-1', deja_regle: '200,00' },
    { facture: 'A-1', montant_ttc: '-100,00', date_echeance: '', reference: 'F-1' },
  ]);
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Factures');
  for (const line of csv.trim().split('\r\n')) sheet.addRow(line.split(';'));
  await text.take(csv);
  const taken = await workbook.take(new Uint8Array(await book.xlsx.writeBuffer()), { name: 'factures.xlsx' });
  expect(taken).toMatchObject({ format: 'xlsx', encoding: null, created: { invoices: 1, creditNotes: 1 } });
  expect(await workbook.facts()).toEqual(await text.facts());
});

test('the same file twice at the same time is in the books once', async () => {
  const ledger = await openLedger(database);
  const file = invoicesFile([{ facture: 'F-1' }, { facture: 'F-2', code_client: 'C002', client: 'Dupont' }]);
  const both = await Promise.all([ledger.take(file), ledger.take(file)]);
  expect(both.map(({ created }) => created.invoices).sort()).toEqual([0, 2]);
  expect(both.map(({ unchanged }) => unchanged).sort()).toEqual([0, 2]);
});

test('a machine that breaks in the middle of its writing leaves nothing of the file', async () => {
  const ledger = await openLedger(database);
  const before = await ledger.facts();
  const always = newId();
  const breaking = ledger.take(invoicesFile([{ facture: 'F-1' }, { facture: 'F-2' }]), {
    newId: () => always,
  });
  await expect(breaking).rejects.toThrow('duplicate key');
  expect(await ledger.facts()).toEqual(before);
});
