import { expect, test } from 'vitest';
import { debtorKey } from './key.ts';

const nobody = { code: null, siren: null, name: 'Café de l’Œuvre', postcode: '69 003' };

test.each([
  ['the customer code first', { ...nobody, code: ' C001 ', siren: '732829320' }, 'C001', 'code'],
  ['else the SIREN', { ...nobody, siren: '732829320' }, '732829320', 'siren'],
  ['else the name and the postcode', nobody, 'cafe-de-l-oeuvre-69003', 'name'],
  ['a blank code is none', { ...nobody, code: '  ', postcode: null }, 'cafe-de-l-oeuvre', 'name'],
])('%s', (_, identity, key, by) => {
  expect(debtorKey(identity)).toEqual({ key, by });
});

test('accents and capitals make no other debtor', () => {
  const twin = { ...nobody, name: 'CAFE DE L’ŒUVRE' };
  expect(debtorKey(twin)).toEqual(debtorKey(nobody));
});
