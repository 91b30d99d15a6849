import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { day, iso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { toDecimal } from '../money/format.ts';
import { readDebtors } from './debtors.ts';
import { hashInput, type InvoiceRecord } from './invoice.ts';
import { readInvoices } from './invoices.ts';
import { readPayments } from './payments.ts';
import { recognise } from './recognise.ts';
import { readTable } from './table.ts';

const today = iso('2026-11-22');

function readEverything(bytes: Uint8Array): void {
  expect(['invoices', 'payments', 'debtors', 'unknown']).toContain(recognise(bytes));
  for (const read of [readInvoices, readDebtors, readPayments]) {
    const { records, defects, lines } = read(bytes, { today });
    const rejected = new Set(defects.filter(({ rejects }) => rejects === 'line').map(({ line }) => line));
    expect(records.length + rejected.size).toBeLessThanOrEqual(lines);
    // Nothing disappears without a word: a line is a record, or a defect says why not.
    if (lines > 0) expect(records.length + defects.length).toBeGreaterThan(0);
    for (const { message, remedy } of defects) expect(message.length * remedy.length).toBeGreaterThan(0);
  }
}

test('no bytes make a reader throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), readEverything), { numRuns: 150 });
});

/** Text that looks enough like a table to reach every reader. */
const TITLES = [
  ...[
    'facture',
    'date_facture',
    'date_echeance',
    'montant_ttc',
    'deja_regle',
    'reste_du',
    'client',
    'statut',
  ],
  ...[
    'code_client',
    'siren',
    'siret',
    'tva_intra',
    'email',
    'telephone',
    'code_postal',
    'pays',
    'iban',
    'cede_a',
  ],
  ...['montant', 'date', 'moyen', 'reference', 'montant_reglement', 'id_reglement', 'type_piece', 'devise'],
];
const CELLS = [
  ...[
    'F-1',
    'F-2',
    '',
    '1200,00',
    '1.234',
    '-5',
    '31/08/2026',
    '30/02/2026',
    '2026-08-31T22:00:00Z',
    '46265',
  ],
  ...[
    '"',
    '""',
    'a"b',
    '="01"',
    '=A1',
    '#N/A',
    'Ã©',
    "'01",
    '8,03E+13',
    '732829320',
    'FR44732829320',
    'Avoir',
  ],
  ...[
    'Payée',
    'Partielle',
    'Total',
    '€',
    'a@b.fr;x',
    '\n',
    '\u0000',
    '\u202e',
    '999999999999999',
    '0,005',
    '/',
  ],
];
const tables = fc
  .tuple(
    fc.constantFrom(';', ',', '\t', '|'),
    fc.constantFrom('\n', '\r\n', '\r', '\r\r\n'),
    fc.shuffledSubarray(TITLES, { minLength: 2 }),
    fc.array(fc.array(fc.oneof(fc.constantFrom(...CELLS), fc.string({ maxLength: 8 })), { maxLength: 28 }), {
      maxLength: 12,
    }),
    fc.constantFrom('utf-8', 'windows-1252', 'utf-16le', 'cp850'),
    fc.boolean(),
  )
  .map(([separator, end, titles, rows, encoding, whole]) => {
    const text = [titles, ...rows].map((cells) => cells.join(separator)).join(end);
    const bytes = iconv.encode(whole ? text + end : text, encoding, { addBOM: encoding === 'utf-16le' });
    return new Uint8Array(bytes);
  });

