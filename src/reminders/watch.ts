import { addDays, type Day } from '../calendar/day.ts';
import type { DebtorFacts } from './facts.ts';
import type { Decision, Held, HoldCode, Verdict } from './verdict.ts';

/**
 * Holds that no list tells, since nothing is owed or its time has not come. They are the first that an item
 * is asked about, so that nothing but its balance and its due date decides on them.
 */
export const UNTOLD: ReadonlySet<HoldCode> = new Set<HoldCode>(['settled', 'not_due', 'retention']);

/** When a debtor of whom there is nothing to say must be looked at again, if no event comes before. */
export interface Silence {
  readonly debtorId: string;
  /** Null: never. */
  readonly lookOn: Day | null;
}

/**
 * Whether a decision says nothing of a debtor: no action, and no item that a list tells. The dates of a
 * payment plan may speak on days that nothing else knows: such a debtor is never silent.
 */
export function isSilent(debtor: DebtorFacts, { actions, verdicts }: Decision): boolean {
  const planned = debtor.items.some((item) => item.holds.plan !== null);
  return actions.length === 0 && !planned && verdicts.every(isUntold);
}

/**
 * How long a silent debtor stays so: until an item comes near its due date, or `nextFact`, the first later
 * day on which a fact known today begins to count.
 */
export function silenceOf(debtor: DebtorFacts, { verdicts }: Decision, nextFact: Day | null): Silence {
  let lookOn = nextFact;
  for (const { until } of verdicts.filter(isUntold)) {
    if (until !== null && (lookOn === null || until < lookOn)) lookOn = addDays(until, 1);
  }
  return { debtorId: debtor.id, lookOn };
}

function isUntold(verdict: Verdict): verdict is Held {
  return verdict.kind === 'held' && UNTOLD.has(verdict.code);
}
