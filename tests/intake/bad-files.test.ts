import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Clerk, openClerk } from './clerk.ts';

let clerk: Clerk;
beforeAll(async () => {
  clerk = await openClerk();
  await clerk.invoices([{ facture: 'KEPT' }]);
});
afterAll(async () => await clerk.database.close());

const HEAD = 'facture;date_facture;date_echeance;montant_ttc;client;type_client;devise';
const GOOD = 'F-1;01/09/2026;30/09/2026;100,00;Dupont;professionnel;EUR';
let made = 0;

/**
 * A good line of its own number beside the bad one: it must be in the books after, whatever is wrong
 * elsewhere.
 */
function file(...rows: readonly string[]): string {
  made += 1;
  return [HEAD, GOOD.replace('F-1', `G-${made}`), ...rows].join('\n') + '\n';
}

const LINES: readonly (readonly [string, string, string])[] = [
  ['no number', ';01/09/2026;30/09/2026;100,00;Dupont;;', 'number_missing'],
  ['no date', 'B-1;;30/09/2026;100,00;Dupont;;', 'issue_date_missing'],
  ['a date that is none', 'B-1;31/02/2026;30/09/2026;100,00;Dupont;;', 'date_invalid'],
  ['no customer', 'B-1;01/09/2026;30/09/2026;100,00;;;', 'customer_missing'],
  ['no amount', 'B-1;01/09/2026;30/09/2026;;Dupont;;', 'amount_missing'],
  ['an amount of words', 'B-1;01/09/2026;30/09/2026;cent;Dupont;;', 'amount_invalid'],
  ['an unknown currency', 'B-1;01/09/2026;30/09/2026;100,00;Dupont;;XYZ', 'currency_unknown'],
  ['a formula', 'B-1;01/09/2026;30/09/2026;=A1*2;Dupont;;', 'formula_cell'],
  ['an error of a spreadsheet', '#REF!;01/09/2026;30/09/2026;100,00;Dupont;;', 'formula_error'],
  ['too few cells', 'B-1;01/09/2026', 'row_short'],
  ['too many cells', 'B-1;01/09/2026;30/09/2026;100,00;Dupont;;EUR;x;y', 'row_long'],
  ['broken accents', 'B-1;01/09/2026;30/09/2026;100,00;SociÃ©tÃ©;;', 'encoding_damaged'],
];

describe('a bad line is told with its remedy, and the good ones are kept', () => {
  test.each(LINES)('%s', async (_what, row, code) => {
    const answer = await clerk.imports(file(row));
    expect(answer).toMatchObject({ exit: 3, created: { invoices: 1 } });
    const told = answer.defects.find((defect: { code: string }) => defect.code === code);
    expect(told).toMatchObject({ line: 3, rejects: 'line' });
    expect(told.message.length * told.remedy.length).toBeGreaterThan(0);
    expect(answer.text).toContain(told.message);
    expect((await clerk.say('invoice show B-1')).refused).toBe('invoice_unknown');
    expect(await clerk.balances(`G-${made}`)).toEqual(['100.00']);
  });

  test('all that is wrong with one line at once', async () => {
    const answer = await clerk.imports(file(';hier;;cent;;;XYZ'));
    expect(new Set(answer.defects.map(({ code }: { code: string }) => code))).toEqual(
      new Set(['number_missing', 'date_invalid', 'amount_invalid', 'customer_missing', 'currency_unknown']),
    );
  });

  test('one number twice: the same line once, contradicting ones not at all', async () => {
    const row = 'B-2;01/09/2026;30/09/2026;100,00;Dupont;;';
    expect(await clerk.imports(file(row, row))).toMatchObject({
      exit: 3,
      created: { invoices: 2 },
      defects: [{ line: 4, code: 'duplicate_line' }],
    });
    const other = row.replace('B-2', 'B-3');
    expect(await clerk.imports(file(other, other.replace('100', '200')))).toMatchObject({
      created: { invoices: 1 },
      defects: [
        { line: 3, code: 'duplicate_line' },
        { line: 4, code: 'duplicate_line' },
      ],
    });
  });

  test('due before it was issued: kept, not chased', async () => {
    const answer = await clerk.imports(file('B-4;01/09/2026;30/08/2026;100,00;Dupont;;'));
    expect(answer).toMatchObject({
      exit: 3,
      created: { invoices: 2 },
      defects: [{ line: 3, code: 'due_before_issued', rejects: 'value' }],
    });
    expect((await clerk.done('invoice show B-4')).items[0]).toMatchObject({ dueOn: null, balance: '100.00' });
  });

  test('a last line cut short is left out', async () => {
    const answer = await clerk.imports(`${file()}B-5;01/09/2026;30/0`);
    expect(answer).toMatchObject({
      exit: 3,
      created: { invoices: 1 },
      defects: [{ line: 3, code: 'line_cut' }],
    });
  });
});

