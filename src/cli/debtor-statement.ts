import { type Day, parseIso } from '../calendar/day.ts';
import type { PostalAddress } from '../creditors/creditor.ts';
import type { StatedContact } from '../debtors/contacts.ts';
import { CONTACT_ROLES, type Debtor, PROFILES } from '../debtors/debtor.ts';
import type { DebtorStatement } from '../debtors/statement.ts';
import { readCountry, readEmails, readPhone, readPostcode } from '../formats/contact.ts';
import { remedyOf } from '../formats/defect.ts';
import { readSiren, readSiret, readVatNumber } from '../formats/identifiers.ts';
import { type Fault, isFault, type Reading } from '../formats/reading.ts';
import { readCustomerType } from '../formats/vocabulary.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { STEPS } from '../scenarios/steps.ts';
import { asChoice, type OptionValues, text } from './options.ts';

/** What `debtor set` may state, by option: how it is read, and which fact it is. */
const FACTS = {
  name: ['name', asText],
  regime: ['regime', readRegime],
  enforceable: ['enforceable', oneOf(['ordinary', 'public'])],
  'legal-form': ['legalForm', asText],
  siren: ['siren', reader(readSiren)],
  siret: ['siret', reader(readSiret)],
  'vat-number': ['vatNumber', reader(readVatNumber)],
  language: ['language', oneOf(['fr', 'en'])],
  'customer-since': ['customerSince', asDate],
  salesperson: ['salesperson', asText],
  owner: ['ownerName', asText],
  'tone-ceiling': ['toneCeiling', oneOf(STEPS)],
  strategic: ['strategic', yesOrNo],
  profile: ['profile', oneOf(PROFILES)],
  scenario: ['scenarioKey', asText],
  'service-code': ['serviceCode', asText],
  'registered-email-consent': ['registeredEmailConsentOn', asDate],
  insolvency: ['insolvencyOn', asDate],
  'insolvency-ended': ['insolvencyEndedOn', asDate],
  'over-indebted': ['overIndebtedOn', asDate],
  death: ['deceasedOn', asDate],
  'bad-address': ['addressBadOn', asDate],
} as const satisfies Record<string, readonly [keyof Debtor, (said: string, option: string) => unknown]>;

/** Facts that nobody can be without: `none` is no value of them. */
const NEVER_NONE = new Set(['name', 'enforceable', 'language', 'strategic']);

const CONTACT_OPTIONS = ['email', 'phone', 'contact', 'role'] as const;
const ADDRESS_OPTIONS = ['address', 'postcode', 'city', 'country'] as const;

export const STATEMENT_OPTIONS = Object.fromEntries(
  [...Object.keys(FACTS), ...CONTACT_OPTIONS, ...ADDRESS_OPTIONS].map((name) => [
    name,
    { type: 'string' as const, multiple: name === 'address' },
  ]),
);

/** What the options of `debtor set` state; `none` takes a fact away. Refusals: those of each option. */
export function readStatement(values: OptionValues): DebtorStatement | Refusal {
  const facts: Record<string, unknown> = {};
  for (const [option, [key, read]] of Object.entries(FACTS)) {
    const said = text(values, option);
    if (said === undefined) continue;
    const value = said === 'none' && !NEVER_NONE.has(option) ? null : read(said, option);
    if (isRefusal(value)) return value;
    facts[key] = value;
  }
  const address = readAddress(values);
  if (isRefusal(address)) return address;
  if (address !== undefined) facts.address = address;
  const contact = readContact(values);
  if (isRefusal(contact)) return contact;
  return { facts, contacts: contact === null ? [] : [contact] };
}

function asText(said: string): string {
  return said.trim();
}

function asDate(said: string, option: string): Day | Refusal {
  const day = parseIso(said);
  if (day !== null) return day;
  return refuse(
    'date_invalid',
    `«\u00a0${said}\u00a0» n’est pas une date\u00a0: écrivez-la AAAA-MM-JJ (--${option}).`,
    {
      option,
      value: said,
    },
  );
}

function oneOf<T extends string>(choices: readonly T[]) {
  return (said: string, option: string): T | Refusal => asChoice(said, choices, option);
}

function yesOrNo(said: string, option: string): boolean | Refusal {
  const word = asChoice(said, ['yes', 'no', 'oui', 'non'], option);
  return isRefusal(word) ? word : word === 'yes' || word === 'oui';
}

function readRegime(said: string) {
  const regime = readCustomerType(said);
  if (!isFault(regime)) return regime.value;
  return refuse(
    'regime_unknown',
    `«\u00a0${said}\u00a0» n’est pas un type de client\u00a0: professionnel (b2b), particulier (b2c), association (nonpro) ou public.`,
    { value: said },
  );
}

function reader(read: (said: string) => Reading<string>) {
  return (said: string, option: string): string | Refusal => {
    const found = read(said);
    return isFault(found) ? badValue(option, said, found) : found.value;
  };
}

function badValue(option: string, said: string, { fault, detail }: Fault): Refusal {
  const because = detail === '' ? '' : `\u00a0: ${detail}`;
  return refuse(
    'option_value_unknown',
    `«\u00a0${said}\u00a0» n’est pas une valeur de --${option}${because}. ${remedyOf(fault)}`,
    { option, value: said },
  );
}

/** An address is stated whole: what is left out of it is unknown. */
function readAddress(values: OptionValues): PostalAddress | null | undefined | Refusal {
  const lines = values.address;
  const given = ADDRESS_OPTIONS.some((option) => values[option] !== undefined);
  if (!given) return undefined;
  const said = Array.isArray(lines) ? lines.map(String) : [];
  if (said.length === 1 && said[0] === 'none') return null;
  const country = optional(values, 'country', readCountry);
  if (isRefusal(country)) return country;
  const postcode = optional(values, 'postcode', (code) => readPostcode(code, country ?? 'FR'));
  if (isRefusal(postcode)) return postcode;
  return {
    lines: said.map((line) => line.trim()).filter((line) => line !== ''),
    postcode: postcode ?? '',
    city: text(values, 'city')?.trim() ?? '',
    country: country ?? 'FR',
  };
}

function optional(
  values: OptionValues,
  option: string,
  read: (said: string) => Reading<string>,
): string | null | Refusal {
  const said = text(values, option);
  if (said === undefined) return null;
  const found = read(said);
  return isFault(found) ? badValue(option, said, found) : found.value;
}

function readContact(values: OptionValues): StatedContact | null | Refusal {
  if (!CONTACT_OPTIONS.some((option) => values[option] !== undefined)) return null;
  const role = asChoice(text(values, 'role') ?? 'accounts', CONTACT_ROLES, 'role');
  if (isRefusal(role)) return role;
  const contact: { -readonly [K in keyof StatedContact]: StatedContact[K] } = { role };
  const email = text(values, 'email');
  if (email !== undefined) {
    const { emails, faults } = readEmails(email === 'none' ? '' : email);
    const [fault] = faults;
    if (fault)
      return refuse(
        'address_invalid',
        `«\u00a0${fault.text}\u00a0» n’est pas une adresse e-mail. ${remedyOf('email_invalid')}`,
        { value: fault.text },
      );
    contact.emails = emails;
  }
  const phone = text(values, 'phone');
  if (phone !== undefined) {
    const read = phone === 'none' ? null : optional(values, 'phone', (said) => readPhone(said, 'FR'));
    if (isRefusal(read)) return read;
    contact.phone = read;
  }
  const name = text(values, 'contact');
  if (name !== undefined) contact.name = name.trim();
  return contact;
}
