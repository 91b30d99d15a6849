import { parseIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { DEBTOR_FACT_NAMES, REGIME_NAMES } from '../debtors/fact-names.ts';
import type { Change } from '../intake/invoice-plan.ts';
import { INVOICE_FACT_NAMES, METHOD_NAMES } from '../invoices/fact-names.ts';
import { formatMoney, parseDecimal } from '../money/format.ts';

/** Facts that an import tells besides those of an invoice or a debtor. */
const TOLD_NAMES = {
  dueOn: 'échéance',
  instalment: 'échéance ajoutée',
  received: 'encaissement ajouté',
  settled: 'montant imputé sur la facture',
  balance: 'reste dû',
  payment: 'règlement rendu',
  contact: 'contact',
} as const;

const NAMES: Readonly<Record<string, string>> = {
  ...DEBTOR_FACT_NAMES,
  ...INVOICE_FACT_NAMES,
  ...TOLD_NAMES,
};
const WORDS: Readonly<Record<string, string>> = {
  ...REGIME_NAMES,
  ...METHOD_NAMES,
  true: 'oui',
  false: 'non',
  fr: 'français',
  en: 'anglais',
};
/** Facts whose value is one of a few words of ours. */
const OF_A_LIST = new Set(['regime', 'paymentMethod', 'outOfL441', 'strategic', 'language']);
/** Facts that come or go, and never change. */
const WHOLE = new Set(['instalment', 'received', 'settled', 'payment']);

/** What an import changed of one document or customer, in French: what, from which value to which. */
export function changeText(change: Change): string {
  const { line, document, field, from, to } = change;
  const place = line > 0 ? `ligne ${line}\u00a0: ${document},` : `${document}\u00a0:`;
  const name = NAMES[field] ?? field;
  const [before, after] = [valueText(change, from), valueText(change, to)];
  if (field === 'contact')
    return `${place} ${name} ${from === null ? `ajouté, ${after}` : `retiré, ${before}`}`;
  if (WHOLE.has(field)) return `${place} ${name}, ${to === null ? before : after}`;
  return `${place} ${name} ${before} → ${after}`;
}

function valueText({ field, currency }: Change, value: string | null): string {
  if (value === null) return 'rien';
  const amount = currency === undefined ? null : parseDecimal(value);
  if (amount !== null) return formatMoney(amount, currency);
  const day = parseIso(value);
  if (day !== null) return formatShortDay(day);
  if (OF_A_LIST.has(field)) return WORDS[value] ?? value;
  return value;
}