const WHOLE: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['empty', '', 'file_empty'],
  ['blank', '\r\n \r\n', 'file_empty'],
  ['titles only', `${HEAD}\n`, 'no_lines'],
  ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj\n', 'not_a_table'],
  ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), 'not_a_table'],
  ['a web page', '<!doctype html><html><table><tr><td>F-1</td></tr></table></html>', 'not_a_table'],
  ['prose', 'Bonjour,\nvoici la liste des factures.\n', 'not_a_table'],
  ['a column missing', 'facture;date_facture;client\nF-1;01/09/2026;Dupont\n', 'column_missing'],
  ['an aged balance', 'Client;Non échu;1-30 jours;31-60 jours\nDupont;1,00;2,00;3,00\n', 'aged_balance'],
  ['titles of another world', 'a;b;c\n1;2;3\n', 'header_missing'],
];

describe('a file that holds nothing to import is told, and nothing is written', () => {
  test.each(WHOLE)('%s', async (_what, content, code) => {
    const before = (await clerk.done('debtor list')).debtors;
    const answer = await clerk.imports(content);
    expect(answer).toMatchObject({
      exit: 2,
      created: { debtors: 0, invoices: 0, creditNotes: 0, payments: 0 },
      import: null,
    });
    const codes = answer.defects.map((defect: { code: string }) => defect.code);
    expect(codes).toContain(code);
    for (const { message, remedy } of answer.defects) expect([message, remedy]).not.toContain('');
    expect((await clerk.done('debtor list')).debtors).toEqual(before);
    expect(await clerk.balances('KEPT')).toEqual(['1200.00']);
  });

  test('what cannot be told is asked, and --as answers', async () => {
    const file = 'date;montant;client\n20/11/2026;100,00;Menuiserie Brûlé\n';
    const asked = await clerk.imports(file);
    expect(asked).toMatchObject({ exit: 2, kind: null });
    expect(asked.defects[0]).toMatchObject({ code: 'kind_unknown' });
    expect(asked.columns.length).toBeGreaterThan(0);
    expect(await clerk.imports(file, '--as payments')).toMatchObject({
      kind: 'payments',
      created: { payments: 1 },
    });
    expect((await clerk.imports(file, '--as factures')).refused).toBe('option_value_unknown');
  });

  test('an archive that is no workbook', async () => {
    const data = deflateRawSync(Buffer.from('rien'));
    const header = Buffer.from('PK\u0003\u0004', 'latin1');
    expect(await clerk.imports(Buffer.concat([header, data]), '', 'factures.xlsx')).toMatchObject({
      exit: 2,
      format: 'xlsx',
      defects: [{ code: 'workbook_damaged' }],
    });
  });
});

describe('encodings', () => {
  test.each([
    ['utf-8 with its mark', 'utf-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', 'utf-16le', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['Windows-1252', 'windows-1252', (text: string) => Buffer.from(text, 'latin1')],
  ] as const)('%s', async (_what, encoding, encode) => {
    const number = `E-${encoding}`;
    const text = `${HEAD}\n${number};01/09/2026;30/09/2026;1 234,56;Société Brûlé;;\n`;
    expect(await clerk.imports(encode(text))).toMatchObject({ encoding, created: { invoices: 1 } });
    expect(await clerk.balances(number)).toEqual(['1234.56']);
    expect((await clerk.done('debtor show "Société Brûlé"')).name).toBe('Société Brûlé');
  });
});
