import { addDays } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { cents } from '../money/cents.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { loadFacts } from '../reminders/facts.db.ts';
import type { DebtorFacts, ItemFacts } from '../reminders/facts.ts';
import { creditFor } from '../reminders/free-credit.ts';
import { undisputedOf } from '../reminders/hold-item.ts';
import { printedDate } from '../reminders/next-step.ts';
import { DEFAULT_SCENARIO, type ScenarioStep } from '../scenarios/scenario.ts';
import { loadScenarios } from '../scenarios/scenarios.db.ts';
import { exampleNotices, type TextFacts } from './example-facts.ts';
import { gatherFacts, type TextOrder } from './gather-facts.db.ts';
import { gatherStatement } from './gather-notice.db.ts';
import type { WordingKey } from './wording-key.ts';

/**
 * Facts of a debtor's oldest open item, as if the step of a text were done today; the promise and the receipt
 * are examples. Reads only. Refusals: `nothing_owed`, `wording_other_debtor`, those of `gatherFacts`.
 */
export async function previewFacts(
  scope: Scope,
  debtorId: string,
  key: WordingKey,
): Promise<TextFacts | Refusal> {
  const [debtor] = await loadFacts(scope.tx, [debtorId], scope.on);
  if (!debtor) throw new Error(`no debtor ${debtorId}`);
  const unread = refuseOther(debtor, key);
  if (unread) return unread;
  const item = debtor.items.find((one) => one.dueOn !== null && undisputedOf(one) > 0);
  if (!item) {
    const message = `${debtor.name} ne doit rien\u00a0: choisissez un client qui a une facture ouverte.`;
    return refuse('nothing_owed', message, { debtor: debtor.key });
  }
  const steps = (await loadScenarios(scope.tx))(debtor.scenarioKey).steps;
  const step = [...steps, ...DEFAULT_SCENARIO.steps].find((one) => one.key === key.step)!;
  const order = orderOf(scope, debtor, item, step, key.name === 'pre-due-plan');
  const gathered = await gatherFacts(scope, order, scope.on, { files: [] });
  if (isRefusal(gathered)) return gathered;
  const { language } = key;
  const letter = { ...gathered.facts, language };
  const account = { ...(await gatherStatement(scope, debtor.id, item.currency)), language };
  const { creditor, debtor: party, on, currency } = account;
  const { promise, receipt } = exampleNotices({ language, on, creditor, debtor: party, currency });
  return { letter, promise, receipt, statement: account };
}

function refuseOther(debtor: DebtorFacts, { key, regime }: WordingKey): Refusal | null {
  const own = debtor.regime === 'nonpro' ? 'b2c' : debtor.regime;
  if (regime === null || own === regime) return null;
  const message = `${debtor.name} ne reçoit pas ${key}\u00a0: choisissez un client du type ${regime}.`;
  return refuse('wording_other_debtor', message, { wording: key, debtor: debtor.key, regime: debtor.regime });
}

function orderOf(
  { on }: Scope,
  debtor: DebtorFacts,
  item: ItemFacts,
  step: ScenarioStep,
  planned: boolean,
): TextOrder {
  const regime = debtor.regime ?? 'b2b';
  const balance = undisputedOf(item);
  const daysLate = on - item.dueOn!;
  const claims = step.penalties[regime] === 'claim';
  const date = { planId: '', position: 1, count: 3, dueOn: addDays(on, -step.offset), amount: balance };
  return {
    debtorId: debtor.id,
    step: step.key,
    channel: step.channel,
    copies: [],
    mode: 'manual',
    approver: null,
    currency: item.currency,
    amount: cents(balance - creditFor(debtor, item.currency, [item])),
    items: [{ id: item.id, number: item.number, balance, daysLate, step: step.key, completes: true, claims }],
    quiet: [],
    answerBy: printedDate(step, regime, on),
    penalties: step.penalties[regime],
    reasons: [],
    planDate: planned ? { ...date, open: balance } : null,
    tracking: null,
  };
}
