import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { readInvoices } from './invoices.ts';
import { recognise } from './recognise.ts';
import { readTable } from './table.ts';
import { isDateFormat, plainNumber, serialToIso } from './xlsx-number.ts';
import { readZip } from './zip.ts';

const today = iso('2026-11-22');
const utc = (text: string): Date => new Date(`${text}T00:00:00Z`);

async function bytesOf(workbook: ExcelJS.Workbook): Promise<Uint8Array> {
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

async function sheetOf(rows: readonly (readonly ExcelJS.CellValue[])[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Factures');
  for (const row of rows) sheet.addRow([...row]);
  return bytesOf(workbook);
}

const HEAD = ['facture', 'date_facture', 'date_echeance', 'montant_ttc', 'client', 'siret', 'code_postal'];

describe('a workbook', () => {
  test('gives invoices, whatever the cells hold', async () => {
    const rich = { richText: [{ text: 'Hôtel ' }, { text: 'Beauséjour', font: { bold: true } }] };
    const bytes = await sheetOf([
      ['Liste des factures'],
      [],
      HEAD,
      ['F-1', utc('2026-08-31'), utc('2026-09-30'), 1234.56, 'Société & Fils <SARL>', 73282932000074, 1000],
      [1002, '01/09/2026', 46295, { formula: 'A1*1.2', result: 123.456 }, rich, '73282932000074', '69003'],
      ['F-3', utc('2026-09-01'), utc('2026-10-01'), 0.1 + 0.2, { text: 'Durand', hyperlink: 'https://d.fr' }],
      ['F-4', utc('2026-09-01'), utc('2026-10-01'), { formula: 'SUM(D1:D3)' }, 'Durand'],
      ['F-5', utc('2026-09-01'), utc('2026-10-01'), { error: '#REF!' }, 'Durand'],
      ['Total', null, null, 1358.31],
    ]);
    const read = readInvoices(bytes, { today });
    expect(recognise(bytes)).toBe('invoices');
    expect(read).toMatchObject({ format: 'xlsx', encoding: null, separator: null, lines: 5 });
    expect(
      read.records.map(({ line, number, amount, debtor }) => [line, number, amount, debtor.name]),
    ).toEqual([
      [4, 'F-1', 123_456, 'Société & Fils <SARL>'],
      [5, '1002', 12_346, 'Hôtel Beauséjour'],
      [6, 'F-3', 30, 'Durand'],
    ]);
    expect(read.records.map(({ issuedOn, dueOn }) => [issuedOn, dueOn])).toEqual([
      [iso('2026-08-31'), iso('2026-09-30')],
      [iso('2026-09-01'), iso('2026-09-30')],
      [iso('2026-09-01'), iso('2026-10-01')],
    ]);
    expect(read.records[0]?.debtor).toMatchObject({
      siret: '73282932000074',
      address: { postcode: '01000' },
    });
    expect(read.defects).toMatchObject([
      { line: 7, field: 'montant_ttc', code: 'formula_cell', value: '=SUM(D1:D3)', rejects: 'line' },
      { line: 8, field: 'montant_ttc', code: 'formula_error', value: '#REF!', rejects: 'line' },
    ]);
  });

  test('the sheet whose titles are understood is read, the others are named, hidden ones never', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Notice').addRow(['Mode', 'd’emploi']);
    workbook.addWorksheet('Ancien', { state: 'hidden' }).addRow(HEAD);
    const sheet = workbook.addWorksheet('Export 2026');
    sheet.addRow(HEAD);
    sheet.addRow(['F-1', utc('2026-08-31'), utc('2026-09-30'), 12, 'Dupont']);
    const table = readTable(await bytesOf(workbook));
    expect(table).toMatchObject({ sheet: 'Export 2026', headerLine: 1 });
    expect(table.warnings).toMatchObject([{ code: 'sheets_ignored' }]);
    expect(table.warnings[0]?.message).toContain('Notice');
    expect(table.warnings[0]?.message).not.toContain('Ancien');
  });

  test('dates of the 1904 system are those a person sees', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.properties.date1904 = true;
    const sheet = workbook.addWorksheet('F');
    sheet.addRow(HEAD);
    sheet.addRow(['F-1', utc('2026-08-31'), utc('2026-09-30'), 12, 'Dupont']);
    expect([...readTable(await bytesOf(workbook)).rows][0]?.cells[1]).toBe('2026-08-31');
  });

  test('an empty one, and one with titles only', async () => {
    const empty = new ExcelJS.Workbook();
    empty.addWorksheet('F');
    expect(readTable(await bytesOf(empty)).defects).toMatchObject([{ code: 'file_empty' }]);
    expect(readTable(await sheetOf([HEAD])).defects).toMatchObject([{ code: 'no_lines' }]);
  });

  test('texts and numbers come as exceljs wrote them', async () => {
    const texts = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/\p{C}|_x|\(\d+\)$/u.test(text));
    const numbers = fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((hundredths) => hundredths / 100);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(texts, numbers), { minLength: 1, maxLength: 5 }), async (cells) => {
        const rows = cells.map(([text, number]) => ['x', text, number]);
        const table = readTable(await sheetOf([['facture', 'client', 'montant_ttc'], ...rows]));
        expect(table.defects).toEqual([]);
        expect([...table.rows].map((row) => row.cells)).toEqual(rows.map((row) => row.map(String)));
      }),
      { numRuns: 20 },
    );
  });
});

