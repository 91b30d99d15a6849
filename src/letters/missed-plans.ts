import type { Day } from '../calendar/day.ts';
import { missedDates, planToCome } from '../holds/payment-plan.ts';
import { sumCents } from '../money/cents.ts';
import type { MissedPlan } from './letter-facts.ts';
import { type BookedItem, nameOf } from './letter-item.ts';

/**
 * The payment plans of the asked items of which a date was not paid: a text says why it asks a part only, or
 * the whole again. Each is named by what it covers among all that is owed.
 */
export function missedPlans(
  asked: readonly BookedItem[],
  owed: readonly BookedItem[],
  on: Day,
): readonly MissedPlan[] {
  const plans = new Map(asked.flatMap(({ plan }) => (plan ? [[plan.id, plan] as const] : [])));
  return [...plans.values()]
    .map((plan) => ({
      items: owed.filter((item) => item.plan?.id === plan.id).map(nameOf),
      agreedOn: plan.agreedOn,
      endedOn: plan.endedOn,
      missed: missedDates(plan, on),
      toCome: planToCome(plan, on),
      disputed: sumCents(asked.filter((item) => item.plan?.id === plan.id).map((item) => item.disputed)),
    }))
    .filter(({ missed }) => missed.length > 0)
    .sort((a, b) => a.agreedOn - b.agreedOn);
}
