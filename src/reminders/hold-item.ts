import { addDays, type Day } from '../calendar/day.ts';
import { addBusinessDays, businessDayFrom, isBusinessDay } from '../calendar/holidays.ts';
import { nextDateHeldUntil } from '../holds/payment-plan.ts';
import { deferredPart, disputedPart, suspensionOf } from '../holds/suspension.ts';
import { type Cents, cents } from '../money/cents.ts';
import { FLOORS, type Scenario, type ScenarioStep } from '../scenarios/scenario.ts';
import { type StepKey, stepRank } from '../scenarios/steps.ts';
import type { CreditorFacts, DebtorFacts, ItemFacts } from './facts.ts';
import { dayOfStep, formalNoticeOf, isLate, lastPrinted, ownDay, stepsAhead } from './next-step.ts';
import type { Held, HoldCode } from './verdict.ts';

/** Days before the due date in which an item is worth a courteous word. */
const PRE_DUE_DAYS = 5;

/** What is owed of an item and not contested. */
export function undisputedOf(item: ItemFacts): Cents {
  return cents(item.balance - disputedPart(item.holds, item.balance));
}

/** What a debtor may be asked of an item on a day: not what a payment plan leaves for dates to come. */
export function demandedOf(item: ItemFacts, today: Day): Cents {
  const undisputed = undisputedOf(item);
  return cents(undisputed - deferredPart(item.holds, undisputed, today));
}

export function held(item: ItemFacts, code: HoldCode, until: Day | null, step: StepKey | null = null): Held {
  return { kind: 'held', itemId: item.id, code, until, step };
}

/** An item whose next step may be done today, as far as the item alone is concerned. */
export interface Candidate {
  readonly item: ItemFacts;
  readonly step: ScenarioStep;
  /** The manual step before it that nobody did. */
  readonly passed: StepKey | null;
}

/**
 * What the facts of the debtor and of the item say before any step is looked at; null when nothing holds it.
 */
export function holdOf(debtor: DebtorFacts, item: ItemFacts, today: Day): Held | null {
  if (item.balance <= FLOORS.closed) return held(item, 'settled', null);
  if (item.dueOn === null) return held(item, item.retention ? 'retention' : 'due_date_missing', null);
  if (today < item.dueOn - PRE_DUE_DAYS) return held(item, 'not_due', addDays(item.dueOn, -PRE_DUE_DAYS - 1));
  const bar = barOf(debtor, item, today);
  if (bar) return bar;
  const suspension = suspensionOf(item.holds, item.balance, today);
  if (suspension) return held(item, suspension.code, suspension.until);
  const { plan } = item.holds;
  // What was missed of the plan is asked of older items, or is next to nothing: this one waits for its date.
  if (plan === null || demandedOf(item, today) > FLOORS.closed) return null;
  const until = nextDateHeldUntil(plan, today);
  return until === null ? null : held(item, 'plan_respected', until);
}

/**
 * What forbids any word about the item, whatever its due date: its entry, its debtor, a message on its way.
 */
export function barOf(debtor: DebtorFacts, item: ItemFacts, today: Day): Held | null {
  if (item.releasedOn === null || item.releasedOn > today) return held(item, 'quarantined', null);
  if (item.lateStart === 'ask' && isLate(item)) return held(item, 'late_start_choice', null);
  if (item.assigned === 'without-bank-data') return held(item, 'assigned', null);
  if (debtor.deceasedOn !== null && debtor.deceasedOn <= today) return held(item, 'deceased', null);
  if (debtor.insolvencyOn !== null && debtor.insolvencyOn <= today) return held(item, 'insolvency', null);
  if (debtor.overIndebtedOn !== null && debtor.overIndebtedOn <= today)
    return held(item, 'over_indebtedness', null);
  if (debtor.regime === null) return held(item, 'customer_type_missing', null);
  if (item.pending === 'doubtful') return held(item, 'outcome_unknown', null);
  return item.pending === null ? null : held(item, 'awaiting_sending', null);
}

