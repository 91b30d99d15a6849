import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { readDebtors } from './debtors.ts';

const today = iso('2026-11-22');

function read(...lines: readonly string[]): ReturnType<typeof readDebtors> {
  return readDebtors(Buffer.from(`${lines.join('\n')}\n`), { today });
}

test('a customer with all that a file may say of it', () => {
  const reading = read(
    'code;raison sociale;type_client;forme_juridique;client_depuis;siret;email;mobile;téléphone;adresse;cp;ville;iban',
    'C1;Dupont & Fils;professionnel;SARL;15/03/2019;73282932000074;a@b.fr;0601020304;472000000;12 rue A;1000;Bourg;FR7630006000011234567890189',
  );
  expect(reading.defects).toEqual([]);
  expect(reading.needs).toEqual([]);
  expect(reading.records).toEqual([
    {
      ...{ line: 2, key: 'C1', keyFrom: 'code', code: 'C1', name: 'Dupont & Fils', regime: 'b2b' },
      ...{ legalForm: 'SARL', customerSince: iso('2019-03-15'), salesperson: null, siren: '732829320' },
      ...{ siret: '73282932000074', vatNumber: null, emails: ['a@b.fr'] },
      ...{ phones: ['+33601020304', '+33472000000'], contact: null, language: null, scenario: null },
      address: { lines: ['12 rue A'], postcode: '01000', city: 'Bourg', country: null },
      ...{ terms: null, iban: 'FR7630006000011234567890189' },
    },
  ]);
});

test('a customer needs a name; its other cells may be wrong', () => {
  const reading = read(
    'code_client;client;siren;email;iban',
    'C1;;732829320;;',
    'C2;Durand;732829321;paul;FRDEBIT',
    'C2;Durand;;;',
  );
  expect(reading.defects.map(({ line, code, rejects }) => [line, code, rejects])).toEqual([
    [2, 'customer_missing', 'line'],
    [3, 'siren_invalid', 'value'],
    [3, 'email_invalid', 'value'],
    [3, 'iban_invalid', 'value'],
    [4, 'duplicate_debtor', 'line'],
  ]);
  expect(reading.records).toMatchObject([{ line: 3, code: 'C2', siren: null, emails: [], iban: null }]);
  expect(reading.needs).toEqual([{ code: 'customer_type_missing', debtors: 1 }]);
});

test('names alike in two towns are two customers', () => {
  const reading = read(
    'client;code_postal',
    'Garage du Centre;69003',
    'GARAGE DU CENTRE;75011',
    'garage du centre;69003',
  );
  expect(reading.records.map(({ key }) => key)).toEqual(['garage du centre 69003', 'garage du centre 75011']);
  expect(reading.defects).toMatchObject([{ line: 4, code: 'duplicate_debtor' }]);
});

test('a file without names is none of customers', () => {
  expect(read('siren;ville', '732829320;Lyon').defects).toMatchObject([
    { code: 'column_missing', field: 'client' },
  ]);
  expect(read('un;deux', '1;2').defects).toMatchObject([{ code: 'header_missing' }]);
});
