import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import { type Amounts, addTo } from './amounts.ts';
import type { DayPlan, HeldItem, PlannedAction } from './plan.ts';

/** A frozen text that can be looked at: its PDF, and the e-mail it left as. */
export interface ShownText {
  readonly letterId: string;
  readonly kind: string;
  /** The end of the name of its file in the test mailbox; null when it left elsewhere, or not yet. */
  readonly mail: string | null;
}

/** A contact made on the day: sent, deposited, called. */
export interface DoneContact {
  readonly debtor: string;
  readonly debtorName: string;
  readonly step: string | null;
  readonly channel: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly currency: string;
  readonly amount: Cents | null;
  readonly numbers: readonly string[];
  readonly texts: readonly ShownText[];
}

/** Printed letters that nobody has said to be posted yet. */
export interface WaitingBatch {
  readonly id: string;
  readonly shortId: string;
  readonly madeOn: Day;
  readonly letters: number;
}

/** What the home page shows of a day. */
export interface Worklist {
  readonly on: Day;
  /** Money received is known up to this day; null when nobody ever said. */
  readonly freshUntil: Day | null;
  readonly confirm: readonly PlannedAction[];
  readonly todo: readonly PlannedAction[];
  /** Approved, or needing nobody: leaves at the next run. */
  readonly ready: readonly PlannedAction[];
  readonly batches: readonly WaitingBatch[];
  readonly done: readonly DoneContact[];
  readonly held: readonly HeldGroup[];
}

/** Items that wait for the same reason. */
export interface HeldGroup {
  readonly code: string;
  readonly message: string;
  readonly items: readonly HeldItem[];
}

/** The plan of a day with what was done on it, in the groups of the page. */
export function worklistOf(
  plan: DayPlan,
  facts: Pick<Worklist, 'on' | 'freshUntil' | 'batches' | 'done'>,
): Worklist {
  const by = (mode: string) => plan.actions.filter((action) => action.mode === mode);
  return {
    ...facts,
    confirm: by('to_confirm'),
    todo: by('manual'),
    ready: by('automatic'),
    held: heldGroups(plan.held),
  };
}

/** The commonest reason first. */
function heldGroups(held: readonly HeldItem[]): readonly HeldGroup[] {
  return [...Map.groupBy(held, ({ message }) => message)]
    .map(([message, items]) => ({ code: items[0]!.code, message, items }))
    .sort((one, other) => other.items.length - one.items.length);
}

/** What a list of actions asks for, by currency. */
export function askedBy(actions: readonly PlannedAction[]): Amounts {
  return actions.reduce<Amounts>((sum, { currency, amount }) => addTo(sum, currency, amount), []);
}

/** What a list of contacts asked for, by currency. */
export function askedWith(done: readonly DoneContact[]): Amounts {
  return done.reduce<Amounts>(
    (sum, { currency, amount }) => (amount === null ? sum : addTo(sum, currency, amount)),
    [],
  );
}

/** What waits, by currency. */
export function waiting(groups: readonly HeldGroup[]): Amounts {
  return groups
    .flatMap(({ items }) => items)
    .reduce<Amounts>((sum, { currency, balance }) => addTo(sum, currency, balance), []);
}
