import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

const NO_BREAK = '\u00a0';

/** Most characters one piece of data may bring: beyond, it is not a name, a wording nor an address. */
const LONGEST_DATA = 12_000;

/**
 * Data as it may stand in a text: one line, composed accents, without control characters, private-use
 * characters nor the marks that turn the direction of writing (they would let a name show another amount than
 * the one printed).
 */
export function cleanData(value: string): string {
  return value
    .slice(0, LONGEST_DATA)
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/g, (blank) => (/^[\u00a0\u202f]$/.test(blank) ? blank : ' '))
    .replace(/[\p{Cc}\p{Co}\p{Cn}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu, '')
    .trim();
}

/**
 * French spaces: a no-break space before : ; ! ? » % €, after « and n°, and between a number and its unit.
 * Only plain spaces already typed are replaced, so addresses of web and mail stay as they are.
 */
export function frenchSpaces(text: string): string {
  return text
    .replace(/ ([:;!?»%€–])/g, `${NO_BREAK}$1`)
    .replace(/([«]) /g, `$1${NO_BREAK}`)
    .replace(/\b(n°|nos|art\.|M\.|Mme|article|articles) (?=[\dA-Z])/g, `$1${NO_BREAK}`)
    .replace(/(\d) (?=(?:jours?|points?|factures?|versements?|%|€)(?![\p{L}]))/gu, `$1${NO_BREAK}`);
}

/** `F-1`, `F-1 et F-2`, `F-1, F-2 et F-3`. */
export function joinWords(words: readonly string[], and: string): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;
}

/** `FR76 3000 6000 …`: by four, as printed on a bank form (ISO 13616), the groups never parted. */
export function groupByFour(iban: string): string {
  return compact(iban).replace(/(.{4})(?=.)/g, `$1${NO_BREAK}`);
}

/** `732 829 320`. */
export function groupByThree(digits: string): string {
  return compact(digits).replace(/(.{3})(?=.)/g, `$1${NO_BREAK}`);
}

/** Without blanks, in capitals: as machines compare bank identifiers. */
export function compact(identifier: string): string {
  return identifier.replace(/\s+/g, '').toUpperCase();
}

/**
 * `04 72 00 00 00` for a French number in a French text, `+33 4 72 00 00 00` otherwise; unreadable ones as
 * typed.
 */
export function formatPhone(phone: string, language: 'fr' | 'en'): string {
  const number = parsePhoneNumberFromString(phone, 'FR');
  if (!number?.isPossible()) return cleanData(phone);
  const national = language === 'fr' && number.country === 'FR';
  return (national ? number.formatNational() : number.formatInternational()).replaceAll(' ', NO_BREAK);
}

/**
 * Cuts a long text at a word and says so with « … »: for subjects and e-mail tables only, never for a letter.
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const blank = cut.lastIndexOf(' ');
  return `${(blank > most / 2 ? cut.slice(0, blank) : cut).toWellFormed().trimEnd()}…`;
}

/** Folds the spaces of French typography to plain ones, to search a text for words. */
export function foldSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f\s]+/g, ' ');
}
