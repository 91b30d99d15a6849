import { electronicFormatIBAN, ValidationErrorsIBAN, validateIBAN } from 'ibantools';
import { fault, type Reading } from './reading.ts';

/**
 * An IBAN without blanks: length and key of its country, and the RIB key inside French and Monegasque ones.
 */
export function readIban(text: string): Reading<string> {
  const iban = electronicFormatIBAN(text) ?? '';
  const { valid, errorCodes } = validateIBAN(iban);
  if (!valid) return fault('iban_invalid', reason(errorCodes));
  const national = /^(?:FR|MC)\d\d(\d{5})(\d{5})([0-9A-Z]{11})(\d{2})$/.exec(iban);
  if (!national) return { value: iban };
  const [, bank = '', branch = '', account = '', key = ''] = national;
  return ribKey(bank, branch, account) === Number(key)
    ? { value: iban }
    : fault('iban_invalid', 'la clé RIB ne correspond pas');
}

function reason(codes: readonly ValidationErrorsIBAN[]): string {
  if (codes.includes(ValidationErrorsIBAN.NoIBANCountry)) return 'il ne commence pas par un pays';
  if (codes.includes(ValidationErrorsIBAN.WrongBBANLength)) return 'sa longueur n’est pas celle de son pays';
  if (codes.includes(ValidationErrorsIBAN.WrongBBANFormat)) return 'il contient des caractères interdits';
  return 'sa clé ne correspond pas';
}

/** Letters of the account number count as the digit they share a key with on the bank's table. */
const LETTER_DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  ['', 'AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FOW', 'GPX', 'HQY', 'IRZ'].flatMap((letters, digit) =>
    [...letters].map((letter) => [letter, String(digit)]),
  ),
);

/** `97 − ((89 × bank + 15 × branch + 3 × account) mod 97)`: the key of a relevé d'identité bancaire. */
function ribKey(bank: string, branch: string, account: string): number {
  const digits = [...account].map((char) => LETTER_DIGITS[char] ?? char).join('');
  const sum = 89n * BigInt(bank) + 15n * BigInt(branch) + 3n * BigInt(digits);
  return 97 - Number(sum % 97n);
}
