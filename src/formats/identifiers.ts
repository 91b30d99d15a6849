import { fault, type Reading } from './reading.ts';

const LA_POSTE = '356000000';
const SCIENTIFIC = /^\d(?:[.,]\d+)?E\+?\d{1,2}$/i;

/** Digits of a company or establishment number, without blanks, points and the `.0` of a spreadsheet. */
function compact(text: string): string {
  return text.replace(/[.,]0+$/, '').replace(/[\s.\-_]/g, '');
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * A SIREN: nine digits under the Luhn key; first zeros that a spreadsheet dropped are put back when the key
 * agrees.
 */
export function readSiren(text: string): Reading<string> {
  if (SCIENTIFIC.test(text)) return fault('siret_damaged');
  const digits = compact(text);
  if (!/^\d+$/.test(digits)) return fault('siren_invalid', 'il contient autre chose que des chiffres');
  const padded = digits.length >= 7 ? digits.padStart(9, '0') : digits;
  if (padded.length !== 9)
    return fault('siren_invalid', `${digits.length} chiffre${digits.length > 1 ? 's' : ''} au lieu de 9`);
  if (!luhn(padded) || /^0+$/.test(padded)) return fault('siren_invalid', 'sa clé ne correspond pas');
  return { value: padded };
}

/**
 * A SIRET: fourteen digits under the Luhn key, but for La Poste whose digits add up to a multiple of five.
 */
export function readSiret(text: string): Reading<string> {
  if (SCIENTIFIC.test(text)) return fault('siret_damaged');
  const digits = compact(text);
  if (!/^\d+$/.test(digits)) return fault('siret_invalid', 'il contient autre chose que des chiffres');
  const padded = digits.length >= 12 ? digits.padStart(14, '0') : digits;
  if (padded.length !== 14)
    return fault('siret_invalid', `${digits.length} chiffre${digits.length > 1 ? 's' : ''} au lieu de 14`);
  const sum = [...padded].reduce((total, digit) => total + Number(digit), 0);
  const postOffice = padded.startsWith(LA_POSTE) && sum % 5 === 0;
  if ((!luhn(padded) && !postOffice) || /^0+$/.test(padded))
    return fault('siret_invalid', 'sa clé ne correspond pas');
  return { value: padded };
}

/**
 * A VAT number. French ones are checked: SIREN by Luhn, numeric key by `(12 + 3 × (SIREN mod 97)) mod 97`;
 * keys with a letter follow no published rule of that kind and are taken as they are. Others must look like
 * a country's number.
 */
export function readVatNumber(text: string): Reading<string> {
  const number = text.replace(/[\s.\-_]/g, '').toUpperCase();
  const french = /^FR([0-9A-HJ-NP-Z]{2})(\d{9})$/.exec(number);
  if (french) {
    const [, key = '', siren = ''] = french;
    if (!luhn(siren)) return fault('vat_invalid', 'le SIREN qu’il contient est faux');
    const expected = String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0');
    if (/^\d\d$/.test(key) && key !== expected)
      return fault('vat_invalid', 'sa clé ne correspond pas au SIREN');
    return { value: number };
  }
  if (number.startsWith('FR'))
    return fault('vat_invalid', 'un numéro français compte FR, deux caractères et neuf chiffres');
  if (/^[A-Z]{2}[0-9A-Z+*]{2,13}$/.test(number) && /\d/.test(number)) return { value: number };
  return fault('vat_invalid', 'il ne commence pas par les deux lettres d’un pays');
}

/** SIREN inside a French VAT number, null for foreign ones. */
export function sirenOfVat(vatNumber: string): string | null {
  return vatNumber.startsWith('FR') ? vatNumber.slice(4) : null;
}
