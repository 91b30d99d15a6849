import type { Day } from '../calendar/day.ts';
import type { Regime } from '../law/regime.ts';
import { readIban } from './bank-account.ts';
import type { ColumnName } from './columns.ts';
import { readCountry, readEmails, readPhone, readPostcode } from './contact.ts';
import { readSiren, readSiret, readVatNumber, sirenOfVat } from './identifiers.ts';
import { isSound, type Line, report, settle, takeDate, takeText, takeValue, textsOf } from './line.ts';
import { fold } from './text.ts';
import { readCustomerType, readLanguage } from './vocabulary.ts';

/**
 * A customer as one line of a file describes it. What the file does not say is null or empty, never
 * guessed.
 */
export interface DebtorRecord {
  /**
   * Customer code, else SIREN, else folded name and postcode: what makes two lines the same customer.
   */
  readonly key: string;
  readonly keyFrom: 'code' | 'siren' | 'name';
  /** Null only when the line gives a code and no name: the customer must be known already. */
  readonly name: string | null;
  readonly code: string | null;
  readonly regime: Regime | null;
  readonly legalForm: string | null;
  readonly customerSince: Day | null;
  readonly salesperson: string | null;
  readonly siren: string | null;
  readonly siret: string | null;
  readonly vatNumber: string | null;
  readonly emails: readonly string[];
  /** E.164 (`+33472000000`). */
  readonly phones: readonly string[];
  readonly contact: string | null;
  readonly address: PostalAddress;
  readonly language: 'fr' | 'en' | null;
  readonly scenario: string | null;
  /** Payment terms as written (`30 jours fin de mois`). */
  readonly terms: string | null;
}

export interface PostalAddress {
  readonly lines: readonly string[];
  readonly postcode: string | null;
  readonly city: string | null;
  /** Two letters; null when the file names no country. */
  readonly country: string | null;
}

/** The columns that describe a customer: a line that repeats them all describes the same one. */
export const DEBTOR_FIELDS: readonly ColumnName[] = [
  ...(['client', 'code_client', 'type_client', 'forme_juridique', 'client_depuis', 'commercial'] as const),
  ...(['siren', 'siret', 'tva_intra', 'email', 'telephone', 'contact', 'adresse', 'adresse2'] as const),
  ...(['adresse3', 'code_postal', 'ville', 'pays', 'langue', 'scenario', 'conditions_reglement'] as const),
];

/**
 * The customer of a line; null, with the reason among the line's problems, when neither name nor code is
 * given.
 */
export function readDebtor(line: Line): DebtorRecord | null {
  const name = takeText(line, 'client');
  const code = takeText(line, 'code_client');
  const named = textsOf(line, 'client').length > 0;
  if (name === null && code === null && !named) report(line, 'customer_missing', 'client');
  if (name === null && (code === null || named)) return null;
  const country = takeValue(line, 'pays', readCountry);
  const address = readAddress(line, country);
  const identity = readIdentity(line);
  const key = debtorKey(name, code, identity.siren, address.postcode);
  return {
    ...key,
    name,
    code,
    regime: takeValue(line, 'type_client', readCustomerType),
    legalForm: takeText(line, 'forme_juridique'),
    customerSince: takeDate(line, 'client_depuis'),
    salesperson: takeText(line, 'commercial'),
    ...identity,
    emails: takeEmails(line),
    phones: takePhones(line, country ?? 'FR'),
    contact: takeText(line, 'contact'),
    address,
    language: takeValue(line, 'langue', readLanguage),
    scenario: takeText(line, 'scenario'),
    terms: takeText(line, 'conditions_reglement'),
  };
}

/** The key of D14, from whatever the line knows of the customer; the last form is flagged by `keyFrom`. */
function debtorKey(
  name: string | null,
  code: string | null,
  siren: string | null,
  postcode: string | null,
): Pick<DebtorRecord, 'key' | 'keyFrom'> {
  if (code !== null) return { key: code, keyFrom: 'code' };
  if (siren !== null) return { key: siren, keyFrom: 'siren' };
  return { key: `${fold(name ?? '') || (name ?? '')} ${postcode ?? ''}`.trim(), keyFrom: 'name' };
}

type Identity = Pick<DebtorRecord, 'siren' | 'siret' | 'vatNumber'>;

/**
 * SIREN, SIRET and VAT number name one company: the SIREN is taken from any of them, and those that differ
 * are left out.
 */
function readIdentity(line: Line): Identity {
  const siren = takeValue(line, 'siren', readSiren);
  const siret = takeValue(line, 'siret', readSiret);
  const vatNumber = takeValue(line, 'tva_intra', readVatNumber);
  const company = siren ?? siret?.slice(0, 9) ?? (vatNumber ? sirenOfVat(vatNumber) : null);
  return {
    siren: company,
    siret: sameCompany(line, 'siret', siret, siret?.slice(0, 9) ?? null, company),
    vatNumber: sameCompany(line, 'tva_intra', vatNumber, vatNumber ? sirenOfVat(vatNumber) : null, company),
  };
}

function sameCompany(
  line: Line,
  column: ColumnName,
  value: string | null,
  siren: string | null,
  company: string | null,
): string | null {
  if (value === null || siren === null || siren === company) return value;
  report(line, 'identifiers_disagree', column, value, company ?? '');
  return null;
}

function takeEmails(line: Line): string[] {
  const emails: string[] = [];
  for (const text of textsOf(line, 'email')) {
    if (!isSound(line, 'email', text)) continue;
    const list = readEmails(text);
    for (const email of list.emails) if (!emails.includes(email)) emails.push(email);
    for (const found of list.faults) report(line, found.fault, 'email', found.text);
  }
  return emails;
}

function takePhones(line: Line, country: string): string[] {
  const phones: string[] = [];
  for (const text of textsOf(line, 'telephone')) {
    const phone = isSound(line, 'telephone', text)
      ? settle(line, 'telephone', text, readPhone(text, country))
      : null;
    if (phone && !phones.includes(phone)) phones.push(phone);
  }
  return phones;
}

/** Address lines; when no column holds the town, a last line like `01000 Bourg-en-Bresse` gives it. */
function readAddress(line: Line, country: string | null): PostalAddress {
  const lines = (['adresse', 'adresse2', 'adresse3'] as const)
    .flatMap((column) => textsOf(line, column).filter((text) => isSound(line, column, text)))
    .flatMap((text) => text.split('\n'))
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
  const postcode = takeValue(line, 'code_postal', (text) => readPostcode(text, country));
  const city = takeText(line, 'ville');
  const town = postcode === null && city === null ? /^(\d{5}) (\D.*)$/.exec(lines.at(-1) ?? '') : null;
  if (!town) return { lines, postcode, city, country };
  return { lines: lines.slice(0, -1), postcode: town[1] ?? null, city: town[2] ?? null, country };
}

/** The bank account of a customer, in a file of customers. */
export function takeIban(line: Line): string | null {
  return takeValue(line, 'iban', readIban);
}