test.each([
  ['1239.91', '1239.91'],
  ['1239.9100000000001', '1239.91'],
  ['0.30000000000000004', '0.3'],
  ['9.9999901400023E13', '99999901400023'],
  ['1E+3', '1000'],
  ['1.5E-3', '0.0015'],
  ['-12', '-12'],
  ['0', '0'],
  ['99.99999999999999999', '100'],
  ['73282932000074', '73282932000074'],
  ['n/a', 'n/a'],
])('the stored number %s is %s', (stored, plain) => {
  expect(plainNumber(stored)).toBe(plain);
});

test.each([
  ['1', false, '1900-01-01'],
  ['59', false, '1900-02-28'],
  ['61', false, '1900-03-01'],
  ['46265', false, '2026-08-31'],
  ['46265.75', false, '2026-08-31'],
  ['44803', true, '2026-08-31'],
  ['0', false, null],
  ['9999999', false, null],
  ['x', false, null],
])('serial %s', (serial, since1904, date) => {
  expect(serialToIso(serial, since1904)).toBe(date);
});

test.each([
  [14, undefined, true],
  [0, undefined, false],
  [164, 'dd/mm/yyyy', true],
  [164, '[$-40C]d mmmm yyyy;@', true],
  [164, 'mmm', true],
  [164, 'General', false],
  [164, '# ##0,00 "jours dus"', false],
  [164, '0.00%', false],
  [164, '[h]:mm', false],
  [164, 'mm:ss', false],
])('format %s %s', (id, code, isDate) => {
  expect(isDateFormat(id, code)).toBe(isDate);
});

