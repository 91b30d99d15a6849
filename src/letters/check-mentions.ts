import { toIso } from '../calendar/day.ts';
import { isBusinessDay } from '../calendar/holidays.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { stepRank } from '../scenarios/steps.ts';
import type { LetterFacts, LetterItem, PostalAddress } from './letter-facts.ts';
import { cleanData, compact } from './typography.ts';
import { NOTICE_DAYS } from './variables.ts';

/** A mention that the text must bear and that the facts do not give. */
interface Missing {
  readonly code: MentionCode;
  /** The invoice concerned, for the mentions of an invoice. */
  readonly invoice: string | null;
  /** In French, with what to do. */
  readonly message: string;
}

const MENTIONS = {
  creditor_name: 'le nom du créancier',
  creditor_legal_form: 'la forme juridique du créancier',
  creditor_siren: 'le SIREN du créancier',
  creditor_address: 'l’adresse postale du créancier',
  creditor_iban: 'l’IBAN du créancier',
  creditor_account_holder: 'le titulaire du compte, tel que la banque le connaît',
  creditor_signatory: 'le nom du signataire',
  creditor_email: 'l’adresse électronique de réponse du créancier',
  debtor_name: 'le nom du débiteur',
  debtor_address: 'l’adresse postale du débiteur',
  invoice_number: 'le numéro de la facture',
  invoice_date: 'la date de la facture',
  invoice_due_date: 'la date d’échéance de la facture',
  invoice_description: 'le libellé de la facture',
  invoice_amount: 'le montant de la facture',
} as const;

type MentionCode = keyof typeof MENTIONS;

/**
 * What is missing for this text to leave, all of it at once. A formal notice needs what makes it a sufficient
 * demand and a proof (C. civ. art. 1344): both parties in full, how to pay, who signs, each invoice's number,
 * date, due date, wording and amount. An e-mail step needs the creditor's name, a reply address and an IBAN.
 * An earlier reminder is never required.
 */
export function checkMentions(facts: LetterFacts): readonly Missing[] {
  const { creditor, debtor } = facts;
  const codes: MentionCode[] = [];
  const need = (code: MentionCode, present: unknown) => {
    if (!present) codes.push(code);
  };
  const assigned = facts.demanded.length > 0 && facts.demanded.every((item) => item.assignee !== null);
  need('creditor_name', filled(creditor.name));
  need('creditor_iban', assigned || filled(creditor.iban));
  if (facts.step !== 'formal-notice') {
    need('creditor_email', filled(creditor.email) || filled(facts.handler?.email));
    return codes.map((code) => missing(code, null));
  }
  need('creditor_legal_form', creditor.soleTrader || filled(creditor.legalForm));
  need('creditor_siren', filled(creditor.siren));
  need('creditor_address', addressed(creditor.address));
  need('creditor_account_holder', assigned || filled(creditor.accountHolder));
  need('creditor_signatory', filled(creditor.signatory?.name));
  need('debtor_name', filled(debtor.name));
  need('debtor_address', addressed(debtor.address));
  return [...codes.map((code) => missing(code, null)), ...facts.demanded.flatMap(missingOfItem)];
}

function missingOfItem(item: LetterItem): readonly Missing[] {
  const codes: MentionCode[] = [];
  if (!filled(item.number)) codes.push('invoice_number');
  if (!Number.isSafeInteger(item.issuedOn)) codes.push('invoice_date');
  if (!Number.isSafeInteger(item.dueOn)) codes.push('invoice_due_date');
  if (!filled(item.description)) codes.push('invoice_description');
  if (!(item.amount > 0)) codes.push('invoice_amount');
  return codes.map((code) => missing(code, cleanData(item.number)));
}

function missing(code: MentionCode, invoice: string | null): Missing {
  const of = invoice ? ` ${invoice}` : '';
  return { code, invoice, message: `Il manque ${MENTIONS[code]}${of}.` };
}

/** `mention_missing`, naming each one; null when nothing is missing. */
export function refuseMissing(facts: LetterFacts): Refusal | null {
  const found = checkMentions(facts);
  if (found.length === 0) return null;
  const names = found.map((one) => `${MENTIONS[one.code]}${one.invoice ? ` ${one.invoice}` : ''}`);
  return refuse(
    'mention_missing',
    `Ce texte ne peut pas partir sans ${names.join(', ')}. Complétez la fiche ou la facture.`,
    { missing: found },
  );
}

/**
 * A printed date is a business day after the day of the text; in a formal notice it leaves at least the days
 * that the debtor is promised from the first presentation. Refuses `printed_date_invalid`.
 */
export function refusePrintedDate(facts: LetterFacts): Refusal | null {
  if (stepRank(facts.step) < stepRank('reminder-1')) return null;
  const least = facts.step === 'formal-notice' ? NOTICE_DAYS[facts.debtor.regime] : 1;
  const { answerBy } = facts;
  if (answerBy !== null && isBusinessDay(answerBy) && answerBy - facts.on >= least) return null;
  const margin = least > 1 ? `${least} jours au moins` : 'un jour au moins';
  return refuse(
    'printed_date_invalid',
    `La date limite imprimée est un jour ouvré, ${margin} après la date du texte. Choisissez-en une autre.`,
    { answerBy: answerBy === null ? null : toIso(answerBy), on: toIso(facts.on), leastDays: least },
  );
}

function filled(value: string | null | undefined): boolean {
  return typeof value === 'string' && compact(cleanData(value)) !== '';
}

function addressed(address: PostalAddress | null): boolean {
  return address !== null && filled(address.city) && (address.lines.some(filled) || filled(address.postcode));
}
