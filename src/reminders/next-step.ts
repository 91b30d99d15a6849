import { addDays, addYears, type Day, maxDay } from '../calendar/day.ts';
import { addBusinessDays, businessDayFrom } from '../calendar/holidays.ts';
import { isNonProfessional, type Regime } from '../law/regime.ts';
import { LONG_STANDING_YEARS, noticeDays, type Scenario, type ScenarioStep } from '../scenarios/scenario.ts';
import { type StepKey, stepRank } from '../scenarios/steps.ts';
import type { ContactFacts, CreditorFacts, DebtorFacts, ItemFacts } from './facts.ts';

/** Civil days between two written messages to a consumer or non-professional. */
const CONSUMER_GAP_DAYS = 7;
/** Business days after the due date in which a direct debit or a bill is still expected. */
const COLLECTION_BUSINESS_DAYS = 5;

/** When a step may be done: the first day by the rules, and the business day it falls on. */
export interface StepDay {
  readonly earliest: Day;
  readonly on: Day;
  /** What decided that day: the scenario itself, the gap between contacts, or a date printed in a text. */
  readonly because: 'offset' | 'gap' | 'deadline_running';
}

/** The last step of an item that was done, or that a person decided to skip. */
export function lastStepOf(debtor: DebtorFacts, item: ItemFacts): { step: StepKey; on: Day } | null {
  let last: { step: StepKey; on: Day } | null = null;
  for (const skipped of item.skipped) {
    if (!last || stepRank(skipped.step) > stepRank(last.step)) last = skipped;
  }
  for (const contact of debtor.contacts) {
    for (const done of contact.items) {
      if (done.id === item.id && (!last || stepRank(done.step) >= stepRank(last.step))) {
        last = { step: done.step, on: contact.on };
      }
    }
  }
  return last;
}

/** Steps of the scenario that apply to this debtor: one reminder more for a long-standing customer. */
export function stepsFor(scenario: Scenario, debtor: DebtorFacts, today: Day): readonly ScenarioStep[] {
  const longStanding =
    debtor.customerSince !== null && addYears(debtor.customerSince, LONG_STANDING_YEARS) <= today;
  return longStanding ? scenario.steps : scenario.steps.filter((step) => step.key !== 'reminder-3-bis');
}

/**
 * Steps still ahead of an item, first to last: the first after the last one done or skipped; `pre-due` is
 * over once the due date is reached; an item that entered late starts where its release said (capped at the
 * first reminder).
 */
export function stepsAhead(
  scenario: Scenario,
  debtor: DebtorFacts,
  item: ItemFacts,
  today: Day,
): readonly ScenarioStep[] {
  if (item.dueOn === null) return [];
  const last = lastStepOf(debtor, item);
  const from = last ? stepRank(last.step) + 1 : isLate(item) ? stepRank(entryStep(scenario, item)) : 0;
  const due = today >= item.dueOn;
  return stepsFor(scenario, debtor, today).filter(
    (step) => stepRank(step.key) >= from && !(due && step.key === 'pre-due'),
  );
}

/** Entered already late: its import or its release came after the due date. */
export function isLate(item: ItemFacts): boolean {
  return (
    item.releasedOn !== null && item.dueOn !== null && item.lateStart !== null && item.releasedOn > item.dueOn
  );
}

function entryStep(scenario: Scenario, item: ItemFacts): StepKey {
  if (item.lateStart !== 'at-age' || item.releasedOn === null || item.dueOn === null) return 'contact';
  const first = scenario.steps.find((step) => step.key === 'reminder-1');
  return first && item.releasedOn >= item.dueOn + first.offset ? 'reminder-1' : 'contact';
}