test('a workbook with bytes changed, cut or added never makes the reader throw', async () => {
  const sound = await sheetOf([HEAD, ['F-1', utc('2026-08-31'), utc('2026-09-30'), 12.5, 'Dupont']]);
  const changes = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.integer({ min: 0, max: 255 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(changes, fc.nat(sound.length), (bytes, cut) => {
      const broken = Uint8Array.from(sound);
      for (const [at, byte] of bytes) broken[at] = byte;
      for (const part of [broken, broken.subarray(0, cut), broken.subarray(cut)]) {
        const { records, defects } = readInvoices(part, { today });
        expect(records.length + defects.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 100 },
  );
});

interface Part {
  readonly name: string;
  readonly data: Buffer;
  /** What the directory announces, when it lies. */
  readonly announced?: number;
  readonly encrypted?: boolean;
}

/** A ZIP written by hand, for what no library writes. */
function zipOf(parts: readonly Part[]): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, announced, encrypted } of parts) {
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(encrypted ? 1 : 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(announced ?? data.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, ...directory, end]);
}

const small = Buffer.from('<workbook/>');

describe('an archive that is not what it seems', () => {
  test('a bomb is refused before it is opened', () => {
    const bomb = zipOf([{ name: 'xl/workbook.xml', data: Buffer.alloc(64 * 1024 * 1024) }]);
    expect(readZip(bomb)).toBe('refused');
    expect(readTable(bomb).defects).toMatchObject([{ code: 'archive_refused', rejects: 'file' }]);
  });

  test('a bomb that announces little is not inflated beyond it', () => {
    const data = Buffer.alloc(8 * 1024 * 1024);
    const lying = zipOf([{ name: 'xl/workbook.xml', data, announced: 100 }]);
    const [entry] = readZip(lying);
    expect(typeof entry === 'object' ? entry.read() : 'refused').toBeNull();
    expect(readTable(lying).defects).toMatchObject([{ code: 'workbook_damaged' }]);
  });

  test.each([
    ['more than a gigabyte', [{ name: 'a', data: small, announced: 1_100_000_000 }]],
    ['an encrypted part', [{ name: 'a', data: small, encrypted: true }]],
    ['thousands of parts', Array.from({ length: 1001 }, (_, index) => ({ name: `p${index}`, data: small }))],
  ])('%s is refused', (_, parts) => {
    expect(readZip(zipOf(parts))).toBe('refused');
  });

  test('other archives are no workbooks, a workbook without its sheet is damaged', () => {
    expect(readTable(zipOf([{ name: 'lisez-moi.txt', data: small }])).defects).toMatchObject([
      { code: 'not_a_table', message: expect.stringContaining('ZIP') },
    ]);
    const named = '<workbook xmlns:r="x"><sheets><sheet name="F" r:id="r1"/></sheets></workbook>';
    const links = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>';
    const parts = [
      { name: 'xl/workbook.xml', data: Buffer.from(named) },
      { name: 'xl/_rels/workbook.xml.rels', data: Buffer.from(links) },
    ];
    expect(readTable(zipOf(parts)).defects).toMatchObject([{ code: 'workbook_damaged' }]);
    expect(readTable(zipOf(parts).subarray(0, 150)).defects).toMatchObject([{ code: 'workbook_damaged' }]);
  });

  test('a sheet of another writer: prefixes, inline texts, no references, entities, phonetic hints', () => {
    const named = `<?xml version="1.0"?><x:workbook xmlns:x="m" xmlns:r="x"><x:sheets>
      <x:sheet name="F" sheetId="1" r:id="r1"/></x:sheets></x:workbook>`;
    const links = `<Relationships><Relationship Target="/xl/worksheets/a.xml" Id="r1"/></Relationships>`;
    const strings = `<sst><si><t>client</t></si>
      <si><r><t>Caf</t></r><r><t>é &amp; Co &#x2713;</t></r><rPh><t>non</t></rPh></si></sst>`;
    const sheet = `<x:worksheet><x:sheetData>
      <x:row><x:c t="inlineStr"><x:is><x:t>facture</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c>
      <x:c t="inlineStr"><x:is><x:t>code_client</x:t></x:is></x:c><x:c t="str"><x:v>facture_payee</x:v></x:c></x:row>
      <x:row r="5"><x:c r="A5" t="str"><x:f>A1&amp;"x"</x:f><x:v>F-1</x:v></x:c><x:c t='s' r='B5'><x:v>1</x:v></x:c>
      <x:c r="D5" t="b"><x:v>1</x:v></x:c></x:row><!-- <x:row/> --><x:row r="6"/></x:sheetData></x:worksheet>`;
    const table = readTable(
      zipOf([
        { name: 'xl/workbook.xml', data: Buffer.from(named) },
        { name: 'xl/_rels/workbook.xml.rels', data: Buffer.from(links) },
        { name: 'xl/sharedStrings.xml', data: Buffer.from(strings) },
        { name: 'xl/worksheets/a.xml', data: Buffer.from(sheet) },
      ]),
    );
    expect(table.header).toEqual(['facture', 'client', 'code_client', 'facture_payee']);
    expect([...table.rows]).toEqual([{ line: 5, cells: ['F-1', 'Café & Co ✓', '', '1'] }]);
  });
});
