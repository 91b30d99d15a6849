import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '../courier/attachment-limits.ts';
import { type Cents, sumCents } from '../money/cents.ts';
import { FLOORS } from '../scenarios/scenario.ts';
import { type Channel, type StepKey, stepRank } from '../scenarios/steps.ts';
import { actionItem, amountOf } from './action-item.ts';
import { approvalOf } from './approval.ts';
import { contactChannel } from './contact-channel.ts';
import type { Situation } from './decide.ts';
import type { ItemFacts } from './facts.ts';
import { type Candidate, demandedOf, held } from './hold-item.ts';
import { litigationActions } from './litigation-task.ts';
import { isLate, lastCounted, lastStepOf, printedDate } from './next-step.ts';
import type { Action, Decision, Held, HoldCode, ReasonCode, Verdict } from './verdict.ts';

type Reason = Action['reasons'][number];

/**
 * Holds that say nothing against the debt itself: such an item, once overdue, is still demanded beside
 * another.
 */
const STILL_DEMANDED: ReadonlySet<HoldCode> = new Set<HoldCode>([
  'deadline_running',
  'gap',
  'next_step_later',
  'below_floor',
]);

/**
 * The contact of the day in one currency, made of all due items, with the wording of the highest step; beside
 * it the task of what a formal notice took out of the steps.
 */
export function contactActions(
  situation: Situation,
  items: readonly ItemFacts[],
  waiting: readonly Verdict[],
  candidates: readonly Candidate[],
  preDue: readonly Candidate[],
): Decision {
  const { actions, verdicts } = contactOfDay(situation, items, waiting, candidates, preDue);
  return { actions: [...actions, ...litigationActions(situation, items, waiting)], verdicts };
}

function contactOfDay(
  situation: Situation,
  items: readonly ItemFacts[],
  waiting: readonly Verdict[],
  candidates: readonly Candidate[],
  preDue: readonly Candidate[],
): Decision {
  const notice = formalNotice(
    situation,
    candidates.filter(({ step }) => step.key === 'formal-notice'),
  );
  const others = candidates.filter(({ step }) => step.key !== 'formal-notice');
  if (notice.contact) {
    const put = others.map(({ item, step }) => held(item, 'formal_notice_first', situation.today, step.key));
    const first = preDueAction(situation, preDue);
    return join([notice.actions, first.actions], [...notice.verdicts, ...put, ...first.verdicts]);
  }
  const collections = others.filter(({ item, step }) => step.key === 'contact' && item.collected);
  const tasks =
    collections.length > 0 ? [manualContact(situation, collections, 'task', 'collection_unconfirmed')] : [];
  const reminded = reminder(
    situation,
    items,
    waiting,
    others.filter((one) => !collections.includes(one)),
    preDue,
  );
  return join([notice.actions, tasks, reminded.actions], [...notice.verdicts, ...reminded.verdicts]);
}

function join(actions: readonly (readonly Action[])[], verdicts: readonly Verdict[]): Decision {
  const all = actions.flat();
  const proposed = all.flatMap((action) =>
    [...action.items.filter((item) => item.completes), ...action.quiet].map(
      (item): Verdict => ({ kind: 'proposed', itemId: item.id, step: item.step }),
    ),
  );
  const seen = new Set(verdicts.map((verdict) => verdict.itemId));
  return {
    actions: all,
    verdicts: [...verdicts, ...proposed.filter((verdict) => !seen.has(verdict.itemId))],
  };
}

function formalNotice(situation: Situation, group: readonly Candidate[]) {
  const none = { contact: false, actions: [] as Action[], verdicts: [] as Verdict[] };
  if (group.length === 0) return none;
  const amount = amountOf(
    situation,
    group.map(({ item }) => item),
  );
  if (amount <= 0)
    return { ...none, verdicts: group.map(({ item }) => held(item, 'credit_unmatched', null)) };
  const obstacle =
    amount < FLOORS.formalNotice ? 'below_floor' : situation.debtor.postal ? null : 'no_address';
  if (obstacle) return { ...none, actions: [manualContact(situation, group, 'task', obstacle)] };
  return { ...none, contact: true, actions: [written(situation, group, group, 'registered', [])] };
}

