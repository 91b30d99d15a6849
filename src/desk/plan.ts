import { type Day, toIso } from '../calendar/day.ts';
import { formatLongDay } from '../calendar/french.ts';
import { ZERO } from '../money/cents.ts';
import { formatMoney, parseDecimal, toDecimal } from '../money/format.ts';
import type { DebtorFacts } from '../reminders/facts.ts';
import { undisputedOf } from '../reminders/hold-item.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { contactName, holdSentence, reasonSentence } from '../reminders/reasons.ts';
import { type EmailFacts, recipientsAt } from '../reminders/recipients.ts';
import type { Action, Decision, Held, HoldCode } from '../reminders/verdict.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';

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
  readonly invoices: readonly {
    readonly number: string;
    readonly balance: string;
    readonly daysLate: number;
    readonly step: string;
  }[];
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  /** Who follows the file since its formal notice, of a task. */
  readonly owner?: string;
  /** What to say, for a call. */
  readonly script?: readonly string[];
  readonly outcome?: Outcome;
}

export interface HeldItem {
  readonly debtor: string;
  readonly debtorName: string;
  readonly invoice: string;
  readonly currency: string;
  readonly balance: string;
  readonly code: HoldCode;
  readonly until: string | null;
  readonly message: string;
}

export interface DayPlan {
  readonly on: string;
  readonly creditor: string;
  readonly actions: readonly PlannedAction[];
  readonly held: readonly HeldItem[];
}

/**
 * Not worth a line: nothing is owed, its time has not come, or an approved message takes care of it, which is
 * listed among the actions.
 */
const SILENT: ReadonlySet<HoldCode> = new Set<HoldCode>([
  'settled',
  'not_due',
  'retention',
  'awaiting_sending',
]);

export function plannedAction(
  debtor: DebtorFacts,
  action: Action | Proposal,
  addresses: Addresses,
  id: string | null,
  script: readonly string[] | null = null,
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
    to: recipients(action.channel, action.step, addresses),
    answerBy: action.answerBy === null ? null : toIso(action.answerBy),
    planDate: action.planDate === null ? null : toIso(action.planDate.dueOn),
    invoices: action.items.map((item) => ({
      number: item.number,
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

/** Where a debtor can be reached. */
export interface Addresses {
  readonly emails: readonly EmailFacts[];
  readonly phone: string | null;
  readonly postal: string | null;
}

function recipients(
  channel: Channel,
  step: StepKey,
  { emails, phone, postal }: Addresses,
): readonly string[] {
  if (channel === 'email') return recipientsAt(step, emails).map(({ address }) => address);
  if (channel === 'call') return phone === null ? [] : [phone];
  if (channel === 'task') return [];
  return postal === null ? [] : [postal];
}

/** What is overdue or in the pre-due window and not contacted, each with its reason. */
export function waitingItems(debtor: DebtorFacts, decision: Decision): HeldItem[] {
  const inActions = new Set(decision.actions.flatMap((action) => action.items.map((item) => item.id)));
  return decision.verdicts
    .filter((verdict): verdict is Held => verdict.kind === 'held')
    .filter((verdict) => !SILENT.has(verdict.code) && !inActions.has(verdict.itemId))
    .flatMap((verdict) => {
      const item = debtor.items.find((one) => one.id === verdict.itemId);
      if (!item) return [];
      return [
        {
          debtor: debtor.key,
          debtorName: debtor.name,
          invoice: item.number,
          currency: item.currency,
          balance: toDecimal(undisputedOf(item)),
          code: verdict.code,
          until: verdict.until === null ? null : toIso(verdict.until),
          message: holdSentence(verdict.code, verdict.until, verdict.step),
        },
      ];
    });
}

const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  email: 'e-mail',
  call: 'appel',
  letter: 'courrier',
  registered: 'recommandé',
  task: 'tâche',
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
  if (plan.held.length > 0) lines.push(...heldLines(plan.held));
  return lines.join('\n').trimEnd();
}

function actionLines(action: PlannedAction): string[] {
  const channels = [action.channel, ...action.copies].map((channel) => CHANNEL_NAMES[channel]).join(' + ');
  const state = action.outcome ? OUTCOME_NAMES[action.outcome] : MODE_NAMES[action.mode];
  const id = action.id ? `${action.id}  ` : '';
  const amount = formatMoney(parseDecimal(action.amount) ?? ZERO, action.currency);
  const owner = action.owner === undefined ? '' : `, ${action.owner}`;
  const numbers = action.invoices.map((invoice) => invoice.number).join(', ');
  return [
    `${id}${action.debtorName} — ${contactName(action)} par ${channels}, ${amount} (${state}${owner})`,
    `    ${numbers}`,
    ...action.reasons.map((reason) => `    ${reason.message}`),
    ...(action.script ?? []).map((line, index) => `      ${index + 1}. ${line}`),
  ];
}

function heldLines(held: readonly HeldItem[]): string[] {
  const groups = Map.groupBy(held, (item) => item.message);
  const lines = [`Non envoyées aujourd’hui (${held.length})`];
  for (const [message, items] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    const numbers = items.slice(0, 6).map((item) => item.invoice);
    const more = items.length > 6 ? `, et ${items.length - 6} autres` : '';
    lines.push(`  ${String(items.length).padStart(3)}  ${message}  ${numbers.join(', ')}${more}`);
  }
  return lines;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
