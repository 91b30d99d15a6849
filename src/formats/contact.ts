import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Fault, fault, type Reading } from './reading.ts';
import { fold } from './text.ts';

/**
 * Addresses that can be written to: a local part, a domain with a point, nothing that a mail server would
 * refuse.
 */
const EMAIL =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*[\p{L}\p{N}]$/u;

export interface EmailList {
  readonly emails: readonly string[];
  /** The parts that are no address, with their text. */
  readonly faults: readonly (Fault & { readonly text: string })[];
}

/**
 * Addresses of one cell, split at commas, semicolons and line feeds; `Name <a@b.fr>` gives `a@b.fr`; no
 * doubles.
 */
export function readEmails(text: string): EmailList {
  const emails: string[] = [];
  const faults: (Fault & { text: string })[] = [];
  for (const part of text.split(/[,;\n]/)) {
    const trimmed = part.trim();
    if (trimmed === '') continue;
    const address = (/<([^<>]+)>$/.exec(trimmed)?.[1] ?? trimmed).replace(/^mailto:/i, '').trim();
    const at = address.lastIndexOf('@');
    const sound = address.length <= 254 && at <= 64 && EMAIL.test(address);
    const kept = `${address.slice(0, at)}@${address.slice(at + 1).toLowerCase()}`;
    if (!sound) faults.push({ ...fault('email_invalid'), text: trimmed });
    else if (!emails.some((known) => known.toLowerCase() === kept.toLowerCase())) emails.push(kept);
  }
  return { emails, faults };
}

/**
 * A number as `+33472000000` (E.164). `country` tells how national numbers are dialled; a lost first zero
 * is put back.
 */
export function readPhone(text: string, country: string): Reading<string> {
  const digits = text.replace(/[\s.\-/()_]/g, '').replace(/[.,]0+$/, '');
  if (country === 'FR' && /^(?:(?:\+|00)?330?|0)?[1-9]\d{8}$/.test(digits))
    return { value: `+33${digits.slice(-9)}` };
  const parsed = parsePhoneNumberFromString(text, country as CountryCode);
  return parsed?.isValid() ? { value: parsed.number } : fault('phone_invalid');
}

/** Codes that region tables name though no address has them: unions, unknown, pseudo-locales. */
const NOT_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO']);
const NAMES_BY_LANGUAGE = ['fr', 'en'].map(
  (language) => new Intl.DisplayNames([language], { type: 'region' }),
);

/** Every country and territory by its two-letter code and by its folded French and English names. */
const COUNTRIES: ReadonlyMap<string, string> = new Map(
  twoLetterCodes().flatMap((code) => {
    // Old and exceptional codes (UK, FX, DD) name the country they stand for today.
    const country = new Intl.Locale(`und-${code}`).region ?? code;
    const names = NAMES_BY_LANGUAGE.map((language) => language.of(country) ?? country);
    const unnamed = names.every((name) => name === country);
    if (unnamed || NOT_COUNTRIES.has(country)) return [];
    return [code, ...names].map((name) => [fold(name), country] as const);
  }),
);

function twoLetterCodes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters.flatMap((first) => letters.map((second) => first + second));
}

/** The two-letter code of a country given by that code or by its French or English name. */
export function readCountry(text: string): Reading<string> {
  const code = COUNTRIES.get(fold(text));
  return code ? { value: code } : fault('country_unknown');
}

/** French territories whose addresses end with a five-digit French postcode. */
const FRENCH_POST = new Set([
  'FR',
  'MC',
  'GP',
  'MQ',
  'GF',
  'RE',
  'YT',
  'PM',
  'BL',
  'MF',
  'WF',
  'PF',
  'NC',
  'TF',
]);

/**
 * A postcode; in France five digits, a first zero that a spreadsheet dropped being put back. No country
 * means France.
 */
export function readPostcode(text: string, country: string | null): Reading<string> {
  const compact = text
    .replace(/[.,]0+$/, '')
    .replace(/[\s-]/g, '')
    .replace(/^F(?=\d)/i, '');
  if (country !== null && !FRENCH_POST.has(country)) return { value: text };
  const padded = compact.length === 4 ? `0${compact}` : compact;
  return /^(?!00)\d{5}$/.test(padded) && padded < '99000' ? { value: padded } : fault('postcode_invalid');
}
