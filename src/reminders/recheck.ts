import type { Day } from '../calendar/day.ts';
import { addBusinessDays } from '../calendar/holidays.ts';
import { cents } from '../money/cents.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { decide } from './decide.ts';
import type { CreditorFacts, DebtorFacts, ItemFacts } from './facts.ts';
import { creditBeside } from './free-credit.ts';
import { demandedOf } from './hold-item.ts';
import { isUnchanged, type Proposal, sameContact } from './proposal.ts';
import type { Action, DayDecision, Decision, HoldCode } from './verdict.ts';

/** Business days after which an approved text that did not leave is composed anew: its dates have aged. */
const STALE_AFTER = 3;

interface DebtorCase {
  readonly creditor: CreditorFacts;
  readonly debtor: DebtorFacts;
  readonly scenario: Scenario;
  readonly decision: Decision;
}

export type Obstacle = HoldCode | 'changed' | 'stale';

/** Approved too long ago to leave as it is. */
function isStale(proposal: Proposal, today: Day): boolean {
  return proposal.approvedOn !== null && addBusinessDays(proposal.approvedOn, STALE_AFTER) < today;
}

/** The debtor as if these approved contacts had never been. */
export function freedFrom(debtor: DebtorFacts, approved: readonly Proposal[]): DebtorFacts {
  const own = new Set(approved.flatMap(({ items, quiet }) => [...items, ...quiet].map(({ id }) => id)));
  return {
    ...debtor,
    items: debtor.items.map((item) =>
      own.has(item.id) && item.pending !== 'doubtful' ? { ...item, pending: null } : item,
    ),
  };
}

/**
 * Whether an approved contact may still leave, on facts read again under lock: the same decision must propose
 * the same contact, with each of its items at the same step and balance. Accrued interest is not compared
 * (the text says « arrêtées au »); items that joined since wait for their own day. Null: it may leave.
 */
export function obstacleTo(
  proposal: Proposal,
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  scenario: Scenario,
  today: Day,
): Obstacle | null {
  if (isStale(proposal, today)) return 'stale';
  const decision = decide(creditor, freedFrom(debtor, [proposal]), scenario, today);
  const action = decision.actions.find((candidate) => sameContact(proposal, candidate));
  if (proposal.planDate) return dateObstacle(proposal, action, decision);
  for (const item of proposal.items) {
    const now = action?.items.find(({ id }) => id === item.id);
    if (now && now.balance === item.balance && now.step === item.step && now.completes === item.completes)
      continue;
    const verdict = decision.verdicts.find(({ itemId }) => itemId === item.id);
    if (!verdict) return 'settled';
    return verdict.kind === 'held' ? verdict.code : 'changed';
  }
  const demanded = proposal.items.reduce((sum, item) => sum + item.balance, 0);
  const credit = creditBeside(
    debtor,
    proposal.currency,
    proposal.items,
    coveredIn(decision, debtor, proposal),
  );
  return cents(demanded - credit) === proposal.amount ? null : 'changed';
}

/** Holds that say when to write, not whether: the letter was written on its day, and lies on a desk. */
const ABOUT_THE_DAY: ReadonlySet<Obstacle> = new Set<Obstacle>([
  'not_business_day',
  'next_step_later',
  'gap',
  'contact_cap',
  'contacted_today',
  'deadline_running',
  'bank_stale',
  'formal_notice_first',
]);

/**
 * Why a letter approved and not yet posted must not be: it has aged, or what it asks is not owed any more,
 * not to be asked, or another sum. Another step or channel that the decision would choose today changes
 * nothing to a letter already written. Null: it may still be posted.
 */
export function letterObstacle(
  proposal: Proposal,
  creditor: CreditorFacts,
  debtor: DebtorFacts,
  scenario: Scenario,
  today: Day,
): Obstacle | null {
  const obstacle = obstacleTo(proposal, creditor, debtor, scenario, today);
  if (obstacle === null || ABOUT_THE_DAY.has(obstacle)) return null;
  if (obstacle !== 'changed') return obstacle;
  const decision = decide(creditor, freedFrom(debtor, [proposal]), scenario, today);
  return owesTheSame(proposal, debtor, coveredIn(decision, debtor, proposal), today) ? null : obstacle;
}

/**
 * What `run` does on a day with the approved contacts of a debtor, and the decision about the rest: a letter
 * or an e-mail of another day that must not leave any more is decided anew, one of today only stays.
 */
export function afterApproved(
  { creditor, debtor, scenario, decision }: DebtorCase,
  approved: readonly Proposal[],
  on: Day,
): { readonly leaving: readonly Proposal[]; readonly decision: Decision } {
  const certain = approved.filter((proposal) => !isDoubtful(debtor, proposal));
  const undone = certain.filter((proposal) =>
    proposal.channel === 'email'
      ? proposal.on !== on && obstacleTo(proposal, creditor, debtor, scenario, on) !== null
      : letterObstacle(proposal, creditor, debtor, scenario, on) !== null,
  );
  const leaving = certain.filter(
    (proposal) =>
      !undone.includes(proposal) &&
      (proposal.channel !== 'email' || obstacleTo(proposal, creditor, debtor, scenario, on) === null),
  );
  if (undone.length === 0) return { leaving, decision };
  return { leaving, decision: decide(creditor, freedFrom(debtor, undone), scenario, on) };
}

/** Nobody knows whether it left: a person says so, until then nothing is done with it. */
function isDoubtful(debtor: DebtorFacts, proposal: Proposal): boolean {
  const own = new Set([...proposal.items, ...proposal.quiet].map(({ id }) => id));
  return debtor.items.some((item) => own.has(item.id) && item.pending === 'doubtful');
}

/**
 * Items of the same currency, out of this contact, that the decision counted as covered whole by a credit.
 * One that waits only because a credit leaves nothing to ask of it keeps none of that credit.
 */
function coveredIn(
  { covered }: DayDecision,
  debtor: DebtorFacts,
  { currency, items }: Proposal,
): readonly ItemFacts[] {
  return debtor.items.filter(
    ({ id, ...item }) =>
      item.currency === currency && covered.includes(id) && !items.some((own) => own.id === id),
  );
}

function owesTheSame(
  proposal: Proposal,
  debtor: DebtorFacts,
  covered: readonly ItemFacts[],
  today: Day,
): boolean {
  let total = -creditBeside(debtor, proposal.currency, proposal.items, covered);
  for (const { id, balance } of proposal.items) {
    const now = debtor.items.find((item) => item.id === id);
    if (!now || demandedOf(now, today) !== balance) return false;
    total += balance;
  }
  return total === proposal.amount;
}

/** Holds that are a plan's own way of being kept: they say nothing against the announcement of its date. */
const PLAN_HOLDS: ReadonlySet<HoldCode> = new Set<HoldCode>(['plan_respected', 'not_due']);

/** The announcement of a plan's date leaves as written, or not at all: paid in part, it says another sum. */
function dateObstacle(
  proposal: Proposal,
  action: Action | undefined,
  { verdicts }: Decision,
): Obstacle | null {
  const sent = { ...proposal, mode: action?.mode ?? proposal.mode, approver: action?.approver ?? null };
  if (action && isUnchanged(sent, action)) return null;
  for (const verdict of verdicts) {
    const own = proposal.items.some(({ id }) => id === verdict.itemId);
    if (own && verdict.kind === 'held' && !PLAN_HOLDS.has(verdict.code)) return verdict.code;
  }
  return 'changed';
}
