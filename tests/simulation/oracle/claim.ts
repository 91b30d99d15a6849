import { accountOf, type Books, emptyBooks, type Item, itemKey, itemOf, type Part } from './books.ts';
import { day } from './calendar.ts';
import { doneOf } from './course.ts';
import { askable, deductionsFrom, shareOut } from './credit.ts';
import type { ContactDone, ItemRef, Step } from './facts.ts';
import { contestedOn, oldestFirst, putOffOn } from './holds.ts';
import { type Debt, indemnityOf, interestOf } from './interest.ts';
import { sumOf } from './money.ts';
import { claims } from './scenario.ts';

/** A text about to be written, or written: whom it asks what, on which day. */
export interface Text {
  readonly debtor: string;
  readonly currency: string;
  readonly on: number;
  /** Of the text: the highest of those that its items complete. */
  readonly step: Step;
  /** Every item it asks, with the step of its own that it completes; null when it is asked beside. */
  readonly items: readonly { readonly ref: ItemRef; readonly completes: Step | null }[];
}

export interface Claim {
  /** Of each item: what it owes less its contested part and what a plan puts off. */
  readonly asked: ReadonlyMap<string, bigint>;
  /** What the text deducts, of which credit, from which item. */
  readonly parts: readonly Part[];
  /** `amount` of `plan`: what is asked less what is deducted. */
  readonly principal: bigint;
  readonly interest: bigint;
  readonly indemnity: bigint;
  /** The one figure of the text, its code and its link (rulings 19, L03). */
  readonly sum: bigint;
}

/** The figures of a text, from the facts known when it is written. */
export function claimOf(books: Books, text: Text): Claim {
  const items = text.items.map(({ ref }) => itemOf(books, ref)).toSorted(oldestFirst);
  const asked = new Map(items.map((item) => [item.key, askable(books, item, text.on)]));
  const parts = deductionsFrom(shareOut(books, text.debtor, text.currency, text.on), items, asked);
  const principal = sumOf(asked.values()) - sumOf(parts.map(({ amount }) => amount));
  const claiming = claims(books, text.debtor, text.step)
    ? items.filter((item) => claims(books, text.debtor, ownStep(books, text, item)))
    : [];
  const debts = claiming.map((item) => ({ item, debt: debtOf(books, item, text.on, parts) }));
  const interest = sumOf(debts.map(({ debt }) => interestOf(debt, text.on)));
  const late = debts.filter(({ debt }) => indemnityOf(debt, text.on) > 0n);
  // Once an invoice, whatever its instalments (IND-01).
  const indemnity = 4_000n * BigInt(new Set(late.map(({ item }) => item.invoice)).size);
  return { asked, parts, principal, interest, indemnity, sum: principal + interest + indemnity };
}

/** The step it completes, or the last one done of an item asked beside (decision 0027). */
function ownStep(books: Books, text: Text, item: Item): Step {
  const here = text.items.find(({ ref }) => itemKey(ref) === item.key)!;
  const past = doneOf(books, item).filter(({ skipped }) => !skipped);
  return here.completes ?? past.at(-1)?.step ?? 'pre-due';
}

/** Books into which facts are entered one by one. */
export function openBooks(): Books {
  return emptyBooks(toldBy);
}

function toldBy(books: Books, fact: ContactDone): readonly Part[] {
  // A call says no sum that stands.
  if (fact.channel === 'task' || fact.channel === 'call') return [];
  const { debtor, currency, step, composedOn } = fact;
  const items = fact.items.map((one) => ({ ref: one.item, completes: one.completes ? one.step : null }));
  return claimOf(books, { debtor, currency, on: day(composedOn), step, items }).parts;
}

/**
 * An item as interest sees it: the contested part and what a plan puts off were never in the base, and
 * what the text deducts left it on the credit's own day, or at the origin for a credit note that says so.
 */
function debtOf(books: Books, item: Item, on: number, parts: readonly Part[]): Debt {
  const { terms, debtor } = item.invoice;
  const { regime, insolventOn } = accountOf(books, debtor).debtor!;
  const deducted = parts
    .filter((part) => part.item === item)
    .map(({ source, amount }) => ({ source, amount, undoneOn: null }));
  const settled = [...item.shares, ...deducted].filter(({ source }) => source.on <= on);
  const fromOrigin = settled.filter(
    ({ source, undoneOn }) => source.fromOrigin && (undoneOn === null || undoneOn > on),
  );
  const suspended = contestedOn(books, item, on) + putOffOn(books, item, on);
  return {
    regime: regime!,
    contractRate: terms.contractRate,
    outsideL441: terms.outsideL441,
    principal: item.amount - suspended - sumOf(fromOrigin.map(({ amount }) => amount)),
    lastFreeDay: lastFreeDay(item, regime === 'public'),
    noticeOn: null,
    moves: settled
      .filter(({ source }) => !source.fromOrigin)
      .flatMap(({ source, amount, undoneOn }) => [
        { on: source.on, amount },
        ...(undoneOn === null ? [] : [{ on: undoneOn, amount: -amount }]),
      ]),
    insolventOn: insolventOn === null ? null : day(insolventOn),
  };
}

/** The due date; of a public buyer, thirty days after receipt and service when that is later (ruling 39). */
function lastFreeDay({ dueOn, invoice: { terms } }: Item, isPublic: boolean): number {
  const start = [terms.receivedOn, terms.performedOn].flatMap((one) => (one === null ? [] : [day(one)]));
  if (!isPublic || start.length === 0) return dueOn!;
  return Math.max(dueOn!, Math.max(...start) + 30);
}