/** The day a step may first be done for an item, were every gate of the day open. */
export function dayOfStep(
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  item: ItemFacts,
  step: ScenarioStep,
  scenario: Scenario,
): StepDay {
  const own = ownDay(debtor, item, step, scenario);
  if (step.key === 'pre-due') return { earliest: own, on: businessDayFrom(own), because: 'offset' };
  const lastContact = lastCounted(debtor, item.currency);
  const gap = lastContact && addDays(lastContact, gapDays(creditor, debtor.regime));
  const spaced = step.spacing > 0 ? lastAboutItem(debtor, item) : null;
  const afterGap = maxDay(own, gap, spaced && addDays(spaced, step.spacing));
  const printed = lastPrinted(debtor, item, step.key);
  const earliest = maxDay(afterGap, printed && addDays(printed, 1));
  const because = earliest > afterGap ? 'deadline_running' : afterGap > own ? 'gap' : 'offset';
  return { earliest, on: businessDayFrom(earliest), because };
}

/** Due date and offset; for an item that entered late, the spacing from its previous real step. */
export function ownDay(debtor: DebtorFacts, item: ItemFacts, step: ScenarioStep, scenario: Scenario): Day {
  const due = item.dueOn!;
  if (isLate(item)) {
    const last = lastStepOf(debtor, item);
    const anchor = last?.step ?? entryStep(scenario, item);
    const offset = scenario.steps.find((candidate) => candidate.key === anchor)?.offset ?? step.offset;
    return addDays(last?.on ?? item.releasedOn!, step.offset - offset);
  }
  const day = addDays(due, step.offset);
  if (!item.collected || step.key === 'pre-due') return day;
  return maxDay(day, addDays(addBusinessDays(due, COLLECTION_BUSINESS_DAYS), 1));
}

/** The last contact that makes others wait, in this currency. Consumers count written messages only. */
export function lastCounted(debtor: DebtorFacts, currency: string): Day | null {
  const writtenOnly = debtor.regime !== null && isNonProfessional(debtor.regime);
  return lastDay(
    debtor,
    (contact) => contact.counts && contact.currency === currency && (contact.written || !writtenOnly),
  );
}

function gapDays(creditor: CreditorFacts, regime: Regime | null): number {
  return regime !== null && isNonProfessional(regime) ? CONSUMER_GAP_DAYS : creditor.minimumGapDays;
}

function lastAboutItem(debtor: DebtorFacts, item: ItemFacts): Day | null {
  return lastDay(debtor, (contact) => contact.counts && contact.items.some((done) => done.id === item.id));
}

/**
 * The latest date printed in a text that a step of an item must await. A text binds the items whose steps it
 * completes. A reminder asks besides for all that its debtor owes in its currency, so that its date binds
 * every later reminder and notice: an invoice named beside waits too, and the next ones leave with it instead
 * of putting it off for ever. A first contact asks for its own items only, and waits for no other's date.
 */
export function lastPrinted(debtor: DebtorFacts, item: ItemFacts, step: StepKey): Day | null {
  let printed: Day | null = null;
  for (const contact of debtor.contacts) {
    if (contact.answerBy === null || contact.currency !== item.currency) continue;
    const binds = contact.items.some(
      (done) =>
        done.step !== 'pre-due' && (done.id === item.id || (step !== 'contact' && isReminder(done.step))),
    );
    if (binds && (printed === null || contact.answerBy > printed)) printed = contact.answerBy;
  }
  return printed;
}

function isReminder(step: StepKey): boolean {
  return step.startsWith('reminder-');
}

function lastDay(debtor: DebtorFacts, matches: (contact: ContactFacts) => boolean): Day | null {
  let last: Day | null = null;
  for (const contact of debtor.contacts) {
    if (matches(contact) && (last === null || contact.on > last)) last = contact.on;
  }
  return last;
}

/** The date a text prints: « au plus tard le ». A formal notice leaves n days and one week for the post. */
export function printedDate(step: ScenarioStep, regime: Regime, on: Day): Day | null {
  if (step.key === 'formal-notice') return businessDayFrom(addDays(on, noticeDays(regime) + 7));
  return step.answerWithin === null ? null : businessDayFrom(addDays(on, step.answerWithin));
}

/** The last formal notice about an item, when its step is done. */
export function formalNoticeOf(debtor: DebtorFacts, item: ItemFacts): ContactFacts | null {
  let found: ContactFacts | null = null;
  for (const contact of debtor.contacts) {
    if (contact.items.some((done) => done.id === item.id && done.step === 'formal-notice')) found = contact;
  }
  return found;
}