test('no table, however broken, makes a reader throw', () => {
  fc.assert(fc.property(tables, readEverything), { numRuns: 100 });
});

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/\s+/gu, ' ').trim())
  .filter((text) => text !== '' && !/[\p{C}\ufffd]|^['"=#]|\(\d+\)$|Ã|â€|Â/u.test(text));

const invoices = fc.record({
  number: fc.integer({ min: 1, max: 10 ** 6 }).map((value) => `F-${value}`),
  issuedOn: fc.integer({ min: iso('2015-01-01'), max: today }).map(day),
  terms: fc.integer({ min: 0, max: 120 }),
  amount: fc.integer({ min: -(10 ** 9), max: 10 ** 12 }),
  paidPart: fc.integer({ min: 0, max: 100 }),
  client: words,
  code: fc.integer({ min: 1, max: 50 }).map((value) => `C${value}`),
  regime: fc.constantFrom('professionnel', 'particulier', 'association', 'public', ''),
  description: fc.oneof(words, fc.constant('')),
  address: fc.oneof(words, fc.constant('')),
  email: fc.constantFrom('', 'compta@dupont.example', 'a@b.fr,c@d.fr'),
  currency: fc.constantFrom('EUR', 'CHF', 'USD'),
});

type Written = typeof invoices extends fc.Arbitrary<infer T> ? T : never;

const HEADER = [
  ...[
    'facture',
    'date_facture',
    'date_echeance',
    'montant_ttc',
    'deja_regle',
    'devise',
    'client',
    'code_client',
  ],
  ...['type_client', 'libelle', 'adresse', 'email'],
];

/** The template as a person or a program would fill it in, in one way of writing amounts and cells. */
function write(rows: readonly Written[], separator: string, end: string, comma: boolean): string {
  const quote = (text: string): string => {
    return /[\s"';,|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const money = (value: number): string => {
    const plain = toDecimal(value as InvoiceRecord['amount']);
    return comma ? plain.replace('.', ',').replace(/\B(?=(\d{3})+,)/g, '\u202f') : plain;
  };
  const cellsOf = (row: Written): string[] => [
    ...[row.number, formatShortDay(row.issuedOn), formatShortDay(day(row.issuedOn + row.terms))],
    ...[money(row.amount), money(paidOf(row)), row.currency, row.client, row.code, row.regime],
    ...[row.description, row.address, row.email],
  ];
  return [HEADER, ...rows.map(cellsOf)].map((cells) => cells.map(quote).join(separator)).join(end) + end;
}

function paidOf({ amount, paidPart }: Written): number {
  return Math.trunc((amount * paidPart) / 100);
}

const files = fc.record({
  rows: fc.uniqueArray(invoices, { minLength: 1, maxLength: 8, selector: ({ number }) => number }),
  separator: fc.constantFrom(';', ',', '\t', '|'),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  comma: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'utf-16le'),
});

test('what is written in the template is read back the same, however it is written', () => {
  fc.assert(
    fc.property(files, ({ rows, separator, end, comma, encoding }) => {
      const text = `\ufeff${write(rows, separator, end, comma)}`;
      const reading = readInvoices(iconv.encode(text, encoding), { today });
      expect(reading).toMatchObject({ separator, encoding, defects: [] });
      expect(reading.records.map(seen)).toEqual(rows.map(expected));
      const other = readInvoices(Buffer.from(write(rows, ';', '\n', true)), { today });
      expect(reading.records.map(hashInput)).toEqual(other.records.map(hashInput));
    }),
    { numRuns: 100 },
  );
});

function seen(record: InvoiceRecord): unknown[] {
  const { number, issuedOn, dueOn, amount, paid, currency, description, debtor } = record;
  const address = debtor.address.lines.join(' ');
  return [
    ...[number, issuedOn, dueOn, amount, paid, currency, debtor.name, debtor.code, debtor.regime],
    ...[description, address, debtor.emails.join(',')],
  ];
}

const REGIMES = {
  professionnel: 'b2b',
  particulier: 'b2c',
  association: 'nonpro',
  public: 'public',
  '': null,
};

function expected(row: Written): unknown[] {
  return [
    ...[row.number, row.issuedOn, row.issuedOn + row.terms, row.amount, paidOf(row) + 0, row.currency],
    ...[row.client, row.code, REGIMES[row.regime as keyof typeof REGIMES], row.description || null],
    ...[row.address, row.email],
  ];
}

test('a file repeated is read the same, and rows in another order give the same records', () => {
  fc.assert(
    fc.property(files, ({ rows }) => {
      const forwards = readInvoices(Buffer.from(write(rows, ';', '\n', true)), { today });
      const backwards = readInvoices(Buffer.from(write(rows.toReversed(), ';', '\n', true)), { today });
      expect(backwards.records.map(hashInput).sort()).toEqual(forwards.records.map(hashInput).sort());
      expect(readTable(Buffer.from(write(rows, ';', '\n', true))).rows.count).toBe(rows.length);
    }),
    { numRuns: 50 },
  );
});
