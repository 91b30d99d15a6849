import { type Cents, cents } from '../money/cents.ts';
import type { Block, SumLine } from './blocks.ts';
import { askedItems, type Figures } from './figures.ts';
import { countInvoices, nameInvoices } from './invoice-numbers.ts';
import { type Labels, labelsOf } from './labels.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import { hasSeveralRates, legalBeside, rateBasis, ratesOf } from './rate-groups.ts';
import { itemName, line } from './tables.ts';

/** Principal, interest, indemnity and total, one line each; nothing when no accessory is shown. */
export function sumBlocks(facts: LetterFacts, figures: Figures): readonly Block[] {
  const lines = sumLines(facts, figures);
  return lines.length === 0 ? [] : [{ kind: 'sums', lines }];
}

function sumLines(facts: LetterFacts, figures: Figures): readonly SumLine[] {
  if (figures.interest === 0 && figures.indemnity === 0) return [];
  const labels = labelsOf(facts.language);
  const { words } = labels;
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  const claimed = facts.penaltyMode === 'claim';
  const isPublic = facts.debtor.regime === 'public';
  const rates = ratesOf(facts, labels);
  const dated = `${interestWord(facts, labels)} ${words.on} ${labels.shortDay(facts.on)}`;
  const interested = hasSeveralRates(facts) ? '' : about(facts, isInterested);
  const forfeit = isPublic ? words.flatIndemnityPublic : words.flatIndemnity;
  const each = figures.indemnities > 0 ? cents(figures.indemnity / figures.indemnities) : cents(0);
  const late = `${rates ? `${dated} (${rates})` : dated}${interested}`;
  const flat = `${forfeit} (${money(each)} × ${figures.indemnities})${aboutInvoices(facts)}`;
  // A text that does not claim shows the accessories of the invoices at its step alone.
  const total = claimed
    ? words.total
    : figures.items.length > facts.demanded.length
      ? words.totalWithThese
      : words.totalWith;
  return [
    line(facts.credits.length > 0 ? words.principalNet : words.principal, money(figures.net), !claimed),
    ...(figures.interest > 0 ? [line(late, money(figures.interest))] : []),
    ...(figures.indemnity > 0 ? [line(flat, money(figures.indemnity))] : []),
    line(total, money(figures.total), claimed),
  ];
}

/** « , facture F-1 (échéance 1/2) », when the line is about some of what is asked only. */
function about(facts: LetterFacts, isCharged: (item: LetterItem) => boolean): string {
  const items = askedItems(facts);
  const charged = items.filter(isCharged);
  return charged.length === items.length ? '' : `, ${nameInvoices(facts.language, charged)}`;
}

function isInterested({ interest }: LetterItem): boolean {
  return interest.length > 0;
}

/** The flat indemnity is an invoice's, whatever the instalment on which it is counted. */
function aboutInvoices(facts: LetterFacts): string {
  const items = askedItems(facts);
  const charged = items.filter(({ indemnity }) => indemnity > 0);
  if (countInvoices(charged) === countInvoices(items)) return '';
  const invoices = charged.map(({ number }) => ({ number, instalment: null, retention: false }));
  return `, ${nameInvoices(facts.language, invoices)}`;
}

function interestWord(facts: LetterFacts, labels: Labels): string {
  if (rateBasis(facts) === 'legal') return labels.words.legalInterest;
  if (facts.debtor.regime === 'public') return labels.words.moratoryInterest;
  return legalBeside(facts) !== '' ? labels.words.mixedInterest : labels.words.lateInterest;
}

/** « Décompte des pénalités », or of moratory interest for a public buyer. */
export function annexTitle(facts: LetterFacts): string {
  const { words } = labelsOf(facts.language);
  return facts.debtor.regime === 'public' ? words.claimAnnexPublic : words.claimAnnex;
}

/**
 * Interest line by line, with its sources. On a page of its own, the annex of a letter, the
 * sums that the text already gives are given again.
 */
export function claimBlocks(facts: LetterFacts, figures: Figures, place: 'annex' | 'body'): readonly Block[] {
  const items = askedItems(facts).filter((item) => item.interest.length > 0);
  if (facts.penaltyMode === 'none' || items.length === 0) return [];
  const labels = labelsOf(facts.language);
  const { words } = labels;
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  const right = (title: string) => ({ title, align: 'right' as const });
  const left = (title: string) => ({ title, align: 'left' as const });
  return [
    {
      kind: 'table',
      caption: '',
      muted: false,
      columns: [
        left(words.invoice),
        left(words.from),
        left(words.to),
        right(words.dayCount),
        right(words.rate),
        right(words.base),
        right(words.interest),
      ],
      rows: items.flatMap((item) => segmentRows(item, labels, money)),
      totals: [line(interestWord(facts, labels), money(figures.interest), true)],
    },
    ...closingSums(place === 'annex' ? sumLines(facts, figures) : [], figures, labels, money),
    ...sourceParagraphs(items, labels),
  ];
}

function segmentRows(item: LetterItem, labels: Labels, money: (amount: Cents) => string) {
  return item.interest.map((segment, index) => ({
    cells: [
      index === 0 ? itemName(item, labels) : '',
      labels.shortDay(segment.from),
      labels.shortDay(segment.to),
      String(segment.days),
      labels.rate(segment.rate),
      money(segment.base),
      money(segment.amount),
    ],
    notes: [],
  }));
}

function closingSums(
  lines: readonly SumLine[],
  figures: Figures,
  labels: Labels,
  money: (amount: Cents) => string,
): readonly Block[] {
  const perDay = figures.perDay > 0 ? [line(labels.words.perDay, money(figures.perDay))] : [];
  return lines.length + perDay.length > 0 ? [{ kind: 'sums', lines: [...lines, ...perDay] }] : [];
}

function sourceParagraphs(items: readonly LetterItem[], labels: Labels): readonly Block[] {
  const sources = new Map<string, string>();
  for (const item of items) {
    for (const { rate, rule, source } of item.interest)
      sources.set(`${rule} ${rate} ${source}`, `${labels.rate(rate)} – ${source}`);
  }
  return [
    {
      kind: 'lines',
      small: true,
      lines: [
        labels.words.dayCountRule,
        `${labels.words.sources}${labels.colon}${[...sources.values()].join(labels.semicolon)}.`,
      ],
    },
  ];
}
