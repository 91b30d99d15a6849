import type { Day } from '../calendar/day.ts';
import type { LateStart } from '../creditors/creditor.ts';
import type { Instalment } from '../invoices/invoice.ts';
import type { Cents } from '../money/cents.ts';
import { FLOORS } from '../scenarios/scenario.ts';

/**
 * More newly overdue items than this, and over half of what was open, and a person looks before anything is
 * sent.
 */
const MANY_OVERDUE = 50;

/** At or under this an item counts as closed: nobody is written to for a euro (house rule). */
export const CLOSED_AT = FLOORS.closed;

export function isOverdue(dueOn: Day | null, balance: Cents, on: Day): boolean {
  return dueOn !== null && dueOn < on && balance > CLOSED_AT;
}

/**
 * Whether what a file brings waits for a person's release: as long as no import was ever released, and
 * whenever it would make many items chaseable at once (R7: a re-import once woke paid invoices and mailed
 * customers long gone).
 */
export function isQuarantined(facts: {
  readonly created: number;
  readonly newlyOverdue: number;
  /** Open items before the import. */
  readonly openBefore: number;
  readonly everReleased: boolean;
}): boolean {
  if (facts.created === 0) return false;
  if (!facts.everReleased) return true;
  return facts.newlyOverdue > MANY_OVERDUE && facts.newlyOverdue * 2 > facts.openBefore;
}

/**
 * An item as it may be chased from a day on; one already late then starts where the creditor, or a person,
 * says.
 */
export function released(instalment: Instalment, on: Day, lateStart: LateStart): Instalment {
  return { ...instalment, releasedOn: on, lateStart };
}
