import { addDays, type Day } from '../calendar/day.ts';
import { addBusinessDays, businessDayFrom, isBusinessDay } from '../calendar/holidays.ts';
import { semesterOf, semesterStart } from '../calendar/semester.ts';
import { NO_HOLDS } from '../holds/suspension.ts';
import { ratesToEnter } from '../law/rates-to-enter.ts';
import type { Regime } from '../law/regime.ts';
import { cents } from '../money/cents.ts';
import { decide } from '../reminders/decide.ts';
import type { ContactFacts, CreditorFacts, DebtorFacts, ItemFacts } from '../reminders/facts.ts';
import { takeAsDone } from '../reminders/simulate.ts';
import { DEFAULT_SCENARIO } from '../scenarios/scenario.ts';
import type { StepKey } from '../scenarios/steps.ts';

/** Weeks of history behind the sample's last day: the whole procedure takes some eighty days. */
const WEEKS = 12;
/** The sample's registered letters are presented so many business days after their deposit. */
export const PRESENTED_AFTER = 2;

/**
 * The days on which the sample's clerk works, once a week, oldest first; the last one is `on`, a business
 * day. A holiday is worked on the day after, or on the day before: near some holidays only one of the two
 * shows every step.
 */
export function workedDays(on: Day, holidays: 'after' | 'before'): readonly Day[] {
  const shift = holidays === 'after' ? businessDayFrom : businessDayBefore;
  return Array.from({ length: WEEKS + 1 }, (_, week) => shift(addDays(on, 7 * (week - WEEKS))));
}

function businessDayBefore(day: Day): Day {
  return isBusinessDay(day) ? day : addBusinessDays(day, -1);
}

/**
 * The business day that a sample asked for on a day is about: that day or the next one; where this version
 * does not know its rates, the last day whose rates it knows, because most letters need them.
 */
export function sampleDay(asked: Day): Day {
  const on = businessDayFrom(asked);
  const unknown = ratesToEnter(on).some(({ semester }) => semester === semesterOf(on));
  return unknown ? sampleDay(businessDayBefore(addDays(semesterStart(on), -1))) : on;
}

/**
 * What of a debtor moves its steps: its regime, whether it can be written to, how long it has been a
 * customer.
 */
export interface DebtorKind {
  readonly regime: Regime;
  readonly emails: boolean;
  readonly customerSince: Day | null;
}

const GATES_OPEN: CreditorFacts = {
  minimumGapDays: 5,
  bankFreshnessDays: null,
  mailboxCheck: 'off',
  approvals: 'none',
  freshUntil: null,
  mailboxReadUntil: null,
  trustedFirstReminders: 0,
};

/**
 * The due dates that bring an unpaid invoice to `step` on the last worked day, latest first: found by the
 * decision itself, so that the sample shows every step whatever the day it is made on.
 */
export function dueDatesFor(step: StepKey, kind: DebtorKind, days: readonly Day[]): readonly Day[] {
  const on = days.at(-1)!;
  const found: Day[] = [];
  for (let due = addDays(on, 5); due > days[0]!; due = addDays(due, -1)) {
    if (stepOn(due, kind, days) === step) found.push(due);
  }
  return found;
}

/** The step that an invoice due on a day meets on the last worked day; null when it waits. */
function stepOn(due: Day, kind: DebtorKind, days: readonly Day[]): StepKey | null {
  let debtor = debtorOwing(due, kind);
  for (const day of days) {
    const { actions } = decide(GATES_OPEN, debtor, DEFAULT_SCENARIO, day);
    if (day === days.at(-1)) return actions[0]?.step ?? null;
    const after = takeAsDone(debtor, actions, day);
    debtor = { ...after, contacts: after.contacts.map(presented) };
  }
  return null;
}

function presented(contact: ContactFacts): ContactFacts {
  if (contact.registered === null) return contact;
  const presentedOn = addBusinessDays(contact.registered.depositedOn, PRESENTED_AFTER);
  return { ...contact, registered: { ...contact.registered, presentedOn, outcome: 'received' } };
}

function debtorOwing(due: Day, { regime, emails, customerSince }: DebtorKind): DebtorFacts {
  const item: ItemFacts = {
    id: 'item',
    number: 'item',
    currency: 'EUR',
    dueOn: due,
    balance: cents(90_000),
    holds: NO_HOLDS,
    collected: false,
    assigned: 'no',
    retention: false,
    copyBytes: 0,
    releasedOn: addDays(due, -10),
    lateStart: null,
    skipped: [],
    pending: null,
  };
  return {
    id: 'debtor',
    key: 'debtor',
    name: 'debtor',
    regime,
    emails: emails ? [{ name: '', address: 'debtor@sample.example', role: 'accounts' }] : [],
    phone: null,
    postal: true,
    postalLine: null,
    toneCeiling: null,
    strategic: false,
    customerSince,
    ownerName: null,
    scenarioKey: null,
    insolvencyOn: null,
    overIndebtedOn: null,
    deceasedOn: null,
    litigation: null,
    items: [item],
    credits: [],
    contacts: [],
  };
}
