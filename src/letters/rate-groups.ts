import { semesterOf } from '../calendar/semester.ts';
import type { BasisPoints } from '../money/rate.ts';
import { askedItems } from './figures.ts';
import { nameInvoices } from './invoice-numbers.ts';
import type { Labels } from './labels.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import { joinWords } from './typography.ts';

/** Asked items whose interest runs at the same rates: one rule, and for an agreed rate one figure. */
interface RateGroup {
  readonly rule: string;
  readonly items: readonly LetterItem[];
  /** Each rate once, in the order of the days. */
  readonly rates: readonly BasisPoints[];
}

function rateGroups(facts: LetterFacts): readonly RateGroup[] {
  const bearing = askedItems(facts).filter(({ interest }) => interest.length > 0);
  return [...Map.groupBy(bearing, rateKey).values()].map((items) => ({
    rule: ruleOf(items[0]!),
    items,
    rates: [
      ...new Set(
        items
          .flatMap(({ interest }) => interest)
          .toSorted((a, b) => a.from - b.from)
          .map(({ rate }) => rate),
      ),
    ],
  }));
}

/** A rate agreed, or that of a public buyer, is an invoice's own; the others follow the semesters for all. */
function rateKey(item: LetterItem): string {
  const rule = ruleOf(item);
  const own = rule === 'PEN-02' || rule.startsWith('PUB');
  return own ? `${rule} ${item.interest[0]!.rate}` : rule;
}

function ruleOf({ interest }: LetterItem): string {
  const { rule } = interest[0]!;
  return isLegal(rule) ? 'legal' : rule;
}

function isLegal(rule: string): boolean {
  return rule.startsWith('LEG') || rule.startsWith('B2C');
}

/**
 * The rule that gives the rate decides the words: penalties of commerce, agreed, moratory interest, the legal
 * rate; `mixte` when the invoices do not bear the same.
 */
export function rateBasis(facts: LetterFacts): 'bce' | 'contrat' | 'public' | 'legal' | 'mixte' | 'aucune' {
  const groups = rateGroups(facts);
  if (groups.length === 0) return 'aucune';
  if (groups.every(({ rule }) => rule.startsWith('PUB'))) return 'public';
  if (groups.length > 1) return 'mixte';
  const { rule } = groups[0]!;
  return rule === 'legal' ? 'legal' : rule === 'PEN-02' ? 'contrat' : 'bce';
}

/** Invoices at the legal rate beside others at another: « facture F-1 »; empty when there are none. */
export function legalBeside(facts: LetterFacts): string {
  const groups = rateGroups(facts);
  const legal = groups.find(({ rule }) => rule === 'legal');
  return legal && groups.length > 1 ? nameInvoices(facts.language, legal.items) : '';
}

/** « 12,15 % et 12,40 % »; « facture F-1 : 15,00 % ; facture F-2 : 12,40 % » when each has its own. */
export function ratesOf(facts: LetterFacts, labels: Labels): string {
  const groups = rateGroups(facts);
  const written = (rates: RateGroup['rates']) =>
    joinWords(
      rates.map((rate) => labels.rate(rate)),
      labels.and,
    );
  const [only] = groups;
  if (groups.length < 2) return only ? written(only.rates) : '';
  return groups
    .map(({ items, rates }) => `${nameInvoices(facts.language, items)}${labels.colon}${written(rates)}`)
    .join(labels.semicolon);
}

/** Whether `ratesOf` says of each rate whose it is. */
export function hasSeveralRates(facts: LetterFacts): boolean {
  return rateGroups(facts).length > 1;
}

/** The semester in which interest began, when it is the same for every invoice; null otherwise. */
export function firstSemester(facts: LetterFacts) {
  const starts = askedItems(facts).flatMap(({ interest }) => interest.slice(0, 1).map(({ from }) => from));
  const semesters = new Set(starts.map(semesterOf));
  return semesters.size === 1 ? starts[0]! : null;
}
