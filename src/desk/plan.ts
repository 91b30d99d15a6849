import { type Day, toIso } from '../calendar/day.ts';
import { formatLongDay } from '../calendar/french.ts';
import { ZERO } from '../money/cents.ts';
import { formatMoney, parseDecimal, toDecimal } from '../money/format.ts';
import type { DebtorFacts } from '../reminders/facts.ts';
import { undisputedOf } from '../reminders/hold-item.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { contactName, holdSentence, reasonSentence } from '../reminders/reasons.ts';
import { recipientsAt } from '../reminders/recipients.ts';
import type { Action, Decision, Held, HoldCode } from '../reminders/verdict.ts';
import { UNTOLD } from '../reminders/watch.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';
import { counted } from './counted.ts';
import { type ItemRanks, type NamedItem, nameItem } from './item-name.ts';

export type Outcome = 'sent' | 'ready' | 'to_confirm' | 'to_do' | 'withdrawn' | 'failed' | 'ambiguous';

/** One contact of a day, as the contract shows it. */
export interface PlannedAction {
  readonly id?: string;
  readonly debtor: string;
  readonly debtorName: string;
  readonly step: StepKey;
  readonly channel: Channel;
  readonly copies: readonly string[];
  readonly mode: string;
  readonly currency: string;
  readonly amount: string;
  readonly to: readonly string[];
  readonly answerBy: string | null;
  /** The date of a payment plan that it announces: `amount` is what remains of that date. */
  readonly planDate: string | null;
  readonly invoices: readonly PlannedItem[];
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  /** Who follows the file since its formal notice, of a task. */
  readonly owner?: string;
  /** What to say, for a call. */
  readonly script?: readonly string[];
  readonly outcome?: Outcome;
}

export interface PlannedItem extends NamedItem {
  /** Of the invoice. */
  readonly number: string;
  readonly balance: string;
  readonly daysLate: number;
  readonly step: string;
}

export interface HeldItem extends NamedItem {
  readonly debtor: string;
  readonly debtorName: string;
  /** Its number. */
  readonly invoice: string;
  readonly currency: string;
  readonly balance: string;
  readonly code: HoldCode;
  readonly until: string | null;
  readonly message: string;
  /** Whether it waits because a contact of this very day has done a step of it. */
  readonly contactedToday: boolean;
}

/** The same before it is named. */
export interface WaitingItem extends Omit<HeldItem, keyof NamedItem> {
  readonly id: string;
}

export interface DayPlan {
  readonly on: string;
  readonly creditor: string;
  readonly actions: readonly PlannedAction[];
  readonly held: readonly HeldItem[];
}

/** What a contact of a day is told with. */
export interface ToldWith {
  /** The id under which a run has written it down; null before. */
  readonly id: string | null;
  readonly ranks: ItemRanks;
  /** What to say, for a call. */
  readonly script?: readonly string[] | null;
}

export function plannedAction(
  debtor: DebtorFacts,
  action: Action | Proposal,
  { id, ranks, script = null }: ToldWith,
): PlannedAction {
  return {
    ...(id === null ? {} : { id }),
    debtor: debtor.key,
    debtorName: debtor.name,
    step: action.step,
    channel: action.channel,
    copies: action.copies,
    mode: 'state' in action && action.state === 'approved' ? 'automatic' : action.mode,
    currency: action.currency,
    amount: toDecimal(action.amount),
    to: recipients(action.channel, action.step, debtor),
    answerBy: action.answerBy === null ? null : toIso(action.answerBy),
    planDate: action.planDate === null ? null : toIso(action.planDate.dueOn),
    invoices: action.items.map((item) => ({
      number: item.number,
      ...nameItem(item.id, item.number, ranks),
      balance: toDecimal(item.balance),
      daysLate: item.daysLate,
      step: item.step,
    })),
    reasons: action.reasons.map((reason) => ({ code: reason.code, message: reasonSentence(reason) })),
    ...(action.channel === 'task' && debtor.litigation?.ownerName
      ? { owner: debtor.litigation.ownerName }
      : {}),
    ...(script === null ? {} : { script }),
  };
}

function recipients(
  channel: Channel,
  step: StepKey,
  { emails, phone, postalLine }: DebtorFacts,
): readonly string[] {
  if (channel === 'email') return recipientsAt(step, emails).map(({ address }) => address);
  if (channel === 'call') return phone === null ? [] : [phone];
  if (channel === 'task') return [];
  return postalLine === null ? [] : [postalLine];
}

/** Why an item that was contacted this very day waits for its next step. */
const AFTER_A_CONTACT: ReadonlySet<HoldCode> = new Set<HoldCode>([
  'next_step_later',
  'deadline_running',
  'gap',
  'contacted_today',
]);

