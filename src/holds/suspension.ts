import type { Day } from '../calendar/day.ts';
import { type Cents, cents, ZERO } from '../money/cents.ts';
import { type PlanHold, planHeldUntil, planToCome } from './payment-plan.ts';
import { afterTolerance } from './tolerance.ts';

/** What may suspend one item: live facts only (nothing cancelled, closed or lifted). */
export interface ItemHolds {
  readonly promises: readonly { readonly promisedOn: Day }[];
  /** Each open dispute: the contested part, or null for the whole. */
  readonly disputes: readonly (Cents | null)[];
  /** Last paused days, included; those of the debtor apply to each of its items. */
  readonly pausedUntil: readonly Day[];
  readonly plan: PlanHold | null;
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
  return afterTolerance(promisedOn);
}

/** The contested part of a balance: outside every total, never more than the balance. */
export function disputedPart(holds: ItemHolds, balance: Cents): Cents {
  let contested = 0;
  // A part below nothing would raise what is asked.
  for (const part of holds.disputes) contested += part === null ? balance : Math.max(0, part);
  return cents(Math.min(contested, Math.max(balance, 0)));
}

/**
 * What a payment plan leaves of an item for its dates to come, tolerance included: a missed date makes no
 * other exigible, only an act of a person ends the plan. The oldest items are asked first.
 */
export function deferredPart({ plan }: ItemHolds, undisputed: Cents, today: Day): Cents {
  if (plan === null) return ZERO;
  return cents(Math.min(Math.max(planToCome(plan, today) - plan.laterItems, 0), Math.max(undisputed, 0)));
}

function latest(days: readonly Day[]): Day | null {
  let found: Day | null = null;
  for (const day of days) if (found === null || day > found) found = day;
  return found;
}
