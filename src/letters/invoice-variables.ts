import type { Day } from '../calendar/day.ts';
import { type Cents, sumCents } from '../money/cents.ts';
import type { Figures } from './figures.ts';
import { countInvoices, listNumbers } from './invoice-numbers.ts';
import { labelsOf } from './labels.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import { cleanData } from './typography.ts';

/** The variables of what is asked: names, dates, and what of each invoice the sum is. */
export function invoiceScope(facts: LetterFacts, figures: Figures) {
  const labels = labelsOf(facts.language);
  // Table 1 only: no sentence about these invoices covers table 2, which has not come as far (L02, L05).
  const items = facts.demanded.length > 0 ? facts.demanded : figures.items;
  const one = <T>(read: (item: LetterItem) => T | null): T | null => {
    const values = new Set(items.map(read));
    return values.size === 1 ? [...values][0]! : null;
  };
  const due = one((item) => item.dueOn);
  const partial = figures.credits > 0 || figures.items.some((item) => item.balance !== item.amount);
  const word = (value: string | null) => cleanData(value ?? '');
  const dated = (value: Day | null) => (value === null ? '' : labels.day(value));
  return {
    nombre: countInvoices(items),
    liste: listNumbers(facts.language, items, 3),
    objet: subjectOf(facts, items),
    autres: othersBeside(facts, items, figures.items),
    date: dated(one((item) => item.issuedOn)),
    echeance: due === null ? '' : labels.longDay(due),
    echeance_courte: due === null ? '' : labels.shortDay(due),
    retard: Math.max(0, ...items.map((item) => item.daysLate)),
    retard_egal: one((item) => item.daysLate) !== null,
    nombre_total: countInvoices(figures.items),
    detail: figures.items.length > 1 || partial || (facts.reversedPayments ?? []).length > 0,
    partiel: partial,
    entamee: items.some((item) => item.paid > 0),
    ...sumScope(facts, figures),
    fondement: items.every(
      (item) => item.order !== null || item.commitment !== null || item.deliveredOn !== null,
    ),
    commande: word(one((item) => item.order)),
    engagement: word(one((item) => item.commitment)),
    reception: dated(one((item) => item.receivedOn)),
    chorus_numero: word(one((item) => item.chorus?.number ?? null)),
    chorus_date: dated(one((item) => item.chorus?.on ?? null)),
  };
}

/** What the sum asked is of the invoices asked: a sum given as an invoice's must be the whole of it. */
function sumScope({ language, currency }: LetterFacts, { items, credits }: Figures) {
  const labels = labelsOf(language);
  const money = (amount: Cents) => labels.money(amount, currency);
  const invoices = new Map(items.map((item) => [item.number, item]));
  const [only] = invoices.size === 1 ? items : [];
  const retained = only?.retained ?? null;
  return {
    etendue: credits > 0 ? 'nette' : items.some(({ settled }) => settled > 0) ? 'reste' : wholeOrPart(items),
    total: money(sumCents([...invoices.values()].map(({ invoiceAmount }) => invoiceAmount))),
    deduction: credits > 0 ? money(credits) : '',
    retenue: retained === null ? '' : money(retained.amount),
    retenue_fin: retained?.until == null ? '' : labels.day(retained.until),
  };
}

function wholeOrPart(items: readonly LetterItem[]): 'entiere' | 'partie' {
  const invoices = Map.groupBy(items, ({ number }) => number);
  const whole = [...invoices.values()].every(
    (parts) => sumCents(parts.map(({ balance }) => balance)) === parts[0]!.invoiceAmount,
  );
  return whole ? 'entiere' : 'partie';
}

function subjectOf(facts: LetterFacts, items: readonly LetterItem[]): string {
  const { words } = labelsOf(facts.language);
  const word = countInvoices(items) > 1 ? words.invoices : words.invoice;
  return `${word} ${listNumbers(facts.language, items, 2)}`;
}

const BESIDE = {
  fr: { invoice: 'autre facture échue', invoices: 'autres factures échues', parts: 'autres sommes échues' },
  en: { invoice: 'another invoice due', invoices: 'other invoices due', parts: 'other sums due' },
} as const;

/** What else is asked than the invoices named; empty when nothing is. */
function othersBeside(
  { language }: LetterFacts,
  named: readonly LetterItem[],
  asked: readonly LetterItem[],
): string {
  const others = asked.filter((item) => !named.includes(item));
  const words = BESIDE[language];
  if (others.length === 0) return '';
  if (others.some(({ number }) => named.some((item) => item.number === number))) return words.parts;
  return countInvoices(others) > 1 ? words.invoices : words.invoice;
}
