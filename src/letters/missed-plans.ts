import type { Day } from '../calendar/day.ts';
import { missedDates, planToCome } from '../holds/payment-plan.ts';
import type { MissedPlan } from './letter-facts.ts';
import type { BookedItem } from './letter-item.ts';

/**
 * The payment plans of these items of which a date was not paid: a text says why it asks a part only, or the
 * whole again.
 */
export function missedPlans(items: readonly BookedItem[], on: Day): readonly MissedPlan[] {
  const plans = new Map(items.flatMap(({ plan }) => (plan ? [[plan.id, plan] as const] : [])));
  return [...plans.values()]
    .map((plan) => ({
      agreedOn: plan.agreedOn,
      endedOn: plan.endedOn,
      missed: missedDates(plan, on),
      toCome: planToCome(plan, on),
    }))
    .filter(({ missed }) => missed.length > 0)
    .sort((a, b) => a.agreedOn - b.agreedOn);
}
