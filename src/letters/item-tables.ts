import type { Day } from '../calendar/day.ts';
import { type Cents, cents, sumCents, ZERO } from '../money/cents.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import type { ActionItem } from '../reminders/verdict.ts';
import { stepRank } from '../scenarios/steps.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import {
  type BookedItem,
  letterItem,
  type Movement,
  NO_PENALTIES,
  type PenaltyTerms,
  penaltiesOf,
} from './letter-item.ts';

type ItemTables = Required<Pick<LetterFacts, 'demanded' | 'others' | 'notYetDue' | 'unasked'>>;
/** Of an item that the text does not ask. */
const NO_STEP = { step: 'contact', claims: false } as const;

type Order = Pick<Proposal, 'step' | 'items' | 'quiet' | 'penalties' | 'planDate'>;

/** A payment or credit note that settles nothing yet. */
export interface FreeCredit {
  readonly id: string;
  readonly on: Day;
  /** Of a credit note; null for a payment. */
  readonly number: string | null;
  readonly fromOrigin: boolean;
  readonly amount: Cents;
  /** Of it, what earlier texts have deducted from invoices that this one asks. */
  readonly told?: readonly { readonly id: string; readonly amount: Cents }[];
}

/**
 * Who reached this step, who is due beside, who is not due yet: each item by its own step, with what the law
 * adds where the text shows it. Refuses what `penaltiesOf` refuses.
 */
export function itemTables(
  booked: readonly BookedItem[],
  credits: readonly FreeCredit[],
  order: Order,
  terms: PenaltyTerms,
): ItemTables | Refusal {
  const tables: Record<keyof ItemTables, LetterItem[]> = {
    demanded: [],
    others: [],
    notYetDue: [],
    unasked: [],
  };
  const charged = new Set<string>();
  const settling = settledByCredits(booked, credits, order);
  for (const item of booked) {
    const own = order.items.find(({ id }) => id === item.id);
    const table = tableOf(item, own, order, terms.on);
    if (table === null) continue;
    const asked = isAskedWhole(item, own) ? { ...item, deferred: ZERO } : item;
    const counted = { ...asked, movements: [...item.movements, ...(settling.get(item.id) ?? [])] };
    const penalties = showsPenalties(own, table, order)
      ? penaltiesOf(counted, terms, charged.has(item.invoiceId))
      : NO_PENALTIES;
    if (isRefusal(penalties)) return penalties;
    const line = letterItem(asked, own ?? NO_STEP, terms, penalties);
    const before = isClaimedBefore(line, table, order)
      ? penaltiesOf(counted, terms, charged.has(item.invoiceId))
      : NO_PENALTIES;
    if (isRefusal(before)) return before;
    if (penalties.indemnity + before.indemnity > 0) charged.add(item.invoiceId);
    tables[table].push({ ...line, claimedBefore: cents(before.interest + before.indemnity) });
  }
  return tables;
}

function tableOf(
  item: BookedItem,
  own: ActionItem | undefined,
  { step, quiet, planDate }: Order,
  on: Day,
): keyof ItemTables | null {
  if (own) return (own.completes && own.step === step) || planDate ? 'demanded' : 'others';
  const putOff = item.deferred > 0 && openOf(item) <= item.deferred;
  if (item.dueOn < on) return step === 'formal-notice' && !putOff ? 'others' : 'unasked';
  // Its plan has other dates than its own.
  if (putOff) return null;
  // Before reminder-1 a text names nothing to come, but what it announces in the place of a pre-due (L01).
  const shown = stepRank(step) >= stepRank('reminder-1') || quiet.some(({ id }) => id === item.id);
  return shown ? 'notYetDue' : null;
}

/**
 * A text that claims asks the accessories of every item whose own step claims them, so that the sum does not
 * fall from one text to the next; one that only shows them shows those of the items at this step.
 */
function showsPenalties(own: ActionItem | undefined, table: keyof ItemTables, order: Order): boolean {
  if (order.penalties === 'none' || !own) return false;
  return order.penalties === 'claim' ? own.claims : table === 'demanded';
}

/** An earlier text claimed its accessories, and this one asks the principal. */
function isClaimedBefore(item: LetterItem, table: keyof ItemTables, { penalties }: Order): boolean {
  const shown = penalties === 'mention' || penalties === 'waive-until';
  return shown && table === 'others' && item.claims && item.reminders.some(({ step }) => step === item.step);
}

function openOf(item: BookedItem): Cents {
  return cents(item.amount - item.disputed - sumCents(item.movements.map(({ amount }) => amount)));
}

/** The order asks the whole of it: the announcement of a plan's date, the preview of a text. */
function isAskedWhole(item: BookedItem, own: ActionItem | undefined): boolean {
  return own !== undefined && own.balance >= openOf(item);
}

/**
 * Credits that settle nothing yet, counted from their own day on the oldest items asked: the text deducts
 * them from what is asked, so that nothing may run on that part.
 */
function settledByCredits(
  booked: readonly BookedItem[],
  credits: readonly FreeCredit[],
  { items, step }: Order,
): ReadonlyMap<string, readonly Movement[]> {
  const asked = booked.filter(({ id }) =>
    items.some((own) => own.id === id && (step !== 'formal-notice' || own.completes)),
  );
  const settling = new Map<string, Movement[]>();
  const open = new Map(asked.map((item) => [item.id, openOf(item) - item.deferred]));
  for (const credit of credits) {
    let left: number = credit.amount;
    const told = credit.told ?? [];
    const most = asked.map(({ id }) => ({ id, amount: Number.POSITIVE_INFINITY }));
    for (const { id, amount } of [...told, ...most]) {
      const part = cents(Math.min(left, amount, open.get(id) ?? 0));
      if (part <= 0) continue;
      const kind = credit.number === null ? 'payment' : 'credit-note';
      const movement: Movement = { on: credit.on, amount: part, kind, fromOrigin: credit.fromOrigin };
      settling.set(id, [...(settling.get(id) ?? []), movement]);
      open.set(id, open.get(id)! - part);
      left -= part;
    }
  }
  return settling;
}

/**
 * The one figure: balances asked less credits, plus the accessories that a claiming text asks; for a plan's
 * date, what remains of that date less credits.
 */
export function toPay(tables: ItemTables, credits: readonly FreeCredit[], order: Order): Cents {
  const deducted = sumCents(credits.map(({ amount }) => amount));
  if (order.planDate) return cents(order.planDate.open - deducted);
  const asked = order.step === 'formal-notice' ? tables.demanded : [...tables.demanded, ...tables.others];
  const principal = cents(sumCents(asked.map(({ balance }) => balance)) - deducted);
  if (order.penalties !== 'claim') return principal;
  const accessories = asked.map(({ interest, indemnity }) =>
    cents(sumCents(interest.map(({ amount }) => amount)) + indemnity),
  );
  return cents(principal + sumCents(accessories));
}
