import { maxDay } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import { FLOORS, MANY_ITEMS, type ScenarioStep, TRUSTED_AFTER } from '../scenarios/scenario.ts';
import { stepRank } from '../scenarios/steps.ts';
import type { CreditorFacts, DebtorFacts } from './facts.ts';
import { lastCounted } from './next-step.ts';
import type { Action, ReasonCode } from './verdict.ts';

/** Who approves what the step itself lets leave. */
export const MACHINE = 'relance';

export interface ApprovalNeed {
  readonly mode: Action['mode'];
  readonly approver: Action['approver'];
  readonly reasons: readonly { readonly code: ReasonCode }[];
}

interface ApprovalCase {
  readonly creditor: CreditorFacts;
  readonly debtor: DebtorFacts;
  readonly step: ScenarioStep;
  readonly currency: string;
  readonly amount: Cents;
  readonly itemCount: number;
  /** It is the first contact about an item that entered already late. */
  readonly lateEntry: boolean;
  /** The copies it would attach are more than a mail bears: a person chooses what leaves. */
  readonly tooHeavy: boolean;
}

/** Whether a written contact leaves by itself or waits for a person, for whom, and why. */
export function approvalOf(contact: ApprovalCase): ApprovalNeed {
  const { creditor, step } = contact;
  if (step.approval === 'second-person') return confirm('second-person', 'second_person_required');
  if (creditor.approvals === 'all') return confirm('owner', 'approval_required');
  if (creditor.approvals === 'none') return unlessMailboxUnread(contact);
  if (needsManager(contact)) return confirm('manager', 'manager_required');
  if (step.approval === 'manager') return confirm('manager', 'approval_required');
  if (step.approval === 'owner') return confirm('owner', 'approval_required');
  if (contact.lateEntry) return confirm('owner', 'late_entry');
  if (step.approval === 'automatic-once-trusted' && creditor.trustedFirstReminders < TRUSTED_AFTER) {
    return confirm('owner', 'not_yet_trusted');
  }
  return unlessMailboxUnread(contact);
}

function needsManager({ debtor, step, amount, itemCount }: ApprovalCase): boolean {
  if (stepRank(step.key) < stepRank('reminder-2')) return false;
  return amount > FLOORS.manager || debtor.strategic || itemCount > MANY_ITEMS;
}

/**
 * After a first reminder nothing more leaves by itself until replies were read: one may say « déjà payé ».
 */
function unlessMailboxUnread({ creditor, debtor, currency, tooHeavy }: ApprovalCase): ApprovalNeed {
  if (tooHeavy) return confirm('owner', 'attachments_too_large');
  const automatic: ApprovalNeed = { mode: 'automatic', approver: null, reasons: [] };
  if (creditor.mailboxCheck === 'off') return automatic;
  const reminded = debtor.contacts.some((contact) => contact.step !== null && stepRank(contact.step) >= 2);
  const last = lastCounted(debtor, currency);
  if (!reminded || last === null) return automatic;
  const lastMessage = maxDay(last, ...debtor.contacts.map((contact) => contact.on));
  const read = creditor.mailboxReadUntil;
  return read !== null && read >= lastMessage ? automatic : confirm('owner', 'mailbox_unread');
}

function confirm(approver: NonNullable<Action['approver']>, code: ReasonCode): ApprovalNeed {
  return { mode: 'to_confirm', approver, reasons: [{ code }] };
}
