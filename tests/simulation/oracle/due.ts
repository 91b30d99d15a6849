import { accountOf, type Books, type Item, itemKey } from './books.ts';
import { nextStep } from './course.ts';
import { mayLeaveNothing, reasonsAgainst, waitsForNotice } from './eligibility.ts';

/** What a day's answer says of the items of the books: asked in an action, or held with a code. */
export interface DayTold {
  /** By item: the step that the action completes for it, or null when it is only asked beside. */
  readonly asked: ReadonlyMap<string, string | null>;
  readonly held: ReadonlyMap<string, string>;
}

/**
 * What is wrong with a day's answer: an item that is contacted against a reason, one that is due and in
 * neither list, one that is held with a reason that the facts do not have. What is mentioned quietly is in
 * no list.
 */
export function dayFaults(
  books: Books,
  on: number,
  told: DayTold,
  quiet: ReadonlySet<string>,
): readonly string[] {
  const faults: string[] = [];
  for (const { key } of books.accounts.values()) {
    const items = [...accountOf(books, key).invoices.values()].flatMap((invoice) => invoice.items);
    for (const item of items) {
      if (!quiet.has(item.key)) faults.push(...itemFaults(books, item, on, told));
    }
  }
  return faults;
}

function itemFaults(books: Books, item: Item, on: number, { asked, held }: DayTold): readonly string[] {
  const key = itemKey(item.ref);
  const reasons = reasonsAgainst(books, item, on);
  const step = asked.get(key);
  if (step !== undefined) {
    const wrong = step === null ? [...reasons].filter((code) => !BESIDE.has(code)) : [...reasons];
    const next = nextStep(books, item, on)?.key;
    if (step !== null && step !== next) return [`${key} is contacted for ${step}, its next step is ${next}`];
    return wrong.length === 0 ? [] : [`${key} is contacted against ${wrong.join(', ')}`];
  }
  const code = held.get(key);
  if (code === undefined) return reasons.size === 0 ? [`${key} is due, and in no list`] : [];
  if (reasons.has(code)) return [];
  if (code === 'formal_notice_first' && waitsForNotice(books, item, on)) return [];
  if (code === 'credit_unmatched' && mayLeaveNothing(books, item, on)) return [];
  return [`${key} is held for ${code}; the facts know ${[...reasons].join(', ') || 'no reason'}`];
}

/** An overdue item is asked beside others though its own step waits (ruling 15). */
const BESIDE: ReadonlySet<string> = new Set(['next_step_later', 'gap', 'deadline_running']);
