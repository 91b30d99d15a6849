import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';
import { isLitigationTask } from './litigation-task.ts';
import type { Action, ActionItem, AnnouncedDate } from './verdict.ts';

/**
 * A contact written down: proposed (replaced freely by the next decision), approved (its texts are frozen, it
 * leaves or is printed), done, withdrawn by the facts, or skipped by a person.
 */
export interface Proposal {
  readonly id: string;
  readonly debtorId: string;
  readonly on: Day;
  readonly step: StepKey;
  readonly channel: Channel;
  readonly copies: readonly Channel[];
  readonly mode: Action['mode'];
  readonly approver: Action['approver'];
  readonly currency: string;
  readonly amount: Cents;
  readonly answerBy: Day | null;
  readonly penalties: Action['penalties'];
  readonly items: readonly ActionItem[];
  readonly quiet: readonly ActionItem[];
  readonly reasons: Action['reasons'];
  readonly planDate: AnnouncedDate | null;
  readonly state: 'proposed' | 'approved' | 'done' | 'withdrawn' | 'skipped';
  readonly approvedBy: string | null;
  readonly approvedOn: Day | null;
  /** Of the registered letter, once the creditor has it. */
  readonly tracking: string | null;
}

/**
 * What tells two contacts apart: a debtor gets one of these in a currency at a time, and one for each date
 * of a payment plan.
 */
export function sameContact(proposal: Proposal, action: Action): boolean {
  return (
    proposal.currency === action.currency &&
    proposal.step === action.step &&
    proposal.channel === action.channel &&
    isLitigationTask(proposal) === isLitigationTask(action) &&
    proposal.planDate?.planId === action.planDate?.planId &&
    proposal.planDate?.position === action.planDate?.position
  );
}

/**
 * Whether nothing that a person approved of it has changed: items, what is demanded of each, steps and
 * addresses.
 */
export function isUnchanged(proposal: Proposal, action: Action): boolean {
  return contentOf(proposal) === contentOf(action);
}

/**
 * Whether it still asks the same of the debtor: what a first person approved of a formal notice stands as
 * long as it does, though the date it prints moves with each day.
 */
export function asksTheSame(proposal: Proposal, action: Action): boolean {
  const { mode, approver, answerBy } = proposal;
  return contentOf(proposal) === contentOf({ ...action, mode, approver, answerBy });
}

function contentOf(contact: Proposal | Action): string {
  const items = [...contact.items, ...contact.quiet].map((item) => [
    item.id,
    item.balance,
    item.step,
    item.completes,
  ]);
  const { step, channel, copies, mode, approver, currency, amount, answerBy, penalties, planDate } = contact;
  return JSON.stringify([
    step,
    channel,
    copies,
    mode,
    approver,
    currency,
    amount,
    answerBy,
    penalties,
    planDate?.open ?? null,
    items,
  ]);
}
