import { addDays, type Day, maxDay } from '../calendar/day.ts';
import { businessDayFrom } from '../calendar/holidays.ts';
import type { Regime } from '../law/regime.ts';
import { noticeDays } from '../scenarios/scenario.ts';
import { actionItem, amountOf } from './action-item.ts';
import type { Situation } from './decide.ts';
import type { ContactFacts, ItemFacts } from './facts.ts';
import { type Candidate, held, isBankFresh } from './hold-item.ts';
import { formalNoticeOf } from './next-step.ts';
import type { Action, Held, ReasonCode, Verdict } from './verdict.ts';

type Opening = { readonly task: 'route_open' | 'presentation_unknown' } | { readonly wait: Held };

/**
 * After a formal notice: the choice of a route, once the printed date and n days from first presentation are
 * both over (docs/law/MED-05); a task to look for the presentation when the post said nothing by then.
 */
export function routeActions(
  situation: Situation,
  candidates: readonly Candidate[],
): {
  readonly actions: readonly Action[];
  readonly verdicts: readonly Verdict[];
} {
  const verdicts: Verdict[] = [];
  const tasks = new Map<'route_open' | 'presentation_unknown', Candidate[]>();
  for (const candidate of candidates) {
    const opening = openingOf(situation, candidate);
    if ('wait' in opening) verdicts.push(opening.wait);
    else tasks.set(opening.task, [...(tasks.get(opening.task) ?? []), candidate]);
  }
  const actions = [...tasks].map(([code, group]) => routeTask(situation, code, group));
  for (const action of actions) {
    for (const item of action.items) verdicts.push({ kind: 'proposed', itemId: item.id, step: action.step });
  }
  return { actions, verdicts };
}

function openingOf({ creditor, debtor, today }: Situation, { item, step }: Candidate): Opening {
  const notice = formalNoticeOf(debtor, item);
  if (!notice?.registered) return { wait: held(item, 'in_litigation', null, 'route') };
  const opens = routeOpensOn(notice, item, debtor.regime!);
  if (today < opens) return { wait: held(item, 'deadline_running', addDays(opens, -1), 'route') };
  if (!isBankFresh(creditor, debtor, item, step, today))
    return { wait: held(item, 'bank_stale', null, 'route') };
  return { task: notice.registered.presentedOn === null ? 'presentation_unknown' : 'route_open' };
}

/**
 * The day after the later of the printed date and presentation + n; the printed date itself while nothing is
 * known.
 */
export function routeOpensOn(notice: ContactFacts, item: ItemFacts, regime: Regime): Day {
  const printed = notice.answerBy ?? item.dueOn!;
  const presented = notice.registered?.presentedOn ?? null;
  if (presented === null) return businessDayFrom(printed);
  return businessDayFrom(addDays(maxDay(printed, addDays(presented, noticeDays(regime))), 1));
}

function routeTask(situation: Situation, code: ReasonCode, group: readonly Candidate[]): Action {
  const step = code === 'route_open' ? 'route' : 'formal-notice';
  const items = group.map(({ item }) => actionItem(situation, item, step, code === 'route_open'));
  return {
    step,
    channel: 'task',
    copies: [],
    mode: 'manual',
    approver: 'manager',
    currency: situation.currency,
    amount: amountOf(
      situation,
      group.map(({ item }) => item),
    ),
    items,
    quiet: [],
    answerBy: null,
    penalties: 'none',
    reasons: [{ code }],
    planDate: null,
  };
}
