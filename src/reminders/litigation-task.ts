import { addDays, type Day, maxDay } from '../calendar/day.ts';
import { businessDayFrom } from '../calendar/holidays.ts';
import { cents } from '../money/cents.ts';
import { actionItem, amountOf } from './action-item.ts';
import type { Situation } from './decide.ts';
import type { DebtorFacts, ItemFacts } from './facts.ts';
import { lastStepOf } from './next-step.ts';
import type { Proposal } from './proposal.ts';
import type { Action, Verdict } from './verdict.ts';

/** Civil days after which a file that a person looked at is shown again: it must not be forgotten. */
const LOOK_AGAIN_DAYS = 30;

/** An item is followed from the day on which a word about it would have been due. */
const PRE_DUE_DAYS = 5;

/**
 * From the deposit of a formal notice on nothing leaves by itself for its debtor: what the steps would have
 * asked for becomes one task of the person who follows the notice, until the notice is settled or its effect
 * lifted. Looked at, it comes back with the next item that joins, and after thirty days.
 */
export function litigationActions(
  situation: Situation,
  items: readonly ItemFacts[],
  waiting: readonly Verdict[],
): readonly Action[] {
  const { debtor, currency, today } = situation;
  const followed = new Set(
    waiting.flatMap((one) => (one.kind === 'held' && one.code === 'in_litigation' ? one.itemId : [])),
  );
  const group = items.filter((item) => followed.has(item.id) && item.dueOn !== null);
  if (group.length === 0) return [];
  const looked = lastLook(debtor, currency);
  const rests =
    looked !== null && today < lookAgainOn(looked) && !group.some((item) => joinedOn(item) > looked);
  if (rests) return [];
  return [
    {
      step: 'route',
      channel: 'task',
      copies: [],
      mode: 'manual',
      approver: 'manager',
      currency,
      amount: cents(Math.max(0, amountOf(situation, group))),
      items: group.map((item) =>
        actionItem(situation, item, lastStepOf(debtor, item)?.step ?? 'contact', false),
      ),
      quiet: [],
      answerBy: null,
      penalties: 'none',
      reasons: [{ code: 'in_litigation' }],
      planDate: null,
    },
  ];
}

/** Whether a task is about a debtor in litigation, not about the route of its notice. */
export function isLitigationTask({ reasons }: Pick<Action | Proposal, 'reasons'>): boolean {
  return reasons.some(({ code }) => code === 'in_litigation');
}

/** When a file looked at on a day is shown again. */
export function lookAgainOn(looked: Day): Day {
  return businessDayFrom(addDays(looked, LOOK_AGAIN_DAYS));
}

/** The last time that a person decided about the file: its route, or to let it wait. */
function lastLook(debtor: DebtorFacts, currency: string): Day | null {
  let last: Day | null = null;
  for (const { channel, step, currency: own, on } of debtor.contacts) {
    if (channel === 'task' && step === 'route' && own === currency) last = maxDay(on, last);
  }
  return last;
}

function joinedOn(item: ItemFacts): Day {
  return maxDay(addDays(item.dueOn!, -PRE_DUE_DAYS), item.releasedOn);
}
