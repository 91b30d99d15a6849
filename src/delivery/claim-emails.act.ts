import { withdrawMessages } from '../courier/message-moves.db.ts';
import { claimBatch, type MessageRow } from '../courier/messages.db.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { supersedeLetters } from '../letters/letters.db.ts';
import { contactOfProposal } from '../reminders/contacts.db.ts';
import { decisionsOn } from '../reminders/decisions.db.ts';
import { contactWithdrawn } from '../reminders/events.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { endProposal, proposalById } from '../reminders/proposals.db.ts';
import { obstacleTo } from '../reminders/recheck.ts';
import { recipientsFor } from '../reminders/recipients.db.ts';
import { recordContact } from '../reminders/record-contact.act.ts';
import { settleContact } from '../reminders/settle-contact.act.ts';
import { isArmed, proposalsOfLetters } from './dispatch.db.ts';
import { messageClaimed, messageWithdrawn } from './events.ts';

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
    const because = proposal && (await obstacleOf(scope, proposal, message));
    if (proposal && because) {
      await withdraw(scope, message, proposal, because, order.owner);
      withdrawn.push({ proposalId: proposal.id, because });
      continue;
    }
    const contactId = proposal && !isCopy(proposal) ? await recordSending(scope, proposal) : null;
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

/** The e-mail copy of a formal notice follows a registered letter that is the contact. */
function isCopy(proposal: Proposal): boolean {
  return proposal.step === 'formal-notice';
}

async function obstacleOf(scope: Scope, proposal: Proposal, message: MessageRow): Promise<string | null> {
  if (isCopy(proposal)) return await copyObstacle(scope, proposal);
  await freeUnsent(scope, proposal);
  return await obstacle(scope, proposal, message);
}

/**
 * A claim that died before its message was marked left a contact behind: that message certainly never left.
 */
async function freeUnsent(scope: Scope, proposal: Proposal): Promise<void> {
  const left = await contactOfProposal(scope.tx, proposal.id);
  if (left?.state === 'sending') await settleContact(scope, left.id, 'undelivered');
}

async function obstacle(scope: Scope, proposal: Proposal, message: MessageRow): Promise<string | null> {
  if (proposal.state !== 'approved') return 'ended';
  const known = (await recipientsFor(scope.tx, proposal.debtorId, proposal.step)).map(({ address }) =>
    address.toLowerCase(),
  );
  if (!message.envelope.to.every((address) => known.includes(address.toLowerCase())))
    return 'address_changed';
  for await (const { creditor, debtor, scenario } of decisionsOn(scope.tx, scope.on, [proposal.debtorId])) {
    return obstacleTo(proposal, creditor, debtor, scenario, scope.on);
  }
  return 'debtor_gone';
}

/**
 * The copy of a registered letter follows it, unless the debt was settled meanwhile or the letter taken back.
 */
async function copyObstacle(scope: Scope, proposal: Proposal): Promise<string | null> {
  if ((await contactOfProposal(scope.tx, proposal.id)) === null) return 'not_deposited';
  for await (const { debtor } of decisionsOn(scope.tx, scope.on, [proposal.debtorId])) {
    const owed = proposal.items.some(({ id }) => debtor.items.some((item) => item.id === id));
    return owed ? null : 'settled';
  }
  return 'debtor_gone';
}

async function withdraw(
  scope: Scope,
  message: MessageRow,
  proposal: Proposal,
  because: string,
  owner: string,
): Promise<void> {
  await withdrawMessages(scope, [message.id], owner);
  if (proposal.state === 'approved') {
    await endProposal(scope, proposal.id, 'withdrawn');
    await supersedeLetters(scope, proposal.id);
    await append(scope, proposal.debtorId, contactWithdrawn, { proposal: proposal.id, because });
  }
  await append(scope, proposal.debtorId, messageWithdrawn, {
    message: message.id,
    proposal: proposal.id,
    because,
  });
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
