import type { Day } from '../calendar/day.ts';
import { addBusinessDays } from '../calendar/holidays.ts';
import { type Cents, cents } from '../money/cents.ts';

/**
 * A promise or a plan date is waited for two business days more: transfers land late (house rule, docs/law).
 */
const TOLERANCE_BUSINESS_DAYS = 2;

/** What may suspend one item: live facts only (nothing cancelled, closed or lifted). */
export interface ItemHolds {
  readonly promises: readonly { readonly promisedOn: Day }[];
  /** Each open dispute: the contested part, or null for the whole. */
  readonly disputes: readonly (Cents | null)[];
  /** Last paused days, included; those of the debtor apply to each of its items. */
  readonly pausedUntil: readonly Day[];
  readonly plan: PlanHold | null;
}

export interface PlanHold {
  readonly id: string;
  readonly dates: readonly PlanHoldDate[];
  /** What the plan's items have lost of their balance since the agreement. */
  readonly paidSince: Cents;
}

export interface PlanHoldDate {
  readonly dueOn: Day;
  readonly amount: Cents;
  /** The debtor was told of it before it came, or a person chose not to: never told again. */
  readonly announced: boolean;
}

/** A date that the payments since the agreement do not reach yet. */
export interface UnpaidDate extends PlanHoldDate {
  /** Its place in the plan, from 1. */
  readonly position: number;
  readonly count: number;
  /** What remains to be paid of it. */
  readonly open: Cents;
}

export const NO_HOLDS: ItemHolds = { promises: [], disputes: [], pausedUntil: [], plan: null };

/**
 * Why an item waits; `until` is the last held day, included, or null when only an act of a person ends it.
 */
export interface Suspension {
  readonly code: 'plan_respected' | 'promise_until' | 'dispute' | 'paused_until';
  readonly until: Day | null;
}

/**
 * The suspension that holds the whole item on `today`, the longest-lasting of its kind first; null when
 * nothing does.
 */
export function suspensionOf(holds: ItemHolds, balance: Cents, today: Day): Suspension | null {
  const planUntil = holds.plan && planHeldUntil(holds.plan, today);
  if (planUntil != null) return { code: 'plan_respected', until: planUntil };
  const promisedUntil = latest(holds.promises.map((promise) => promiseHeldUntil(promise.promisedOn)));
  if (promisedUntil !== null && promisedUntil >= today)
    return { code: 'promise_until', until: promisedUntil };
  if (balance > 0 && disputedPart(holds, balance) >= balance) return { code: 'dispute', until: null };
  const pausedUntil = latest(holds.pausedUntil);
  if (pausedUntil !== null && pausedUntil >= today) return { code: 'paused_until', until: pausedUntil };
  return null;
}

/** The last day a promise holds: the promised day and its tolerance, both included. */
export function promiseHeldUntil(promisedOn: Day): Day {
  return addBusinessDays(promisedOn, TOLERANCE_BUSINESS_DAYS);
}

/** The contested part of a balance: outside every total, never more than the balance. */
export function disputedPart(holds: ItemHolds, balance: Cents): Cents {
  let contested = 0;
  for (const part of holds.disputes) contested += part ?? balance;
  return cents(Math.min(contested, Math.max(balance, 0)));
}

/**
 * The last day a respected plan holds its items: the tolerance after its first date not yet paid for. Null
 * once a date was missed (tolerance over) or every date is past.
 */
function planHeldUntil(plan: PlanHold, today: Day): Day | null {
  const next = nextUnpaidDate(plan);
  if (next === null) return null;
  const until = addBusinessDays(next.dueOn, TOLERANCE_BUSINESS_DAYS);
  return until >= today ? until : null;
}

/** The first date of a plan not wholly paid for: payments are counted on its dates in their order. */
export function nextUnpaidDate(plan: PlanHold): UnpaidDate | null {
  let owed = 0;
  for (const [index, date] of plan.dates.entries()) {
    owed += date.amount;
    if (plan.paidSince >= owed) continue;
    const open = cents(Math.min(date.amount, owed - plan.paidSince));
    return { ...date, position: index + 1, count: plan.dates.length, open };
  }
  return null;
}

function latest(days: readonly Day[]): Day | null {
  let found: Day | null = null;
  for (const day of days) if (found === null || day > found) found = day;
  return found;
}
