import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { readDebtors } from './debtors.ts';
import { readInvoices } from './invoices.ts';
import { readPayments } from './payments.ts';
import { recognise } from './recognise.ts';

const BANK = new URL('../../tests/fixtures/bank/', import.meta.url);
const TRADE = new URL('../../tests/fixtures/csv/', import.meta.url);
const today = iso('2026-03-01');
const READERS = [readInvoices, readPayments, readDebtors] as const;

const tablesOf = (folder: URL) => readdirSync(folder).filter((name) => /\.(?:csv|txt)$/.test(name));
const codesOf = (bytes: Uint8Array, options = {}) =>
  READERS.map((read) => read(bytes, { today, ...options }).defects.map(({ code }) => code));
const named = (text: string) => new Set(codesOf(Buffer.from(text)).flat());

describe('a bank’s statement of account is told as what it is', () => {
  test('there are eight banks', () => expect(tablesOf(BANK)).toHaveLength(8));

  test.each(tablesOf(BANK))('%s, whatever it is read as', (name) => {
    const bytes = readFileSync(new URL(name, BANK));
    expect(recognise(bytes)).toBe('unknown');
    for (const read of READERS) {
      const reading = read(bytes, { today });
      expect(reading).toMatchObject({ records: [], warnings: [], lines: name === 'qonto_fr.csv' ? 11 : 10 });
      expect(reading.understood).toMatchObject({ columns: [], unknown: [] });
      expect(reading.defects).toMatchObject([{ code: 'bank_statement_not_read', rejects: 'file' }]);
      const [{ line = 0, remedy = '' } = {}] = reading.defects;
      expect(line).toBe(reading.understood.headerLine);
      for (const way of ['relance payment add', '--as payments', 'relance confirm bank --on']) {
        expect(remedy).toContain(way);
      }
    }
  });

  // Titles of exports of which we have no whole file.
  test.each([
    [
      'of a parser',
      'Date opération;Libellé;Débit;Crédit;Devise;Référence\n2026-04-02;Loyer;1234,56;;EUR;FR-1\n',
    ],
    [
      'with a column of values',
      'Date;Date valeur;Libellé;Débit euros;Crédit euros\n01/09/2026;01/09/2026;VIR;;9,00\n',
    ],
    [
      'in English',
      'Date started (UTC),Date completed (UTC),ID,Description,Reference,Amount,Fee,Balance\n2026-01-05,2026-01-05,1,VIR,R,9.00,0.00,10.00\n',
    ],
    [
      'with VAT',
      "Transaction ID;Date de la valeur;Date d'opération;IBAN;Débit;Crédit;Solde bancaire;Libellé;Montant HT\n1;01/09/2026;01/09/2026;FR76;;9,00;9,00;VIR;9,00\n",
    ],
    [
      'by its first lines alone',
      'Relevé de compte n° 12;;\nDate;Libellé;Montant\n01/09/2026;VIR DUPONT;9,00\n',
    ],
  ])('%s', (_what, text) => expect(named(text)).toEqual(new Set(['bank_statement_not_read'])));

  test.each([
    [
      'camt.053',
      '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n',
    ],
    ['OFX', 'OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>\n<BANKMSGSRSV1>\n'],
    [
      'MT940',
      ':20:STARTUMS\n:25:NL91ABNA0417164300\n:28C:1\n:60F:C260320EUR1000,00\n:61:260320C1250,50NTRF//A,B\n',
    ],
    [
      'CFONB 120',
      `0199999    00000EUR2 98765432100  150126${' '.repeat(50)}0000000001904}150519160519    \n`,
    ],
  ])('the banks’ own format %s', (_what, text) => {
    expect(named(text)).toEqual(new Set(['bank_statement_not_read']));
  });

  test('a mapping is a person’s word that its columns can be read', () => {
    const bytes = readFileSync(new URL('cic_credit_mutuel.csv', BANK));
    const mapping = { Crédit: 'montant', Libellé: 'reference' };
    const reading = readPayments(bytes, { today, mapping });
    expect(reading.records.map(({ amount }) => amount)).toContain(1_333_350);
  });
});

describe('nothing of trade is taken for a statement', () => {
  test.each(tablesOf(TRADE))('%s', (name) => {
    const codes = codesOf(readFileSync(new URL(name, TRADE))).flat();
    expect(codes).not.toContain('bank_statement_not_read');
    expect(codes).not.toContain('entries_not_read');
  });

  test.each([
    [
      'a customer’s ledger',
      'Date;Journal;Pièce;Libellé;Débit;Crédit;Solde;Lettrage\n01/09/2026;VE;1;F-1;9,00;;9,00;A\n',
    ],
    [
      'invoices without customers',
      'N° facture;Date;Échéance;Libellé;Débit;Crédit\nF-1;01/09/2026;30/09/2026;x;9,00;\n',
    ],
    ['payments without amounts', 'Date;Client;Libellé;Solde\n01/09/2026;Dupont;VIR;9,00\n'],
    ['a table of anything', 'Date;Libellé;Montant\n01/09/2026;Achat;9,00\n'],
    ['who owes what', 'Date;Débiteur;Libellé;Montant;Solde\n01/09/2026;Dupont;x;9,00;9,00\n'],
  ])('%s', (_what, text) => {
    expect(named(text)).not.toContain('bank_statement_not_read');
    expect(named(text)).toContain('column_missing');
  });

  test('« Débiteur » is a customer, not a debit in euros', () => {
    const text = 'Facture;Date;Échéance;Débiteur;Montant TTC\nF-1;01/09/2026;30/09/2026;Dupont;100,00\n';
    expect(recognise(Buffer.from(text))).toBe('invoices');
  });
});

test('a file of accounting entries is told as what it is', () => {
  const head =
    'JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|PieceRef|PieceDate|EcritureLib';
  const text = `${head}|Debit|Credit\nVE|Ventes|1|20260105|411000|Clients|F-1|20260105|Dupont|9,00|0,00\n`;
  expect(named(text)).toEqual(new Set(['entries_not_read']));
  expect(named(text.replace('Debit|Credit', 'Montant|Sens'))).toEqual(new Set(['entries_not_read']));
});
