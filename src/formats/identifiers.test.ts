import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIban } from './bank-account.ts';
import { readSiren, readSiret, readVatNumber, sirenOfVat } from './identifiers.ts';
import type { Reading } from './reading.ts';

function outcome<T>(reading: Reading<T>): T | string {
  return 'fault' in reading ? `${reading.fault}: ${reading.detail}` : reading.value;
}

describe('SIREN', () => {
  test.each([
    ['732829320', '732829320'],
    ['732 829 320', '732829320'],
    ['732.829.320', '732829320'],
    ['732829320.0', '732829320'],
    ['356000000', '356000000'],
    ['5520135', '005520135'],
    ['732829321', 'siren_invalid: sa clé ne correspond pas'],
    ['000000000', 'siren_invalid: sa clé ne correspond pas'],
    ['73282932', 'siren_invalid: sa clé ne correspond pas'],
    ['123456', 'siren_invalid: 6 chiffres au lieu de 9'],
    ['7328293200', 'siren_invalid: 10 chiffres au lieu de 9'],
    ['BE0123456789', 'siren_invalid: il contient autre chose que des chiffres'],
    ['7,33E+08', 'siret_damaged: '],
  ])('%s', (text, expected) => {
    expect(outcome(readSiren(text))).toBe(expected);
  });
});

describe('SIRET', () => {
  test.each([
    ['732 829 320 00074', '73282932000074'],
    ['35600000000048', '35600000000048'],
    ['35600000049837', '35600000049837'],
    ['35600000049838', 'siret_invalid: sa clé ne correspond pas'],
    ['73282932000075', 'siret_invalid: sa clé ne correspond pas'],
    ['732829320', 'siret_invalid: 9 chiffres au lieu de 14'],
    ['8,03E+13', 'siret_damaged: '],
    ['9.99999E+13', 'siret_damaged: '],
  ])('%s', (text, expected) => {
    expect(outcome(readSiret(text))).toBe(expected);
  });
});

describe('VAT number', () => {
  test.each([
    ['FR44732829320', 'FR44732829320'],
    ['fr 44 732 829 320', 'FR44732829320'],
    ['FR 05 987 654 321', 'vat_invalid: le SIREN qu’il contient est faux'],
    ['FRAB732829320', 'FRAB732829320'],
    ['FR45732829320', 'vat_invalid: sa clé ne correspond pas au SIREN'],
    ['FR44732829321', 'vat_invalid: le SIREN qu’il contient est faux'],
    ['FR4473282932', 'vat_invalid: un numéro français compte FR, deux caractères et neuf chiffres'],
    ['BE0123456789', 'BE0123456789'],
    ['ATU12345678', 'ATU12345678'],
    ['732829320', 'vat_invalid: il ne commence pas par les deux lettres d’un pays'],
  ])('%s', (text, expected) => {
    expect(outcome(readVatNumber(text))).toBe(expected);
  });

  test('only a French one holds a SIREN', () => {
    expect(sirenOfVat('FR44732829320')).toBe('732829320');
    expect(sirenOfVat('BE0123456789')).toBeNull();
  });
});

describe('IBAN', () => {
  test.each([
    ['FR76 3000 6000 0112 3456 7890 189', 'FR7630006000011234567890189'],
    ['FR1420041010050500013M02606', 'FR1420041010050500013M02606'],
    ['DE89370400440532013000', 'DE89370400440532013000'],
    ['FR76 1254 2547 2569 8542 5874 698', 'iban_invalid: sa clé ne correspond pas'],
    ['FR7630006000011234567890188', 'iban_invalid: sa clé ne correspond pas'],
    ['FR763000600001123456789018', 'iban_invalid: sa longueur n’est pas celle de son pays'],
    ['FRDEBIT', 'iban_invalid: sa longueur n’est pas celle de son pays'],
    ['XXXX', 'iban_invalid: il ne commence pas par un pays'],
    ['FR81300060000112345678901A9', 'iban_invalid: il contient des caractères interdits'],
    ['', 'iban_invalid: il est vide'],
    // RIB key 88 instead of 89, under an IBAN key computed for it.
    ['FR0630006000011234567890188', 'iban_invalid: la clé RIB ne correspond pas'],
    ['MC5811222000010123456789030', 'MC5811222000010123456789030'],
  ])('%s', (text, expected) => {
    expect(outcome(readIban(text))).toBe(expected);
  });
});

test('no text makes a reader of numbers throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const read of [readSiren, readSiret, readVatNumber, readIban]) {
        expect(Object.keys(read(text))[0]).toMatch(/^(?:value|fault)$/);
      }
    }),
  );
});
