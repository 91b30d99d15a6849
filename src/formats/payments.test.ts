import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { readPayments } from './payments.ts';

const today = iso('2026-11-22');

function read(...lines: readonly string[]): ReturnType<typeof readPayments> {
  return readPayments(Buffer.from(`${lines.join('\n')}\n`), { today });
}

test('a payment pays an invoice, a reference or a customer', () => {
  const reading = read(
    'facture;client;code_client;montant;date;moyen;reference;devise',
    'F-1;Dupont;C1;1 200,00;31/10/2026;Virement;VIR 77;',
    ';Dupont;;50,00;31/10/2026;chèque;;',
    ';;;-50,00;02/11/2026;;REJET 12;CHF',
  );
  expect(reading).toMatchObject({ format: 'csv', separator: ';', lines: 3, defects: [], needs: [] });
  const common = { customerCode: null, currency: 'EUR', occurrence: 1 };
  expect(reading.records).toEqual([
    {
      ...{
        line: 2,
        invoice: 'F-1',
        customer: 'Dupont',
        customerCode: 'C1',
        amount: 120_000,
        currency: 'EUR',
      },
      ...{ paidOn: iso('2026-10-31'), means: 'transfer', reference: 'VIR 77', occurrence: 1 },
    },
    {
      ...common,
      ...{ line: 3, invoice: null, customer: 'Dupont', amount: 5000, paidOn: iso('2026-10-31') },
      ...{ means: 'cheque', reference: null },
    },
    {
      ...common,
      ...{ line: 4, invoice: null, customer: null, amount: -5000, currency: 'CHF' },
      ...{ paidOn: iso('2026-11-02'), means: null, reference: 'REJET 12' },
    },
  ]);
});

test('titles of other tools, and English ones', () => {
  const french = read(
    "N° facture;Date d'encaissement;Montant réglé;Mode de règlement",
    'F-1;31/10/2026;12,00;CB',
  );
  expect(french.records).toMatchObject([{ invoice: 'F-1', amount: 1200, means: 'card' }]);
  const english = read('invoice,paid_on,amount,means', 'F-1,2026-10-31,12.00,wire');
  expect(english.records).toMatchObject([{ invoice: 'F-1', amount: 1200, means: 'transfer' }]);
});

test('two payments alike on one day are two payments, numbered', () => {
  const line = ';Dupont;12,00;31/10/2026;virement';
  const reading = read(
    'facture;client;montant;date;moyen',
    line,
    line,
    ';Dupont;13,00;31/10/2026;virement',
    line,
  );
  expect(reading.records.map(({ amount, occurrence }) => [amount, occurrence])).toEqual([
    ...[
      [1200, 1],
      [1200, 2],
      [1300, 1],
      [1200, 3],
    ],
  ]);
  expect(reading.defects).toEqual([]);
});

test('every bad line is told, every good one kept', () => {
  const reading = read(
    'facture;client;montant;date;moyen',
    'F-1;;12,00;31/02/2026;virement',
    'F-2;;douze;31/10/2026;virement',
    'F-3;;;;virement',
    'F-4;;12,00;31/10/2026;troc',
    ';;12,00;31/10/2026;virement',
    'F-6;;12,00;23/11/2026;virement',
  );
  expect(reading.defects.map(({ line, code }) => [line, code])).toEqual([
    [2, 'date_invalid'],
    [3, 'amount_invalid'],
    [4, 'amount_missing'],
    [4, 'payment_date_missing'],
    [5, 'payment_method_unknown'],
    [6, 'payment_target_missing'],
    [7, 'payment_in_future'],
  ]);
  expect(reading.records.map(({ invoice }) => invoice)).toEqual(['F-4']);
});

test('the columns that payments need', () => {
  const fields = (titles: string): string[] => read(titles, '1;2').defects.map(({ field }) => field);
  expect(fields('moyen;devise')).toEqual(['montant', 'date', 'facture']);
  expect(fields('date;montant')).toEqual(['facture']);
});
