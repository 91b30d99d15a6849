import { countryName } from './identity.ts';
import type { DebtorIdentity } from './letter-facts.ts';
import { cleanData } from './typography.ts';

/** One line of a postal block: 38 characters, blanks included (La Poste, XP Z 10-011). */
export const POSTAL_LINE = 38;
/** Lines that a window of 24 mm shows at a size one can read; the norm asks for six. */
export const POSTAL_LINES = 8;

export interface AddressBlock {
  readonly lines: readonly string[];
  /** True when the name had to be shortened to stay inside the window; the letter then repeats it whole. */
  readonly shortened: boolean;
}

/**
 * The addressee as the post reads it: exact name and form, the person, then the address in capitals without
 * accents nor punctuation, the country last when abroad. Wrapped at 38 characters and never cut but a name
 * beyond all reason.
 */
export function addressBlock(debtor: DebtorIdentity, attention: string): AddressBlock {
  const address = debtor.address;
  if (!address) return { lines: [], shortened: false };
  const postal = [
    ...address.lines.flatMap((line) => wrap(postalLine(line))),
    ...wrap(`${postalLine(address.postcode)} ${postalLine(address.city)}`.trim()),
    ...(address.country === 'FR' ? [] : wrap(postalLine(countryName(address.country, 'fr')))),
  ].slice(0, POSTAL_LINES - 1);
  const person = attention === '' ? [] : wrap(attention).slice(0, 2);
  const name = wrap(debtorName(debtor));
  const room = Math.max(1, POSTAL_LINES - postal.length - person.length);
  if (name.length <= room) return { lines: [...name, ...person, ...postal], shortened: false };
  const kept = name.slice(0, room);
  const last = kept
    .at(-1)!
    .slice(0, POSTAL_LINE - 1)
    .trimEnd();
  return { lines: [...kept.slice(0, -1), `${last}…`, ...person, ...postal], shortened: true };
}

/** Exact legal name with its form, once; « EI » style forms of natural persons are left as given. */
export function debtorName(debtor: DebtorIdentity): string {
  const name = cleanData(debtor.name);
  const form = cleanData(debtor.legalForm ?? '');
  if (form === '' || debtor.naturalPerson) return name;
  const words = ` ${name.toLowerCase()} `;
  return words.includes(` ${form.toLowerCase()} `) ? name : `${name} ${form}`;
}

function postalLine(line: string): string {
  return cleanData(line)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/œ/gi, 'OE')
    .replace(/æ/gi, 'AE')
    .replace(/ß/g, 'SS')
    .toUpperCase()
    .normalize('NFC')
    .replace(/[.,;:'’"«»°]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function wrap(line: string): string[] {
  const lines: string[] = [];
  for (const word of line.split(/ +/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= POSTAL_LINE)
      lines[lines.length - 1] = `${last} ${word}`;
    else
      for (let at = 0; at === 0 || at < word.length; at += POSTAL_LINE)
        lines.push(word.slice(at, at + POSTAL_LINE));
  }
  return lines.filter((one) => one !== '');
}
