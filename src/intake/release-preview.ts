import type { Day } from '../calendar/day.ts';
import type { LateStart } from '../creditors/creditor.ts';
import type { DebtorFacts, ItemFacts } from '../reminders/facts.ts';
import { isLate, stepsAhead } from '../reminders/next-step.ts';
import { FLOORS, type Scenario } from '../scenarios/scenario.ts';
import type { StepKey } from '../scenarios/steps.ts';
import { isOverdue } from './quarantine.ts';

/** What items released on a day would start with. */
export interface ReleasePreview {
  items: number;
  overdue: number;
  /** Items by the first step each would get, were every other gate open. */
  readonly byStep: Record<'pre-due' | 'contact' | 'reminder-1', number>;
  /** Items that start with nothing yet, by what they lack. */
  readonly waiting: Record<
    'late_start_choice' | 'due_date_missing' | 'retention' | 'customer_type_missing',
    number
  >;
}

export function emptyPreview(): ReleasePreview {
  return {
    items: 0,
    overdue: 0,
    byStep: { 'pre-due': 0, contact: 0, 'reminder-1': 0 },
    waiting: { late_start_choice: 0, due_date_missing: 0, retention: 0, customer_type_missing: 0 },
  };
}

/**
 * Adds to a preview the items of one debtor among `releasedIds` that are still owed, as released on that day.
 */
export function previewDebtor(
  preview: ReleasePreview,
  debtor: DebtorFacts,
  releasedIds: ReadonlySet<string>,
  scenario: Scenario,
  lateStart: LateStart,
  on: Day,
): void {
  for (const item of debtor.items) {
    if (!releasedIds.has(item.id) || item.balance <= FLOORS.closed) continue;
    preview.items += 1;
    if (isOverdue(item.dueOn, item.balance, on)) preview.overdue += 1;
    const asReleased = { ...item, releasedOn: on, lateStart };
    const lack = lackOf(debtor, asReleased);
    if (lack !== null) preview.waiting[lack] += 1;
    const step = lack === null ? firstStep(scenario, debtor, asReleased, on) : null;
    if (step === 'pre-due' || step === 'contact' || step === 'reminder-1') preview.byStep[step] += 1;
  }
}

function lackOf(debtor: DebtorFacts, item: ItemFacts): keyof ReleasePreview['waiting'] | null {
  if (item.dueOn === null) return item.retention ? 'retention' : 'due_date_missing';
  if (item.lateStart === 'ask' && isLate(item)) return 'late_start_choice';
  return debtor.regime === null ? 'customer_type_missing' : null;
}

/** The first step ahead, without the courteous word before the due date where it is never sent. */
function firstStep(scenario: Scenario, debtor: DebtorFacts, item: ItemFacts, on: Day): StepKey | null {
  const steps = stepsAhead(scenario, debtor, item, on).map((step) => step.key);
  const quiet = item.balance < FLOORS.preDue || item.collected;
  return steps.find((step) => step !== 'pre-due' || !quiet) ?? null;
}
