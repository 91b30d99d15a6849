import { type Cents, cents, sumCents } from '../money/cents.ts';
import { stepRank } from '../scenarios/steps.ts';
import type { Block, SumLine } from './blocks.ts';
import { askedItems, type Figures } from './figures.ts';
import { partsOf } from './invoice-numbers.ts';
import { type Labels, labelsOf } from './labels.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import { listDays, ofDays, reminderDays } from './past.ts';
import { cleanData, shorten } from './typography.ts';

/**
 * How much of each invoice a medium bears. A letter and a statement: `whole`. An e-mail: `compact` (the
 * beginning of a long wording), then `bare` (no note), then `shortened` (the first rows and the sum of the
 * others) until it is light enough.
 */
export type Extent = 'whole' | 'compact' | 'bare' | 'shortened';
const COMPACT_NOTE = 240;
const SHORTENED_ROWS = 60;

/** Table 1, table 2, credits, and the figure that they make (L05, L06). */
export function itemBlocks(facts: LetterFacts, figures: Figures, extent: Extent): readonly Block[] {
  const labels = labelsOf(facts.language);
  const apart = facts.step !== 'formal-notice' && facts.others.length > 0;
  const settling = facts.credits.length > 0;
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  const blocks: Block[] = [];
  if (facts.demanded.length > 0) {
    const total = facts.demanded.length > 1 || apart || settling;
    blocks.push(itemTable(facts, facts.demanded, '', extent, total));
  }
  if (apart) blocks.push(itemTable(facts, facts.others, labels.words.others, extent, true));
  // Where accessories follow, their sums start from this very figure: it is not given twice.
  const accessories = figures.interest + figures.indemnity > 0;
  if (!settling && (!apart || accessories)) return blocks;
  blocks.push({
    kind: 'sums',
    lines: [
      line(labels.words.sum, money(figures.principal)),
      ...facts.credits.map((credit) => ({
        label: creditLabel(credit, labels),
        amount: money(cents(-credit.amount)),
        strong: false,
      })),
      ...(accessories ? [] : [line(labels.words.net, money(figures.net), facts.penaltyMode !== 'claim')]),
    ],
  });
  return blocks;
}

/** « À déduire : Avoir A-7 (02/10/2026) ». */
function creditLabel(credit: LetterFacts['credits'][number], labels: Labels): string {
  return `${labels.words.credits}${labels.colon}${cleanData(credit.label)} (${labels.shortDay(credit.on)})`;
}

/** Table 3: not yet due, grey, without a total that could be taken for a demand. */
export function notYetDueBlocks(facts: LetterFacts, extent: Extent): readonly Block[] {
  if (facts.notYetDue.length === 0) return [];
  const table = itemTable(facts, facts.notYetDue, labelsOf(facts.language).words.notYetDue, extent, false);
  return [{ ...table, muted: true }];
}

function itemTable(
  facts: LetterFacts,
  items: readonly LetterItem[],
  caption: string,
  extent: Extent,
  total: boolean,
): Extract<Block, { kind: 'table' }> {
  const labels = labelsOf(facts.language);
  const { words } = labels;
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  const late = stepRank(facts.step) >= stepRank('reminder-1') && items.some((item) => item.daysLate > 0);
  // The columns of both tables stand one under the other.
  const partial = [...items, ...askedItems(facts)].some((item) => item.balance !== item.amount);
  const shown = extent === 'shortened' ? items.slice(0, SHORTENED_ROWS) : items;
  const rest = items.slice(shown.length);
  const left = (title: string) => ({ title, align: 'left' as const });
  const right = (title: string) => ({ title, align: 'right' as const });
  return {
    kind: 'table',
    caption,
    muted: false,
    columns: [
      left(words.invoice),
      left(words.issued),
      left(words.due),
      ...(late ? [right(words.late)] : []),
      right(words.amount),
      ...(partial ? [right(words.settled), right(words.balance)] : []),
    ],
    rows: [
      ...shown.map((item) => ({
        cells: [
          itemName(item, labels),
          labels.shortDay(item.issuedOn),
          labels.shortDay(item.dueOn),
          ...(late ? [item.daysLate > 0 ? labels.days(item.daysLate) : ''] : []),
          money(item.amount),
          ...(partial ? [item.settled > 0 ? money(cents(-item.settled)) : '', money(item.balance)] : []),
        ],
        notes: notesWithin(extent, notesOf(facts, item, labels)),
      })),
      ...(rest.length > 0 ? [restRow(rest, late, partial, money)] : []),
    ],
    totals: total ? [line(words.subtotal, money(sumCents(items.map((item) => item.balance))), true)] : [],
  };
}

