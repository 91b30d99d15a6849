import { isValidBIC } from 'ibantools';
import { z } from 'zod';
import { wireAddress } from '../courier/mail-address.ts';
import { readIban } from '../formats/bank-account.ts';
import { readPhone } from '../formats/contact.ts';
import { readSiren, readVatNumber, sirenOfVat } from '../formats/identifiers.ts';
import { type FormFault, formFaults } from '../formats/json-form.ts';
import { isFault, type Reading } from '../formats/reading.ts';
import { parseDecimal } from '../money/format.ts';
import { LATE_STARTS } from './creditor.ts';

/** One thing wrong in a settings file: where, which code, and the sentence that says what to do. */
export interface Defect {
  readonly field: string;
  readonly code: DefectCode;
  readonly message: string;
}

const MESSAGES = {
  name_missing:
    'Le nom du créancier manque\u00a0: ajoutez la clé "name", par exemple "name": "Ateliers Lefèvre".',
  siren_invalid: 'Ce SIREN est faux (neuf chiffres, clé comprise)\u00a0: reprenez-le sur un extrait Kbis.',
  vat_number_invalid:
    'Ce numéro de TVA est faux, ou n’est pas celui de ce SIREN\u00a0: FR, deux caractères de clé, puis le SIREN.',
  iban_invalid: 'Cet IBAN est faux (clé de contrôle)\u00a0: recopiez-le depuis un RIB.',
  bic_invalid: 'Ce BIC est faux (8 ou 11 caractères)\u00a0: recopiez-le depuis un RIB.',
  email_invalid:
    'Cette adresse e-mail est fausse\u00a0: écrivez-en une seule, comme compta@entreprise.fr, sans espace ni accent.',
  phone_invalid: 'Ce numéro de téléphone n’existe pas\u00a0: écrivez-le au format international (+33…).',
  amount_invalid: 'Ce montant doit s’écrire avec deux décimales, par exemple «\u00a050000.00\u00a0».',
  time_zone_unknown: 'Ce fuseau horaire est inconnu\u00a0: par exemple «\u00a0Europe/Paris\u00a0».',
} as const;
type OwnCode = keyof typeof MESSAGES;
export type DefectCode = OwnCode | FormFault['code'];

const says = (code: OwnCode) => ({ error: code });
const line = z.string().trim().min(1).max(200);

/** A line of text by one of the readers of files, in its clean form. */
function reading(read: (text: string) => Reading<string>, code: OwnCode) {
  return line.transform((text, context) => {
    const found = read(text);
    if (!isFault(found)) return found.value;
    context.issues.push({ code: 'custom', message: code, input: text });
    return z.NEVER;
  });
}

const email = line.refine((text) => wireAddress(text) !== null, says('email_invalid'));
const phone = reading((text) => readPhone(text, 'FR'), 'phone_invalid');

const address = z.strictObject({
  lines: z.array(line).min(1).max(4),
  postcode: line,
  city: line,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe('le code du pays en deux lettres majuscules, comme "FR" ou "BE"')
    .default('FR'),
});

const smtp = z.strictObject({
  host: line,
  port: z.int().min(1).max(65_535),
  secure: z.boolean().default(false),
  user: line.nullable().default(null),
  /** Left out: the one already known stays. */
  password: z.string().min(1).max(1_000).nullable().optional(),
});

const settings = z.strictObject({
  name: line.optional(),
  legalForm: line.nullable().optional(),
  capital: line
    .refine((text) => (parseDecimal(text) ?? -1) >= 0, says('amount_invalid'))
    .transform((text) => parseDecimal(text)!)
    .nullable()
    .optional(),
  siren: reading(readSiren, 'siren_invalid').nullable().optional(),
  rcs: line.nullable().optional(),
  vatNumber: reading(readVatNumber, 'vat_number_invalid').nullable().optional(),
  address: address.nullable().optional(),
  email: email.nullable().optional(),
  phone: phone.nullable().optional(),
  iban: reading(readIban, 'iban_invalid').nullable().optional(),
  bic: line
    .transform((text) => text.replace(/\s/g, '').toUpperCase())
    .refine(isValidBIC, says('bic_invalid'))
    .nullable()
    .optional(),
  accountHolder: line.nullable().optional(),
  signatory: z
    .strictObject({ name: line, role: line.nullable().default(null) })
    .nullable()
    .optional(),
  soleTrader: z.boolean().optional(),
  inLiquidation: z.boolean().optional(),
  timeZone: line.refine(isTimeZone, says('time_zone_unknown')).optional(),
  smtp: smtp.nullable().optional(),
  lateStart: z.enum(LATE_STARTS).optional(),
  minimumGapDays: z.int().min(0).max(60).optional(),
  bankFreshnessDays: z.int().min(0).max(60).nullable().optional(),
  mailboxCheck: z.enum(['required', 'off']).optional(),
  approvals: z.enum(['default', 'none', 'all']).optional(),
  vatRegime: z.enum(['debits', 'receipts', 'exempt']).optional(),
  rehearsal: z.boolean().optional(),
  armed: z.boolean().optional(),
});

/** A settings file that holds; a key left out leaves what is known as it is. */
export type Settings = z.output<typeof settings>;

function isTimeZone(text: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('fr', { timeZone: text }).resolvedOptions().timeZone !== '' &&
      /^[A-Za-z]/.test(text)
    );
  } catch {
    return false;
  }
}

/** The settings of a JSON document, or everything that is wrong in it at once. */
export function readSettings(document: unknown): Settings | readonly Defect[] {
  const parsed = settings.safeParse(document);
  if (!parsed.success) return parsed.error.issues.flatMap(defectsOf);
  const { siren, vatNumber } = parsed.data;
  const company = vatNumber ? sirenOfVat(vatNumber) : null;
  if (siren && company !== null && company !== siren) return [defect('vatNumber', 'vat_number_invalid')];
  return parsed.data;
}

export function isDefects(value: Settings | readonly Defect[]): value is readonly Defect[] {
  return Array.isArray(value);
}

export function defect(field: string, code: OwnCode): Defect {
  return { field, code, message: MESSAGES[code] };
}

function defectsOf(issue: z.core.$ZodIssue): readonly Defect[] {
  if (issue.message in MESSAGES) return [defect(issue.path.join('.'), issue.message as OwnCode)];
  return formFaults(settings, issue).map(({ at, ...fault }) => ({ field: at, ...fault }));
}
