import { addDays, type Day } from '../calendar/day.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { type StepKey, stepRank } from '../scenarios/steps.ts';
import { planDateActions } from './announce-plan.ts';
import { contactActions } from './contact-action.ts';
import { isManualContact } from './contact-channel.ts';
import type { CreditorFacts, DebtorFacts, ItemFacts } from './facts.ts';
import { creditFor } from './free-credit.ts';
import { type Candidate, candidateOf, held } from './hold-item.ts';
import { routeActions } from './route-action.ts';
import type { Action, DayDecision, HoldCode, Verdict } from './verdict.ts';

/** Changes when a rule of the decision does: stored beside every proposal. */
export const RULES_VERSION = '2026-11.1';

/** Contacts a debtor may receive in one currency in any seven days, today included. */
const CAP = 2;
const CAP_DAYS = 7;

/**
 * The one decision of the product: what to do about a debtor on a day, and why nothing is done about the
 * rest. Pure: the preview, the simulation, the day's run and the recheck before sending all call it with the
 * same facts. One verdict per item; at most one contact per currency, tasks beside it.
 */
export function decide(
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  scenario: Scenario,
  today: Day,
): DayDecision {
  const currencies = [...new Set(debtor.items.map((item) => item.currency))].sort();
  const verdicts: Verdict[] = [];
  const actions: Action[] = [];
  const covered: string[] = [];
  for (const currency of currencies) {
    const items = debtor.items.filter((item) => item.currency === currency);
    const decided = decideCurrency({ creditor, debtor, scenario, today, currency, covered: [] }, items);
    verdicts.push(...decided.verdicts);
    actions.push(...decided.actions);
    covered.push(...decided.covered);
  }
  return { verdicts, actions, covered };
}

export interface Situation {
  readonly creditor: CreditorFacts;
  readonly debtor: DebtorFacts;
  readonly scenario: Scenario;
  readonly today: Day;
  readonly currency: string;
  /** Items that a credit covers whole: they wait for somebody to use it, and it is theirs. */
  readonly covered: readonly ItemFacts[];
}

function decideCurrency(bare: Situation, items: readonly ItemFacts[]): DayDecision {
  const { creditor, debtor, scenario, today } = bare;
  const manual = isManualContact(bare, items);
  const verdicts: Verdict[] = [];
  const found: Candidate[] = [];
  for (const item of items) {
    const one = candidateOf(creditor, debtor, item, scenario, today, manual);
    if ('kind' in one) verdicts.push(one);
    else found.push(one);
  }
  const covered = coveredByCredit(bare, items, found, verdicts);
  const isCovered = ({ item }: Candidate) => covered.includes(item);
  verdicts.push(
    ...found.filter(isCovered).map(({ item, step }) => held(item, 'credit_unmatched', null, step.key)),
  );
  const candidates = found.filter((candidate) => !isCovered(candidate));
  const situation = { ...bare, covered };
  const routes = candidates.filter((candidate) => candidate.step.key === 'route');
  const routed = routeActions(situation, routes);
  const preDue = candidates.filter((candidate) => candidate.step.key === 'pre-due');
  const contacts = candidates.filter((candidate) => isContactStep(candidate));
  const capped = isContactLeaving(items, today)
    ? wait(contacts, 'awaiting_sending', null)
    : capOf(situation, contacts);
  const contacted = contactActions(situation, items, verdicts, capped.left, preDue);
  return {
    verdicts: [...verdicts, ...routed.verdicts, ...capped.verdicts, ...contacted.verdicts],
    actions: [...routed.actions, ...contacted.actions, ...planDateActions(situation, items)],
    covered: covered.map(({ id }) => id),
  };
}

/** Holds that only say « not today »: a credit covers such an item all the same. */
const ANOTHER_DAY: ReadonlySet<HoldCode> = new Set<HoldCode>([
  'next_step_later',
  'gap',
  'deadline_running',
  'bank_stale',
  'not_business_day',
]);

/**
 * Items, from the first reminder on, that the debtor's credits cover whole, the oldest due first, each cent
 * once: nobody is reminded of what a credit may have paid. What a text has deducted from others covers none.
 */
function coveredByCredit(
  { debtor, currency, today }: Situation,
  items: readonly ItemFacts[],
  candidates: readonly Candidate[],
  verdicts: readonly Verdict[],
): readonly ItemFacts[] {
  const untold = creditFor(debtor, currency, []);
  if (creditFor(debtor, currency, items) === 0) return [];
  const steps = new Map<string, StepKey>();
  for (const { item, step } of candidates) steps.set(item.id, step.key);
  for (const verdict of verdicts) {
    if (verdict.kind === 'held' && verdict.step !== null && ANOTHER_DAY.has(verdict.code))
      steps.set(verdict.itemId, verdict.step);
  }
  const isReminded = ({ id, dueOn }: ItemFacts) => {
    const step = steps.get(id);
    if (step === undefined || step === 'route' || dueOn === null || dueOn >= today) return false;
    return stepRank(step) >= stepRank('reminder-1');
  };
  let left: number = untold;
  return items
    .filter(isReminded)
    .sort((a, b) => a.dueOn! - b.dueOn!)
    .filter((item) => {
      const rest = item.balance - (creditFor(debtor, currency, [item]) - untold);
      if (rest > left) return false;
      left -= rest;
      return true;
    });
}

function isContactStep(candidate: Candidate): boolean {
  return stepRank(candidate.step.key) >= stepRank('contact') && candidate.step.key !== 'route';
}

/**
 * A contact approved and not yet gone is the debtor's next one: another in the same currency would overtake
 * it, and have it withdrawn as too close. What is approved before its due date is a courteous word, which
 * makes nobody wait.
 */
function isContactLeaving(items: readonly ItemFacts[], today: Day): boolean {
  return items.some((item) => item.pending === 'approved' && item.dueOn !== null && item.dueOn < today);
}

/** One contact a day, two in seven days: what would make one more waits. */
function capOf(
  { debtor, today, currency }: Situation,
  candidates: readonly Candidate[],
): { readonly left: readonly Candidate[]; readonly verdicts: readonly Verdict[] } {
  const days = debtor.contacts
    .filter((contact) => contact.counts && contact.currency === currency && contact.on > today - CAP_DAYS)
    .map((contact) => contact.on)
    .sort((a, b) => a - b);
  if (days.some((day) => day >= today)) return wait(candidates, 'contacted_today', today);
  const oldest = days.at(-CAP);
  if (oldest === undefined) return { left: candidates, verdicts: [] };
  return wait(candidates, 'contact_cap', addDays(oldest, CAP_DAYS - 1));
}

function wait(
  candidates: readonly Candidate[],
  code: 'contacted_today' | 'contact_cap' | 'awaiting_sending',
  until: Day | null,
) {
  return { left: [], verdicts: candidates.map(({ item, step }) => held(item, code, until, step.key)) };
}
