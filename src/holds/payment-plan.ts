import type { Day } from '../calendar/day.ts';
import { type Cents, cents, ZERO } from '../money/cents.ts';
import { afterTolerance } from './tolerance.ts';

export interface PlanHold {
  readonly id: string;
  readonly agreedOn: Day;
  /** When a person ended it, or null while it runs: an ended plan holds nothing. */
  readonly endedOn: Day | null;
  readonly dates: readonly PlanHoldDate[];
  /** What the plan's items have lost of their balance since the agreement. */
  readonly paidSince: Cents;
  /** What remains of the plan's items that fell due after this one: its dates to come are theirs first. */
  readonly laterItems: Cents;
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

/** A date whose time is over, and what remains of it. */
export interface MissedDate {
  readonly dueOn: Day;
  readonly open: Cents;
}

/**
 * The last day a respected plan holds its items: the tolerance after its first date not yet paid for. Null
 * once a date was missed (tolerance over) or every date is past.
 */
export function planHeldUntil(plan: PlanHold, today: Day): Day | null {
  const next = nextUnpaidDate(plan);
  if (next === null) return null;
  return isLapsed(next, today) ? null : afterTolerance(next.dueOn);
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

/** The last day of tolerance of a plan's next date to come; null when none is. */
export function nextDateHeldUntil(plan: PlanHold, today: Day): Day | null {
  const next = plan.dates.find((date) => !isLapsed(date, today));
  return next ? afterTolerance(next.dueOn) : null;
}

function isLapsed(date: PlanHoldDate, today: Day): boolean {
  return afterTolerance(date.dueOn) < today;
}

/**
 * Dates of a plan whose time is over and that the payments since the agreement do not reach: tolerance over
 * while the plan runs, past on the day a person ended it otherwise. Oldest first.
 */
export function missedDates(plan: PlanHold, today: Day): readonly MissedDate[] {
  const { endedOn } = plan;
  const missed: MissedDate[] = [];
  let owed = 0;
  for (const date of plan.dates) {
    const over = endedOn === null ? isLapsed(date, today) : date.dueOn < endedOn;
    owed += date.amount;
    const open = Math.min(date.amount, owed - plan.paidSince);
    if (over && open > 0) missed.push({ dueOn: date.dueOn, open: cents(open) });
  }
  return missed;
}

/** What a running plan leaves for dates whose tolerance is not over; nothing once it was ended. */
export function planToCome(plan: PlanHold, today: Day): Cents {
  if (plan.endedOn !== null) return ZERO;
  let agreed = 0;
  let lapsed = 0;
  for (const date of plan.dates) {
    agreed += date.amount;
    if (isLapsed(date, today)) lapsed += date.amount;
  }
  return cents(Math.max(agreed - Math.max(lapsed, plan.paidSince), 0));
}
