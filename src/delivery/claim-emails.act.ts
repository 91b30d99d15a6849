import { claimBatch, type MessageRow } from '../courier/messages.db.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalById } from '../reminders/proposals.db.ts';
import { recordContact } from '../reminders/record-contact.act.ts';
import { isArmed, proposalsOfLetters } from './dispatch.db.ts';
import { messageClaimed } from './events.ts';
import { isNoticeCopy } from './notice-copy.ts';
import { recheckMail } from './recheck-mail.act.ts';
import { withdrawMail } from './withdraw-mail.act.ts';

/** A message that may leave now: claimed, its contact recorded, its facts read again a moment ago. */
export interface Cleared {
  readonly message: MessageRow;
  /** Null for a text outside the steps. */
  readonly proposalId: string | null;
  /** Null for those, and for the copy of a formal notice: its contact was made at the post office. */
  readonly contactId: string | null;
}

export interface Claimed {
  readonly cleared: readonly Cleared[];
  readonly withdrawn: readonly { readonly proposalId: string; readonly because: string }[];
  readonly taken: number;
}

/**
 * Claims messages that are due and looks at the books once more, under lock, in the same transaction: what
 * was paid, held, changed or answered since its approval is withdrawn with its reason; the others are
 * recorded as contacts (done once, by the unique key) and marked as being sent. Nothing is claimed while the
 * creditor is disarmed.
 */
export async function claimEmails(
  scope: Scope,
  order: { readonly limit: number; readonly owner: string; readonly leaseSeconds: number },
): Promise<Claimed> {
  if (!(await isArmed(scope.tx))) return { cleared: [], withdrawn: [], taken: 0 };
  const messages = await claimBatch(scope, order);
  await lockChains(scope, [...new Set(messages.flatMap(({ debtorId }) => debtorId ?? []))]);
  const proposalIds = await proposalsOfLetters(
    scope.tx,
    messages.flatMap(({ letterId }) => letterId ?? []),
  );
  const cleared: Cleared[] = [];
  const withdrawn: { proposalId: string; because: string }[] = [];
  for (const message of messages) {
    const proposalId = message.letterId === null ? undefined : proposalIds.get(message.letterId);
    const proposal = proposalId === undefined ? null : await proposalById(scope.tx, proposalId);
    const because = proposal && (await recheckMail(scope, proposal, message));
    if (proposal && because) {
      await withdrawMail(scope, message, proposal, because, order.owner);
      withdrawn.push({ proposalId: proposal.id, because });
      continue;
    }
    const contactId = proposal && !isNoticeCopy(proposal) ? await recordSending(scope, proposal) : null;
    const { rehearsal } = scope;
    await append(scope, message.debtorId!, messageClaimed, {
      message: message.id,
      contact: contactId,
      rehearsal,
    });
    cleared.push({ message, proposalId: proposal?.id ?? null, contactId });
  }
  return { cleared, withdrawn, taken: messages.length };
}

async function recordSending(scope: Scope, proposal: Proposal): Promise<string> {
  const id = scope.newId();
  await recordContact(scope, {
    id,
    debtorId: proposal.debtorId,
    on: scope.on,
    step: proposal.step,
    channel: proposal.channel,
    currency: proposal.currency,
    counts: proposal.step !== 'pre-due',
    written: true,
    reached: true,
    answerBy: proposal.answerBy,
    proposalId: proposal.id,
    outcome: null,
    spokeWith: null,
    state: 'sending',
    items: [...proposal.items.filter(({ completes }) => completes), ...proposal.quiet],
    planDate: proposal.planDate,
  });
  return id;
}