function reminder(
  situation: Situation,
  items: readonly ItemFacts[],
  waiting: readonly Verdict[],
  candidates: readonly Candidate[],
  preDue: readonly Candidate[],
): Decision {
  if (candidates.length === 0) return preDueAction(situation, preDue);
  const lead = candidates.reduce((high, one) =>
    stepRank(one.step.key) > stepRank(high.step.key) ? one : high,
  );
  if (lead.step.key === 'contact') return firstContact(situation, candidates, preDue);
  const beside = items
    .filter((item) => isDemandedBeside(situation, item, waiting))
    .map((item) => ({ item, step: lead.step, passed: null }));
  const demanded = [...candidates, ...beside];
  const refused = unreachable(situation, demanded);
  if (refused) {
    const first = preDueAction(situation, preDue);
    const put = candidates.map(({ item, step }) => held(item, refused, null, step.key));
    return { actions: first.actions, verdicts: [...put, ...first.verdicts] };
  }
  const channel: Channel = situation.debtor.emails.length > 0 ? 'email' : 'letter';
  const action = written(situation, demanded, candidates, channel, preDue);
  return withPreDue(situation, action, preDue);
}

/**
 * A quiet mention completes the pre-due step only when the contact leaves by itself: an approval may come too
 * late.
 */
function withPreDue(situation: Situation, action: Action, preDue: readonly Candidate[]): Decision {
  if (action.mode === 'automatic') return { actions: [action], verdicts: [] };
  const alone = { ...action, quiet: [] };
  const first = preDueAction(situation, preDue);
  return { actions: [alone, ...first.actions], verdicts: first.verdicts };
}

function firstContact(
  situation: Situation,
  candidates: readonly Candidate[],
  preDue: readonly Candidate[],
): Decision {
  const demanded = candidates.map(({ item }) => demandedOf(item, situation.today));
  const items = candidates.map(({ item }) => item);
  if (amountOf(situation, items) <= 0) {
    const first = preDueAction(situation, preDue);
    const put = candidates.map(({ item }) => held(item, 'credit_unmatched', null, 'contact'));
    return { actions: first.actions, verdicts: [...put, ...first.verdicts] };
  }
  const channel = contactChannel(situation.debtor, sumCents(demanded));
  if (channel === 'email') {
    return withPreDue(situation, written(situation, candidates, candidates, 'email', preDue), preDue);
  }
  const first = preDueAction(situation, preDue);
  const reason: ReasonCode = channel === 'call' ? 'step_due' : 'no_address';
  return {
    actions: [manualContact(situation, candidates, channel, reason), ...first.actions],
    verdicts: first.verdicts,
  };
}

function preDueAction(situation: Situation, preDue: readonly Candidate[]): Decision {
  if (preDue.length === 0) return { actions: [], verdicts: [] };
  const amount = amountOf(
    situation,
    preDue.map(({ item }) => item),
  );
  if (amount <= 0) {
    return {
      actions: [],
      verdicts: preDue.map(({ item }) => held(item, 'credit_unmatched', null, 'pre-due')),
    };
  }
  return { actions: [written(situation, preDue, preDue, 'email', [])], verdicts: [] };
}

/** Overdue, not suspended, known unpaid: demanded in a neutral sentence though its own step is not due. */
function isDemandedBeside(
  { creditor, today, covered }: Situation,
  item: ItemFacts,
  waiting: readonly Verdict[],
): boolean {
  if (covered.includes(item)) return false;
  if (item.dueOn === null || item.dueOn >= today || item.collected) return false;
  const verdict = waiting.find((one): one is Held => one.itemId === item.id && one.kind === 'held');
  if (!verdict || !STILL_DEMANDED.has(verdict.code) || demandedOf(item, today) <= 0) return false;
  if (verdict.step === 'route' || verdict.step === null) return false;
  return (
    creditor.bankFreshnessDays === null || (creditor.freshUntil !== null && creditor.freshUntil >= item.dueOn)
  );
}

function unreachable(situation: Situation, demanded: readonly Candidate[]): HoldCode | null {
  const amount = amountOf(
    situation,
    demanded.map(({ item }) => item),
  );
  if (amount <= 0) return 'credit_unmatched';
  if (situation.debtor.emails.length > 0) return null;
  if (!situation.debtor.postal) return 'no_address';
  return amount < FLOORS.letter ? 'below_floor' : null;
}

