import { addDays, type Day, maxDay } from '../calendar/day.ts';
import { addBusinessDays } from '../calendar/holidays.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { decide } from './decide.ts';
import type { ContactFacts, CreditorFacts, DebtorFacts, ItemFacts } from './facts.ts';
import { deductionOf } from './free-credit.ts';
import { litigationOf } from './hold-item.ts';
import type { Proposal } from './proposal.ts';
import { afterApproved, freedFrom } from './recheck.ts';
import type { Action, Decision } from './verdict.ts';

/** Business days after its deposit on which a simulated registered letter is presented. */
const PRESENTED_AFTER = 2;

/** A day of a simulation: what the decision says, and the debtor once its actions are taken as done. */
export interface SimulatedDay {
  readonly on: Day;
  /** Approved before, and gone on the first day. */
  readonly leaving: readonly Proposal[];
  readonly decision: Decision;
  readonly after: DebtorFacts;
}

/**
 * The same decision, day after day: every action taken as done on its day, registered letters presented two
 * business days later, no payment. The first day has the facts as they are; on the following ones the money
 * received is taken as known and the replies as read, since a person who looks ahead will keep them so. What
 * was approved before leaves on the first day, when nothing stands against it.
 */
export function* simulate(
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  scenario: Scenario,
  from: Day,
  days: number,
  approved: readonly Proposal[] = [],
): Generator<SimulatedDay> {
  let facts = presented(debtor, from);
  const decided = decide(creditor, facts, scenario, from);
  const { leaving, decision } = afterApproved(
    { creditor, debtor: facts, scenario, decision: decided },
    approved,
    from,
  );
  facts = takeAsDone(freedFrom(facts, approved), [...leaving, ...decision.actions], from);
  if (days > 0) yield { on: from, leaving, decision, after: facts };
  for (let offset = 1; offset < days; offset += 1) {
    const on = addDays(from, offset);
    facts = presented(facts, on);
    const next = decide(keptUpToDate(creditor, on), facts, scenario, on);
    facts = takeAsDone(facts, next.actions, on);
    yield { on, leaving: [], decision: next, after: facts };
  }
}

function keptUpToDate(creditor: CreditorFacts, on: Day): CreditorFacts {
  return {
    ...creditor,
    freshUntil: maxDay(on, creditor.freshUntil),
    mailboxReadUntil: maxDay(on, creditor.mailboxReadUntil),
  };
}

function presented(debtor: DebtorFacts, on: Day): DebtorFacts {
  const late = (contact: ContactFacts) =>
    contact.registered !== null &&
    contact.registered.presentedOn === null &&
    contact.registered.outcome === null &&
    addBusinessDays(contact.registered.depositedOn, PRESENTED_AFTER) <= on;
  if (!debtor.contacts.some(late)) return debtor;
  return {
    ...debtor,
    contacts: debtor.contacts.map((contact) => {
      if (!late(contact) || !contact.registered) return contact;
      const presentedOn = addBusinessDays(contact.registered.depositedOn, PRESENTED_AFTER);
      return { ...contact, registered: { ...contact.registered, presentedOn, outcome: 'received' } };
    }),
  };
}

/** The debtor after these actions were done on that day. */
export function takeAsDone(
  debtor: DebtorFacts,
  actions: readonly (Action | Proposal)[],
  on: Day,
): DebtorFacts {
  if (actions.length === 0) return debtor;
  const contacts = actions.filter(
    ({ reasons }) => !reasons.some(({ code }) => code === 'presentation_unknown'),
  );
  const made = contacts.flatMap((action) => contactsOf(action, on));
  const items = debtor.items.map((item) => withAnnounced(item, actions));
  const after = { ...debtor, items, contacts: [...debtor.contacts, ...made] };
  if (!actions.some((action) => action.step === 'formal-notice' && action.channel === 'registered'))
    return after;
  return { ...after, litigation: litigationOf(after) ?? { ownerName: debtor.ownerName ?? '' } };
}

/** The item once the dates of its plan that these actions announce are announced. */
function withAnnounced(item: ItemFacts, actions: readonly (Action | Proposal)[]): ItemFacts {
  const { plan } = item.holds;
  if (plan === null) return item;
  const told = actions.flatMap(({ planDate }) => (planDate?.planId === plan.id ? planDate.position : []));
  if (told.length === 0) return item;
  const dates = plan.dates.map((date, index) =>
    told.includes(index + 1) ? { ...date, announced: true } : date,
  );
  return { ...item, holds: { ...item.holds, plan: { ...plan, dates } } };
}

function contactsOf(action: Action | Proposal, on: Day): ContactFacts[] {
  const registered = action.channel === 'registered';
  const base = {
    on,
    channel: action.channel,
    currency: action.currency,
    answerBy: action.answerBy,
    registered: registered ? { depositedOn: on, presentedOn: null, outcome: null } : null,
  } as const;
  const completed = action.items.filter((item) => item.completes);
  return [
    {
      ...base,
      step: action.step,
      counts: action.step !== 'pre-due' && action.step !== 'route',
      written: action.channel !== 'call' && action.channel !== 'task',
      deduction: deductionOf(action),
      items: [...completed, ...action.quiet].map(({ id, step }) => ({ id, step })),
    },
  ];
}
