import { addDays, type Day, iso, toIso } from '../calendar/day.ts';
import { formatLongDay, formatShortDay } from '../calendar/french.ts';
import type { Cents } from '../money/cents.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import type { CreditorFacts, ItemFacts } from '../reminders/facts.ts';
import { isLitigationTask } from '../reminders/litigation-task.ts';
import { stepsFor } from '../reminders/next-step.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { holdSentence, reasonSentence, stepName } from '../reminders/reasons.ts';
import { simulate } from '../reminders/simulate.ts';
import type { Action, Verdict } from '../reminders/verdict.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { type StepKey, stepRank } from '../scenarios/steps.ts';
import { counted } from './counted.ts';
import { type ItemRanks, type NamedItem, nameItem } from './item-name.ts';
import { pastName, wayOf } from './pages/why-page.ts';
import { type TaskCase, type WaitingTask, waitingTask } from './waiting-task.ts';

/** As far as the next step is looked for. */
const HORIZON_DAYS = 200;

/** One thing done about an item. */
export interface PastStep {
  readonly on: string;
  readonly step: string;
  readonly channel: string;
  readonly outcome: string;
  /** The step of the text that mentioned it, not yet due, when that text was about others. */
  readonly announcedIn?: string;
  /** The date of a payment plan that it announced, asking for nothing else. */
  readonly planDate?: string;
}

/** What was done about an invoice, why nothing is done today, what comes next and when. */
export interface Why extends NamedItem {
  /** Its number. */
  readonly invoice: string;
  readonly debtor: string;
  readonly debtorName: string;
  readonly currency: string;
  readonly balance: string;
  readonly daysLate: number | null;
  readonly past: readonly PastStep[];
  readonly today: {
    readonly code: string;
    readonly step: StepKey | null;
    readonly until: string | null;
    readonly message: string;
  };
  readonly next: WaitingTask | null;
  /** The step that the age alone would allow. */
  readonly ageAllows: StepKey | null;
}

interface Case extends TaskCase {
  readonly creditor: CreditorFacts;
  readonly scenario: Scenario;
  /** Contacts approved and not yet gone: they leave on the first day of what is to come. */
  readonly approved: readonly Proposal[];
  readonly ranks: ItemRanks;
}

export function whyOf(found: Case, item: ItemFacts, past: readonly PastStep[]): Why {
  const { debtor, decision, on } = found;
  const verdict = decision.verdicts.find((one) => one.itemId === item.id);
  const task = waitingTask(found, item);
  const action = decision.actions.find((one) =>
    one.items.some(({ id, completes }) => id === item.id && (completes || verdict?.kind === 'proposed')),
  );
  return {
    invoice: item.number,
    ...nameItem(item.id, item.number, found.ranks),
    debtor: debtor.key,
    debtorName: debtor.name,
    currency: item.currency,
    balance: toDecimal(item.balance),
    daysLate: item.dueOn === null ? null : on - item.dueOn,
    past,
    today: todayOf(action ?? null, verdict ?? null, item),
    next: task ?? nextOf(found, item),
    ageAllows: ageAllows(found, item),
  };
}

function todayOf(action: Action | null, verdict: Verdict | null, item: ItemFacts): Why['today'] {
  if (action) {
    const step = action.items.find(({ id }) => id === item.id)?.step ?? action.step;
    const message = action.reasons.map(reasonSentence).join(' ');
    return { code: 'step_due', step, until: null, message };
  }
  if (verdict?.kind === 'held') {
    const { code, step, until } = verdict;
    const message = holdSentence(code, until, step);
    return { code, step, until: until === null ? null : toIso(until), message };
  }
  const step = verdict?.step ?? null;
  return { code: 'step_due', step, until: null, message: 'Jointe au message du jour à ce client.' };
}

/** The first later day on which the simulated decision does something about the item. */
function nextOf({ creditor, debtor, scenario, on, approved }: Case, item: ItemFacts): Why['next'] {
  for (const day of simulate(creditor, debtor, scenario, on, HORIZON_DAYS, approved)) {
    if (day.on === on) continue;
    for (const action of day.decision.actions) {
      const followed = isLitigationTask(action);
      const own = [...action.items, ...action.quiet].find(
        ({ id, completes }) => id === item.id && (completes || followed),
      );
      if (!own) continue;
      const message = `${followed ? 'dossier à revoir' : stepName(own.step)}, le ${formatLongDay(day.on)} si rien ne change.`;
      return {
        step: followed ? action.step : own.step,
        on: toIso(day.on),
        message: message.charAt(0).toUpperCase() + message.slice(1),
      };
    }
  }
  return null;
}

function ageAllows({ debtor, scenario, on }: Case, item: ItemFacts): StepKey | null {
  if (item.dueOn === null) return null;
  let allowed: StepKey | null = null;
  for (const step of stepsFor(scenario, debtor, on)) {
    if (step.key === 'route' || addDays(item.dueOn, step.offset) > on) continue;
    if (on >= item.dueOn && step.key === 'pre-due') continue;
    if (allowed === null || stepRank(step.key) > stepRank(allowed)) allowed = step.key;
  }
  return allowed;
}

/** An invoice that is paid, or voided: nothing to explain but its past. */
export function whySettled(
  item: {
    readonly number: string;
    readonly currency: string;
    readonly balance: Cents;
    readonly dueOn: Day | null;
    readonly voided: boolean;
  },
  named: NamedItem,
  debtor: { readonly key: string; readonly name: string },
  past: readonly PastStep[],
  on: Day,
): Why {
  return {
    invoice: item.number,
    ...named,
    debtor: debtor.key,
    debtorName: debtor.name,
    currency: item.currency,
    balance: toDecimal(item.balance),
    daysLate: item.dueOn === null ? null : on - item.dueOn,
    past,
    today: {
      code: 'settled',
      step: null,
      until: null,
      message: item.voided ? 'Facture annulée\u00a0: plus rien à demander.' : holdSentence('settled', null),
    },
    next: null,
    ageAllows: null,
  };
}

/** The same, told to a person. */
export function whyText(why: Why, balance: Cents): string {
  const { code, message } = why.today;
  const rest = `${formatMoney(balance, why.currency)}, ${ageOf(why.daysLate)}`;
  const lines = [
    `${why.name} — ${why.debtorName}${code === 'settled' ? '' : `\u00a0: ${rest}`}`,
    ...why.past.map(
      (step) => `  ${formatShortDay(iso(step.on))}  ${pastName(step).toLowerCase()} (${wayOf(step)})`,
    ),
    `  Aujourd’hui\u00a0: ${message}`,
  ];
  if (why.next) lines.push(`  Ensuite\u00a0: ${why.next.message}`);
  if (why.ageAllows) lines.push(`  L’âge permet\u00a0: ${stepName(why.ageAllows)}`);
  return lines.join('\n');
}

function ageOf(daysLate: number | null): string {
  if (daysLate === null) return 'sans échéance';
  if (daysLate > 0) return `en retard de ${counted(daysLate, 'jour', 'jours')}`;
  return daysLate === 0 ? 'échéance ce jour' : 'pas encore échue';
}
