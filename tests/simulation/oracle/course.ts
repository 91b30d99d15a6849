import { accountOf, type Books, type Contact, type Item, itemKey } from './books.ts';
import { addYears, day } from './calendar.ts';
import type { ScenarioStep, Step } from './facts.ts';
import { rank, stepsOf } from './scenario.ts';

/** A step that was done or skipped for an item. */
export interface Done {
  readonly step: Step;
  readonly on: number;
  /** Skipped by a person: it moves the course on without having been a contact. */
  readonly skipped: boolean;
}

/** Steps of an item in the order of the procedure; what was undone is not there. */
export function doneOf(books: Books, item: Item): readonly Done[] {
  const account = accountOf(books, item.ref.debtor);
  const contacts = account.contacts
    .filter(stands)
    .flatMap(({ fact, on }) =>
      fact.items
        .filter((one) => one.completes && itemKey(one.item) === item.key)
        .map(({ step }): Done => ({ step, on, skipped: false })),
    );
  const skips = account.skipped
    .filter(({ items }) => items.includes(item.key))
    .map(({ step, on }): Done => ({ step, on, skipped: true }));
  return [...contacts, ...skips].toSorted((a, b) => rank(a.step) - rank(b.step));
}

/** Not come back, and no registered letter to an unknown address: that opens nothing and frees the step. */
export function stands({ undone, notice }: Contact): boolean {
  return !undone && notice?.outcome !== 'unknown-address';
}

/**
 * The steps that an item of this debtor may go through: the additional one is for long-standing customers.
 */
function courseOf(books: Books, item: Item, on: number): readonly ScenarioStep[] {
  const since = accountOf(books, item.ref.debtor).debtor?.customerSince ?? null;
  const longStanding = since !== null && addYears(day(since), 3) <= on;
  return stepsOf(books, item.ref.debtor).filter(({ key }) => key !== 'reminder-3-bis' || longStanding);
}

/**
 * The next step of an item on a day: the first after the last one done (ruling 1), from the step that its
 * late entry fixed; before the due date only the courteous word, after it never. null when all were done.
 */
export function nextStep(books: Books, item: Item, on: number): ScenarioStep | null {
  const last = doneOf(books, item).at(-1);
  const floor = Math.max(last === undefined ? 0 : rank(last.step) + 1, rank(lateStep(item) ?? 'pre-due'));
  return (
    courseOf(books, item, on).find(
      ({ key }) => rank(key) >= floor && (key !== 'pre-due' || on < item.dueOn!),
    ) ?? null
  );
}

/**
 * The first step of an item that was already late when it was let in (decision 0014); null when it was
 * not.
 */
export function lateStep(item: Item): Step | null {
  const { releasedOn, lateStart } = item.invoice;
  if (releasedOn === null || item.dueOn === null || releasedOn <= item.dueOn) return null;
  return lateStart === 'at-age' && releasedOn - item.dueOn >= 7 ? 'reminder-1' : 'contact';
}