/** What is overdue or in the pre-due window and not contacted, each with its reason. */
export function waitingItems(debtor: DebtorFacts, decision: Decision, on: Day): WaitingItem[] {
  const ofToday = debtor.contacts.filter((contact) => contact.on === on);
  const doneToday = new Set(ofToday.flatMap(({ items }) => items.map(({ id }) => id)));
  const inActions = new Set(decision.actions.flatMap((action) => action.items.map((item) => item.id)));
  return decision.verdicts
    .filter((verdict): verdict is Held => verdict.kind === 'held')
    .filter((verdict) => !UNTOLD.has(verdict.code) && !inActions.has(verdict.itemId))
    .flatMap((verdict) => {
      const item = debtor.items.find((one) => one.id === verdict.itemId);
      // The approved message that takes care of it is among the actions; what waits for another's is told.
      const leaves = verdict.code === 'awaiting_sending' && item?.pending != null;
      if (!item || leaves) return [];
      return [
        {
          id: item.id,
          debtor: debtor.key,
          debtorName: debtor.name,
          invoice: item.number,
          currency: item.currency,
          balance: toDecimal(undisputedOf(item)),
          code: verdict.code,
          until: verdict.until === null ? null : toIso(verdict.until),
          message: holdSentence(verdict.code, verdict.until, verdict.step),
          contactedToday: doneToday.has(item.id) && AFTER_A_CONTACT.has(verdict.code),
        },
      ];
    });
}

export function heldItem({ id, ...item }: WaitingItem, ranks: ItemRanks): HeldItem {
  const { debtor, debtorName, invoice, ...rest } = item;
  return { debtor, debtorName, invoice, ...nameItem(id, invoice, ranks), ...rest };
}

const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  email: 'e-mail',
  call: 'appel',
  letter: 'courrier',
  registered: 'recommandé',
};
const MODE_NAMES: Readonly<Record<string, string>> = {
  automatic: 'automatique',
  to_confirm: 'à confirmer',
  manual: 'à faire',
};
const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  sent: 'envoyé',
  ready: 'prêt',
  to_confirm: 'à confirmer',
  to_do: 'à faire',
  withdrawn: 'retiré',
  failed: 'échec',
  ambiguous: 'issue incertaine',
};

/** The plan of a day for people: who, how, how much, why; then what waits, grouped by its reason. */
export function planText(plan: DayPlan, on: Day): string {
  const lines = [`${capital(formatLongDay(on))}`, ''];
  if (plan.actions.length === 0) lines.push('Rien à faire aujourd’hui.');
  for (const action of plan.actions) lines.push(...actionLines(action), '');
  const done = plan.held.filter(({ contactedToday }) => contactedToday);
  const held = plan.held.filter(({ contactedToday }) => !contactedToday);
  if (done.length > 0) lines.push(`Déjà relancées aujourd’hui (${done.length})\u00a0: ${listed(done)}`, '');
  if (held.length > 0) lines.push(...heldLines(held));
  return lines.join('\n').trimEnd();
}

function actionLines(action: PlannedAction): string[] {
  const channels = [action.channel, ...action.copies].map((channel) => CHANNEL_NAMES[channel]).join(' + ');
  const way = action.channel === 'task' ? '' : ` par ${channels}`;
  const state = action.outcome ? OUTCOME_NAMES[action.outcome] : MODE_NAMES[action.mode];
  const id = action.id ? `${action.id}  ` : '';
  const amount = formatMoney(parseDecimal(action.amount) ?? ZERO, action.currency);
  const owner = action.owner === undefined ? '' : `, ${action.owner}`;
  return [
    `${id}${action.debtorName} — ${contactName(action)}${way}, ${amount} (${state}${owner})`,
    `    ${action.invoices.map(({ name }) => name).join(', ')}`,
    ...action.reasons.map((reason) => `    ${reason.message}`),
    ...(action.script ?? []).map((line, index) => `      ${index + 1}. ${line}`),
  ];
}

function heldLines(held: readonly HeldItem[]): string[] {
  const groups = Map.groupBy(held, (item) => item.message);
  const lines = [`Non envoyées aujourd’hui (${held.length})`];
  for (const [message, items] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    lines.push(`  ${String(items.length).padStart(3)}  ${message}  ${listed(items)}`);
  }
  return lines;
}

/** Names that a line holds; one more would take the room of « et 1 autre ». */
const LISTED = 6;

/** `F-1, L-1 (échéance 2/3)`, the first ones only of a long list. */
export function listed(items: readonly { readonly name: string }[]): string {
  const names = items.map(({ name }) => name);
  if (names.length <= LISTED + 1) return names.join(', ');
  return `${names.slice(0, LISTED).join(', ')}, et ${counted(names.length - LISTED, 'autre', 'autres')}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
