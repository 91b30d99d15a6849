import { type Day, toIso } from '../calendar/day.ts';
import { formatLongDay } from '../calendar/french.ts';
import type { DebtorFacts, ItemFacts } from '../reminders/facts.ts';
import { formalNoticeOf } from '../reminders/next-step.ts';
import { routeOpensOn } from '../reminders/route-action.ts';
import type { Action, Decision, ReasonCode } from '../reminders/verdict.ts';
import type { StepKey } from '../scenarios/steps.ts';

/** What a person has to do about an item before anything else comes, since when, and how it is told. */
export interface WaitingTask {
  readonly step: StepKey;
  readonly on: string;
  readonly message: string;
}

const ROUTES = 'agency|lawyer|bailiff|payment-order|small-claims|mediation|given-up';

/** The decision about a debtor, with the ids under which a person finds its contacts. */
export interface TaskCase {
  readonly debtor: DebtorFacts;
  readonly decision: Decision;
  readonly on: Day;
  /** The id of a contact that a run has written down. */
  readonly idOf: (action: Action) => string | null;
  /** That of the registered letter about the item; null when there is none. */
  readonly noticeId: string | null;
}

/** The task that an item waits for after its formal notice, or its debtor's; null when there is none. */
export function waitingTask(found: TaskCase, item: ItemFacts): WaitingTask | null {
  const { debtor, decision, on, idOf, noticeId } = found;
  const action = decision.actions.find(
    (one) => one.channel === 'task' && one.items.some(({ id }) => id === item.id),
  );
  const has = (code: ReasonCode) => action?.reasons.some((reason) => reason.code === code) ?? false;
  if (!action || !(has('route_open') || has('presentation_unknown') || has('in_litigation'))) return null;
  const id = idOf(action) ?? '…';
  if (has('in_litigation')) {
    const owner = debtor.litigation?.ownerName;
    const who = owner ? ` par ${owner}` : '';
    const message =
      `Dossier suivi${who}\u00a0: le laisser attendre (relance done ${id} --outcome waiting) ou le rendre aux ` +
      `relances (relance litigation lift ${debtor.key} --reason TEXTE).`;
    return { step: 'route', on: toIso(on), message };
  }
  const notice = formalNoticeOf(debtor, item);
  if (!notice || debtor.regime === null) return null;
  const since = routeOpensOn(notice, item, debtor.regime);
  const day = formatLongDay(since);
  const message = has('route_open')
    ? `Choix de la suite, ouvert depuis le ${day}\u00a0: décidez, puis relance done ${id} --outcome ${ROUTES}.`
    : `Choix de la suite, dès que la présentation du recommandé sera connue (attendue depuis le ${day})\u00a0: ` +
      `relance registered ${noticeId ?? '…'} --presented AAAA-MM-JJ.`;
  return { step: 'route', on: toIso(since), message };
}
