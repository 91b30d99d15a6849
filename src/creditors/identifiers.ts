/** Nine digits with their Luhn key: the number INSEE gives a legal person or a sole trader. */
export function isSiren(text: string): boolean {
  return /^\d{9}$/.test(text) && luhn(text) % 10 === 0;
}

/** La Poste's establishments break the Luhn key of SIRET: the sum of their digits is a multiple of five instead. */
const LA_POSTE = '356000000';

export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || !isSiren(text.slice(0, 9))) return false;
  if (text.startsWith(LA_POSTE)) return digitSum(text) % 5 === 0 || luhn(text) % 10 === 0;
  return luhn(text) % 10 === 0;
}

/**
 * A VAT number of the Union by its form, and by its key when it is French with a numeric key (12 + 3 × SIREN mod 97,
 * mod 97); French keys with letters exist and are taken as they are.
 */
export function isVatNumber(text: string): boolean {
  const french = /^FR([0-9A-HJ-NP-Z]{2})(\d{9})$/.exec(text);
  if (!french) return !text.startsWith('FR') && /^[A-Z]{2}[0-9A-Z+*]{2,13}$/.test(text);
  const [, key = '', siren = ''] = french;
  if (!isSiren(siren)) return false;
  return !/^\d{2}$/.test(key) || Number(key) === (12 + 3 * (Number(siren) % 97)) % 97;
}

/** The SIREN inside a French VAT number; null for another country's. */
export function sirenOfVatNumber(text: string): string | null {
  return /^FR..(\d{9})$/.exec(text)?.[1] ?? null;
}

function luhn(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}

function digitSum(digits: string): number {
  let sum = 0;
  for (const digit of digits) sum += Number(digit);
  return sum;
}
