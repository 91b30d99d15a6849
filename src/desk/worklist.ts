import type { Day } from '../calendar/day.ts';
import { type Cents, ZERO } from '../money/cents.ts';
import { parseDecimal } from '../money/format.ts';
import { type Amounts, addTo } from './amounts.ts';
import type { NamedItem } from './item-name.ts';
import type { DayPlan, HeldItem, PlannedAction } from './plan.ts';

/** A frozen text that can be looked at: its PDF, and the e-mail it left as. */
export interface ShownText {
  readonly letterId: string;
  readonly kind: string;
  /** The end of the name of its file in the test mailbox; null when it left elsewhere, or not yet. */
  readonly mail: string | null;
}

/** An item in a contact that was made. */
export interface DoneItem extends NamedItem {
  readonly number: string;
  /** Not yet due: the text names it without asking for it. */
  readonly announced: boolean;
}

/** A contact made on the day: sent, deposited, called. */
export interface DoneContact {
  readonly debtor: string;
  readonly debtorName: string;
  readonly step: string | null;
  /** The date of a payment plan that it announced; null for every other contact. */
  readonly planDate: Day | null;
  readonly channel: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly currency: string;
  readonly amount: Cents | null;
  readonly items: readonly DoneItem[];
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
  const by = (mode: string) =>
    plan.actions.filter((action) => action.mode === mode).sort((one, other) => asked(other) - asked(one));
  return {
    ...facts,
    confirm: by('to_confirm'),
    todo: by('manual'),
    ready: by('automatic'),
    // What was contacted this very day is told once, by the contact itself.
    held: heldGroups(plan.held.filter(({ contactedToday }) => !contactedToday)),
  };
}

/** What matters most comes first; amounts of several currencies are ordered by their figure alone. */
function asked({ amount }: PlannedAction): Cents {
  return parseDecimal(amount) ?? ZERO;
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
