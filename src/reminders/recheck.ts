import type { Day } from '../calendar/day.ts';
import { addBusinessDays } from '../calendar/holidays.ts';
import { cents } from '../money/cents.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { decide } from './decide.ts';
import type { CreditorFacts, DebtorFacts } from './facts.ts';
import { creditIn } from './hold-item.ts';
import { type Proposal, sameContact } from './proposal.ts';
import type { HoldCode } from './verdict.ts';

/** Business days after which an approved text that did not leave is composed anew: its dates have aged. */
export const STALE_AFTER = 3;

export type Obstacle = HoldCode | 'changed' | 'stale';

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
  if (proposal.approvedOn !== null && addBusinessDays(proposal.approvedOn, STALE_AFTER) < today)
    return 'stale';
  const own = new Set([...proposal.items, ...proposal.quiet].map(({ id }) => id));
  const freed = {
    ...debtor,
    items: debtor.items.map((item) =>
      own.has(item.id) && item.pending === 'approved' ? { ...item, pending: null } : item,
    ),
  };
  const decision = decide(creditor, freed, scenario, today);
  const action = decision.actions.find((candidate) => sameContact(proposal, candidate));
  for (const item of proposal.items) {
    const now = action?.items.find(({ id }) => id === item.id);
    if (now && now.balance === item.balance && now.step === item.step && now.completes === item.completes)
      continue;
    const verdict = decision.verdicts.find(({ itemId }) => itemId === item.id);
    if (!verdict) return 'settled';
    return verdict.kind === 'held' ? verdict.code : 'changed';
  }
  const demanded = proposal.items.reduce((sum, item) => sum + item.balance, 0);
  return cents(demanded - creditIn(debtor, proposal.currency)) === proposal.amount ? null : 'changed';
}
