import { electronicFormatIBAN, ValidationErrorsIBAN, validateIBAN } from 'ibantools';
import { fault, type Reading } from './reading.ts';

/**
 * An IBAN without blanks: length and key of its country, and the national key inside it (the RIB key of
 * French and Monegasque accounts).
 */
export function readIban(text: string): Reading<string> {
  const iban = electronicFormatIBAN(text) ?? '';
  const { valid, errorCodes } = validateIBAN(iban);
  return valid ? { value: iban } : fault('iban_invalid', reason(errorCodes));
}

function reason(codes: readonly ValidationErrorsIBAN[]): string {
  if (codes.includes(ValidationErrorsIBAN.NoIBANProvided)) return 'il est vide';
  if (codes.includes(ValidationErrorsIBAN.NoIBANCountry)) return 'il ne commence pas par un pays';
  if (codes.includes(ValidationErrorsIBAN.WrongBBANLength)) return 'sa longueur n’est pas celle de son pays';
  if (codes.includes(ValidationErrorsIBAN.WrongBBANFormat)) return 'il contient des caractères interdits';
  if (codes.includes(ValidationErrorsIBAN.WrongIBANChecksum)) return 'sa clé ne correspond pas';
  return 'la clé RIB ne correspond pas';
}