function written(
  situation: Situation,
  demanded: readonly Candidate[],
  due: readonly Candidate[],
  channel: Channel,
  quiet: readonly Candidate[],
): Action {
  const { creditor, debtor, today, currency } = situation;
  const step = due.reduce((high, one) =>
    stepRank(one.step.key) > stepRank(high.step.key) ? one : high,
  ).step;
  const amount = amountOf(
    situation,
    demanded.map(({ item }) => item),
  );
  const lateEntry = due.some(({ item }) => isLate(item) && lastStepOf(debtor, item) === null);
  const itemCount = demanded.length;
  const tooHeavy = channel === 'email' && isTooHeavy([...demanded, ...quiet]);
  const need = approvalOf({ creditor, debtor, step, currency, amount, itemCount, lateEntry, tooHeavy });
  const copies = copiesOf(situation, step.copies, channel, amount);
  return {
    step: step.key,
    channel,
    copies: copies.kept,
    mode: need.mode,
    approver: need.approver,
    currency,
    amount,
    items: demanded.map(({ item, step: own }) => {
      const completes = due.some((one) => one.item.id === item.id);
      return actionItem(
        situation,
        item,
        completes ? own.key : (lastStepOf(debtor, item)?.step ?? 'contact'),
        completes,
      );
    }),
    quiet: quiet.map(({ item }) => actionItem(situation, item, 'pre-due', true)),
    answerBy: printedDate(step, debtor.regime!, today),
    penalties: step.penalties[debtor.regime!],
    reasons: [...dueReasons(situation, due, step.key), ...need.reasons, ...copies.reasons],
    planDate: null,
  };
}

/** More copies of invoices than a mail bears. */
function isTooHeavy(contact: readonly Candidate[]): boolean {
  const copies = contact.filter(({ item }) => item.copyBytes > 0);
  const bytes = copies.reduce((sum, { item }) => sum + item.copyBytes, 0);
  return copies.length > MAX_ATTACHMENTS || bytes > MAX_ATTACHMENT_BYTES;
}

function dueReasons(situation: Situation, due: readonly Candidate[], step: StepKey): Reason[] {
  const { debtor, today, currency } = situation;
  const oldest = Math.max(
    ...due.filter((one) => one.step.key === step).map(({ item }) => today - item.dueOn!),
  );
  const last = lastCounted(debtor, currency);
  const reasons: Reason[] = [
    { code: 'step_due', days: oldest, ...(last === null ? {} : { since: today - last }) },
  ];
  if (due.some(({ passed }) => passed !== null)) reasons.push({ code: 'step_passed' });
  if (due.some((one) => one.step.key !== step)) reasons.push({ code: 'with_another_step' });
  return reasons;
}

function copiesOf({ debtor }: Situation, wanted: readonly Channel[], leading: Channel, amount: Cents) {
  const kept: Channel[] = [];
  const reasons: Reason[] = [];
  for (const copy of wanted) {
    if (copy === leading) continue;
    if (copy === 'letter' && amount < FLOORS.letter) continue;
    const reachable = copy === 'letter' ? debtor.postal : debtor.emails.length > 0;
    if (reachable) kept.push(copy);
    else if (leading === 'letter') reasons.push({ code: 'letter_instead_of_email' });
    else reasons.push({ code: 'copy_without_address' });
  }
  if (leading === 'letter' && reasons.length === 0) reasons.push({ code: 'letter_instead_of_email' });
  return { kept, reasons };
}

function manualContact(
  situation: Situation,
  group: readonly Candidate[],
  channel: Channel,
  code: ReasonCode,
): Action {
  const step = group[0]!.step;
  const due = dueReasons(situation, group, step.key);
  return {
    step: step.key,
    channel,
    copies: [],
    mode: 'manual',
    approver: null,
    currency: situation.currency,
    amount: amountOf(
      situation,
      group.map(({ item }) => item),
    ),
    items: group.map(({ item }) => actionItem(situation, item, step.key, true)),
    quiet: [],
    answerBy: null,
    penalties: 'none',
    reasons: code === 'step_due' ? due : [...due, { code }],
    planDate: null,
  };
}