function notesWithin(extent: Extent, notes: readonly string[]): readonly string[] {
  if (extent === 'whole') return notes;
  return extent === 'compact' ? notes.map((note) => shorten(note, COMPACT_NOTE)) : [];
}

/** The rows that an e-mail leaves to the statement, in one: their number and their sums. */
function restRow(
  rest: readonly LetterItem[],
  late: boolean,
  partial: boolean,
  money: (amount: Cents) => string,
) {
  const sum = (read: (item: LetterItem) => number) => money(sumCents(rest.map((item) => cents(read(item)))));
  return {
    cells: [
      `+ ${rest.length}`,
      '',
      '',
      ...(late ? [''] : []),
      sum((item) => item.amount),
      ...(partial ? [sum((item) => -item.settled), sum((item) => item.balance)] : []),
    ],
    notes: [],
  };
}

/** `F-2026-014`, `F-2026-014 (échéance 2/3)`, `F-2026-014 (retenue de garantie)`. */
export function itemName(item: LetterItem, labels: Labels): string {
  const part = partsOf([item], labels);
  const number = cleanData(item.number);
  return part === '' ? number : `${number} (${part})`;
}

function notesOf(facts: LetterFacts, item: LetterItem, labels: Labels): readonly string[] {
  const { words } = labels;
  const isPublic = facts.debtor.regime === 'public';
  const details = [
    item.description ? cleanData(item.description) : '',
    item.order ? `${words.order} ${cleanData(item.order)}` : '',
    item.commitment ? `${words.commitment} ${cleanData(item.commitment)}` : '',
    item.deliveredOn ? `${words.delivered} ${labels.shortDay(item.deliveredOn)}` : '',
    isPublic && item.receivedOn ? `${words.received} ${labels.shortDay(item.receivedOn)}` : '',
    item.chorus ? `${words.chorus} ${cleanData(item.chorus.number)}` : '',
    item.chorus?.on ? `${words.deposited} ${labels.shortDay(item.chorus.on)}` : '',
    remindedOn(facts, item, labels),
  ];
  const notes = [details.filter(Boolean).join(' · ')];
  const retained = retainedNote(facts, item, labels);
  if (retained !== '') notes.push(retained);
  if (item.disputed > 0)
    notes.push(`${words.disputed}${labels.colon}${labels.money(item.disputed, facts.currency)}`);
  if (item.deferred > 0)
    notes.push(`${words.deferred}${labels.colon}${labels.money(item.deferred, facts.currency)}`);
  return notes.filter((note) => note !== '');
}

/** « hors retenue de garantie de 500,00 € (jusqu’au 30/11/2026) »: the rest of the invoice, not asked. */
function retainedNote(facts: LetterFacts, { retained, instalment }: LetterItem, labels: Labels): string {
  if (retained === null || instalment !== null) return '';
  const { words } = labels;
  const until = retained.until === null ? '' : ` (${words.until} ${labels.shortDay(retained.until)})`;
  return `${words.retainedApart} ${labels.money(retained.amount, facts.currency)}${until}`;
}

/**
 * « rappels des 7 et 15 octobre 2026 », from the second reminder on: what the text says of the past, invoice
 * by invoice.
 */
function remindedOn(facts: LetterFacts, item: LetterItem, labels: Labels): string {
  const days = stepRank(facts.step) >= stepRank('reminder-2') ? reminderDays(item, facts.on) : [];
  if (days.length === 0) return '';
  const word = days.length > 1 ? labels.words.reminded : labels.words.remindedOnce;
  return `${word} ${facts.language === 'fr' ? ofDays(days) : `of ${listDays(days, 'en')}`}`;
}

export function line(label: string, amount: string, strong = false): SumLine {
  return { label, amount, strong };
}
