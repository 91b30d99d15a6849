import { type Cents, cents, sumCents } from '../money/cents.ts';
import type { Block } from './blocks.ts';
import { labelsOf } from './labels.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import { itemName, line } from './tables.ts';
import { cleanData } from './typography.ts';

/** The facts of an account: what is due, what is not yet, what is to be deducted. */
export type AccountFacts = Pick<
  LetterFacts,
  'language' | 'currency' | 'on' | 'demanded' | 'others' | 'notYetDue' | 'unasked' | 'credits'
> & {
  /** Says of table 2 that it is not demanded: in a formal notice. */
  readonly othersForTheRecord: boolean;
};

/** The account on a day, item by item; a formal notice names apart what it does not demand. */
export function statementBlocks(facts: LetterFacts): readonly Block[] {
  const credits = facts.accountCredits ?? facts.credits;
  return accountBlocks({ ...facts, credits, othersForTheRecord: facts.step === 'formal-notice' });
}

export function accountBlocks(facts: AccountFacts): readonly Block[] {
  const labels = labelsOf(facts.language);
  const { words } = labels;
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  const beside = [...facts.others, ...(facts.unasked ?? [])];
  const due = facts.othersForTheRecord ? facts.demanded : [...facts.demanded, ...beside];
  const aside = facts.othersForTheRecord ? beside : [];
  const dueSum = sumCents([...due, ...aside].map(owedOf));
  const deferred = sumCents([...due, ...aside].map((item) => item.deferred));
  const laterSum = sumCents(facts.notYetDue.map(owedOf));
  const credits = sumCents(facts.credits.map((credit) => credit.amount));
  return [
    ...accountTable(facts, due, words.openItems, false),
    ...accountTable(facts, aside, words.forTheRecord, true),
    ...accountTable(facts, facts.notYetDue, words.notYetDue, true),
    {
      kind: 'sums',
      lines: [
        line(words.dueSum, money(dueSum)),
        ...facts.credits.map((credit) =>
          line(`${cleanData(credit.label)} (${labels.shortDay(credit.on)})`, money(cents(-credit.amount))),
        ),
        ...(deferred > 0 ? [line(words.deferredSum, money(cents(-deferred)))] : []),
        line(
          `${words.accountBalance} ${labels.shortDay(facts.on)}`,
          money(cents(dueSum - credits - deferred)),
          true,
        ),
        ...(laterSum > 0 ? [line(words.laterSum, money(laterSum))] : []),
      ],
    },
  ];
}

/** What is owed and not contested: an account shows whole what a payment plan puts off, then deducts it. */
function owedOf(item: LetterItem): Cents {
  return cents(item.balance + item.deferred);
}

function accountTable(
  facts: AccountFacts,
  items: readonly LetterItem[],
  caption: string,
  muted: boolean,
): readonly Block[] {
  if (items.length === 0) return [];
  const labels = labelsOf(facts.language);
  const { words } = labels;
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  const partial = items.some((item) => item.settled > 0);
  const left = (title: string) => ({ title, align: 'left' as const });
  const right = (title: string) => ({ title, align: 'right' as const });
  return [
    {
      kind: 'table',
      caption,
      muted,
      columns: [
        left(words.invoice),
        left(words.issued),
        left(words.due),
        right(words.amount),
        ...(partial ? [right(words.settled)] : []),
        right(words.balance),
      ],
      rows: items.map((item) => ({
        cells: [
          itemName(item, labels),
          labels.shortDay(item.issuedOn),
          labels.shortDay(item.dueOn),
          money(item.amount),
          ...(partial ? [item.settled > 0 ? money(cents(-item.settled)) : ''] : []),
          money(owedOf(item)),
        ],
        notes: [
          ...(item.disputed > 0 ? [`${words.disputed}${labels.colon}${money(item.disputed)}`] : []),
          ...(item.deferred > 0 ? [`${words.deferred}${labels.colon}${money(item.deferred)}`] : []),
        ],
      })),
      totals: items.length > 1 ? [line(words.subtotal, money(sumCents(items.map(owedOf))), true)] : [],
    },
  ];
}
