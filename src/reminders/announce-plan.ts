import { addDays, type Day } from '../calendar/day.ts';
import { isBusinessDay } from '../calendar/holidays.ts';
import { nextUnpaidDate, type PlanHold, type UnpaidDate } from '../holds/payment-plan.ts';
import { suspensionOf } from '../holds/suspension.ts';
import { FLOORS } from '../scenarios/scenario.ts';
import { actionItem, amountOf } from './action-item.ts';
import { approvalOf } from './approval.ts';
import type { Situation } from './decide.ts';
import type { ItemFacts } from './facts.ts';
import { barOf, litigationOf, undisputedOf } from './hold-item.ts';
import { lastStepOf } from './next-step.ts';
import type { Action } from './verdict.ts';

/**
 * The dates of payment plans worth a courteous word today: the next date not yet paid for, on the days and
 * above the floor of the word before a due date, once a date. It takes no part in the gap nor the cap, and
 * completes no step of the items, which the plan goes on holding.
 */
export function planDateActions(situation: Situation, items: readonly ItemFacts[]): readonly Action[] {
  if (situation.debtor.emails.length === 0 || litigationOf(situation.debtor)) return [];
  const planned = items.filter((item) => item.holds.plan !== null && item.balance > FLOORS.closed);
  const byPlan = Map.groupBy(planned, (item) => item.holds.plan!.id);
  return [...byPlan.values()].flatMap((group) => announcement(situation, group) ?? []);
}

function announcement(situation: Situation, group: readonly ItemFacts[]): Action | null {
  const { creditor, debtor, scenario, today, currency } = situation;
  const step = scenario.steps.find(({ key }) => key === 'pre-due');
  const plan = group[0]!.holds.plan!;
  const date = nextUnpaidDate(plan);
  if (!step || !date || !isTime(date, step.offset, today)) return null;
  if (date.open < FLOORS.preDue || group.some((item) => isBarred(situation, item))) return null;
  const amount = amountOf(situation, group, date.open);
  if (amount <= 0) return null;
  const itemCount = group.length;
  const need = approvalOf({
    creditor,
    debtor,
    step,
    currency,
    amount,
    itemCount,
    lateEntry: false,
    tooHeavy: false,
  });
  return {
    step: 'pre-due',
    channel: 'email',
    copies: [],
    mode: need.mode,
    approver: need.approver,
    currency,
    amount,
    items: group.map((item) => ({
      ...actionItem(situation, item, lastStepOf(debtor, item)?.step ?? 'pre-due', false),
      balance: undisputedOf(item),
    })),
    quiet: [],
    answerBy: null,
    penalties: 'none',
    reasons: [{ code: 'step_due', days: today - date.dueOn }, { code: 'plan_date' }, ...need.reasons],
    planDate: announcedDate(plan, date),
  };
}

/** From the scenario's day before the date on, a business day, and never on the date itself. */
function isTime(date: UnpaidDate, offset: number, today: Day): boolean {
  if (date.announced || !isBusinessDay(today)) return false;
  return today >= addDays(date.dueOn, offset) && today < date.dueOn;
}

/** A pause, a promise or a dispute silences the plan's dates too; a direct debit needs no word. */
function isBarred({ debtor, today }: Situation, item: ItemFacts): boolean {
  if (item.dueOn === null || item.collected || item.holds.disputes.length > 0) return true;
  if (barOf(debtor, item, today)) return true;
  return suspensionOf({ ...item.holds, plan: null }, item.balance, today) !== null;
}

function announcedDate(plan: PlanHold, { position, count, dueOn, amount, open }: UnpaidDate) {
  return { planId: plan.id, position, count, dueOn, amount, open };
}
