import { expect, test } from 'vitest';
import type { Reading } from './reading.ts';
import {
  readCurrency,
  readCustomerType,
  readDocumentType,
  readLanguage,
  readPaymentMethod,
  readStatus,
  readYesNo,
} from './vocabulary.ts';

function outcome<T>(reading: Reading<T>): T | string {
  return 'fault' in reading ? reading.fault : reading.value;
}

test.each([
  ['professionnel', 'b2b'],
  ['Particulier', 'b2c'],
  ['ASSOCIATION', 'nonpro'],
  ['public', 'public'],
  ['b2b', 'b2b'],
  ['nonpro', 'nonpro'],
  ['Collectivité', 'public'],
  ['client', 'customer_type_unknown'],
])('the customer type %s', (text, expected) => {
  expect(outcome(readCustomerType(text))).toBe(expected);
});

test.each([
  ['Virement', 'transfer'],
  ['VIR', 'transfer'],
  ['Virement SEPA', 'transfer'],
  ['prélèvement', 'direct_debit'],
  ['Prélèvement SEPA', 'direct_debit'],
  ['PRLV', 'direct_debit'],
  ['LCR', 'lcr'],
  ['Lettre de change', 'lcr'],
  ['traite', 'lcr'],
  ['chèque', 'cheque'],
  ['CHQ', 'cheque'],
  ['Carte bancaire', 'card'],
  ['CB', 'card'],
  ['espèces', 'cash'],
  ['troc', 'payment_method_unknown'],
])('the payment method %s', (text, expected) => {
  expect(outcome(readPaymentMethod(text))).toBe(expected);
});

test.each([
  ['Brouillon', 'draft'],
  ['En retard', 'late'],
  ['Non payé', 'late'],
  ['Partiellement payée', 'partial'],
  ['PartiallyPaid', 'partial'],
  ['Payée', 'paid'],
  ['Closed', 'paid'],
  ['Void', 'cancelled'],
  ['Abandonnée', 'cancelled'],
  ['Avoir', 'credit'],
  ['Comptabilisé', 'open'],
  ['0', 'draft'],
  ['3', 'cancelled'],
  ['bizarre', null],
])('the status %s', (text, expected) => {
  expect(readStatus(text)).toBe(expected);
});

test.each([
  ['Facture', false, 'invoice'],
  ['Facture d’acompte', false, 'invoice'],
  ['Avoir', false, 'credit_note'],
  ['Facture d’avoir', false, 'credit_note'],
  ['out_refund', false, 'credit_note'],
  ['Devis', false, 'other'],
  ['Facture proforma', false, 'other'],
  ['Facture fournisseur', false, 'other'],
  ['2', true, 'credit_note'],
  ['3', true, 'invoice'],
  ['2', false, 'invoice'],
  ['', false, 'invoice'],
])('the document type « %s »', (text, codes, expected) => {
  expect(readDocumentType(text, codes)).toBe(expected);
});

test('currencies, languages, yes and no', () => {
  expect(
    ['EUR', 'eur', '€', 'Euros', 'CHF', 'FRF', 'XYZ'].map((text) => outcome(readCurrency(text))),
  ).toEqual([...['EUR', 'EUR', 'EUR', 'EUR', 'CHF', 'currency_unknown', 'currency_unknown']]);
  expect(['fr', 'Anglais', 'de'].map((text) => outcome(readLanguage(text)))).toEqual([
    ...['fr', 'en', 'language_unknown'],
  ]);
  expect(['oui', 'N', '1', '0', 'x', '', 'peut-être'].map(readYesNo)).toEqual([
    ...[true, false, true, false, true, false, null],
  ]);
});