/**
 * The step an item awaits today, or what makes it wait. Manual contacts nobody made are passed in
 * `withoutPassable`.
 */
export function candidateOf(
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  item: ItemFacts,
  scenario: Scenario,
  today: Day,
  manualContact: boolean,
): Candidate | Held {
  const blocked = holdOf(debtor, item, today);
  if (blocked) return blocked;
  const litigation = litigationOf(debtor);
  const ahead = stepsAhead(scenario, debtor, item, today);
  if (litigation && !formalNoticeOf(debtor, item)) return held(item, 'in_litigation', null);
  let step = ahead[0];
  let passed: StepKey | null = null;
  const following = ahead[1];
  if (step?.key === 'contact' && manualContact && !item.collected && following) {
    if (businessDayFrom(ownDay(debtor, item, following, scenario)) <= today) {
      passed = step.key;
      step = following;
    }
  }
  if (!step) return held(item, litigation ? 'in_litigation' : 'scenario_over', null);
  if (step.key === 'route') return { item, step, passed };
  const late = waitForDay(creditor, debtor, item, step, scenario, today);
  if (late) return late;
  return gate(creditor, debtor, item, step, today) ?? { item, step, passed };
}

function waitForDay(
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  item: ItemFacts,
  step: ScenarioStep,
  scenario: Scenario,
  today: Day,
): Held | null {
  const when = dayOfStep(creditor, debtor, item, step, scenario);
  if (when.earliest <= today && !isBusinessDay(today)) {
    return held(item, 'not_business_day', addDays(businessDayFrom(today), -1), step.key);
  }
  if (when.on <= today) return null;
  const until = addDays(when.on, -1);
  if (item.collected && when.because === 'offset') return held(item, 'direct_debit', until, step.key);
  return held(item, when.because === 'offset' ? 'next_step_later' : when.because, until, step.key);
}

function gate(
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  item: ItemFacts,
  step: ScenarioStep,
  today: Day,
): Held | null {
  if (debtor.toneCeiling !== null && stepRank(step.key) > stepRank(debtor.toneCeiling)) {
    return held(item, 'tone_ceiling', null, step.key);
  }
  if (step.key === 'pre-due') return gatePreDue(debtor, item, today);
  if (!isBankFresh(creditor, debtor, item, step, today)) return held(item, 'bank_stale', null, step.key);
  return null;
}

function gatePreDue(debtor: DebtorFacts, item: ItemFacts, today: Day): Held | null {
  const until = item.dueOn;
  if (item.collected) return held(item, 'direct_debit', addBusinessDays(item.dueOn!, 5), 'pre-due');
  if (demandedOf(item, today) < FLOORS.preDue) return held(item, 'below_floor', until, 'pre-due');
  return debtor.emails.length > 0 ? null : held(item, 'no_address', until, 'pre-due');
}

/**
 * Whether the money received is known well enough to tell a debtor that he has not paid: the due date for a
 * contact, the last business days for what follows, and any date printed before.
 */
export function isBankFresh(
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  item: ItemFacts,
  step: ScenarioStep,
  today: Day,
): boolean {
  if (creditor.bankFreshnessDays === null) return true;
  const fresh = creditor.freshUntil;
  if (fresh === null) return false;
  const printed = lastPrinted(debtor, item, step.key);
  if (printed !== null && fresh < printed) return false;
  if (step.key === 'route') return true;
  if (step.key === 'contact') return fresh >= item.dueOn!;
  const allowed = step.key === 'formal-notice' ? 1 : creditor.bankFreshnessDays;
  return fresh >= addBusinessDays(today, -allowed);
}

/** The debtor's litigation, while an item of its formal notice is still owed. */
export function litigationOf(debtor: DebtorFacts): { readonly ownerName: string } | null {
  if (!debtor.litigation) return null;
  const owed = debtor.items.some((item) => item.balance > FLOORS.closed && formalNoticeOf(debtor, item));
  return owed ? debtor.litigation : null;
}
