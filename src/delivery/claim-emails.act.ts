import { claimBatch, type MessageRow } from '../courier/messages.db.ts';
import { appendMany, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { NewContact } from '../reminders/contacts.db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalsById } from '../reminders/proposals.db.ts';
import { recordContacts } from '../reminders/record-contacts.act.ts';
import { isArmed, proposalsOfLetters } from './dispatch.db.ts';
import { messageClaimed } from './events.ts';
import { isNoticeCopy } from './notice-copy.ts';
import { roundsOf } from './one-per-debtor.ts';
import { recheckMails } from './recheck-mails.act.ts';
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

interface Order {
  readonly limit: number;
  readonly owner: string;
  readonly leaseSeconds: number;
}

/**
 * Claims messages that are due and looks at the books once more, under lock, in the same transaction: what
 * was paid, held, changed or answered since its approval is withdrawn with its reason; the others are
 * recorded as contacts (done once, by the unique key) and marked as being sent. Nothing is claimed while the
 * creditor is disarmed.
 */
export async function claimEmails(scope: Scope, order: Order): Promise<Claimed> {
  if (!(await isArmed(scope.tx))) return { cleared: [], withdrawn: [], taken: 0 };
  const messages = await claimBatch(scope, order);
  await lockChains(scope, [...new Set(messages.flatMap(({ debtorId }) => debtorId ?? []))]);
  const letterIds = messages.flatMap(({ letterId }) => letterId ?? []);
  const proposalIds = await proposalsOfLetters(scope.tx, letterIds);
  const cleared: Cleared[] = [];
  const withdrawn: { proposalId: string; because: string }[] = [];
  for (const round of roundsOf(messages, ({ debtorId }) => debtorId)) {
    const claimed = await claimRound(scope, round, proposalIds, order.owner);
    cleared.push(...claimed.cleared);
    withdrawn.push(...claimed.withdrawn);
  }
  return { cleared, withdrawn, taken: messages.length };
}

/** Messages of one debtor each: facts, contacts and events of all of them in one statement of each kind. */
async function claimRound(
  scope: Scope,
  messages: readonly MessageRow[],
  proposalIds: ReadonlyMap<string, string>,
  owner: string,
): Promise<Omit<Claimed, 'taken'>> {
  const proposalOf = await proposalsOf(scope, messages, proposalIds);
  const mails = messages.flatMap((message) => {
    const proposal = proposalOf.get(message.id);
    return proposal ? [{ message, proposal }] : [];
  });
  const obstacles = await recheckMails(scope, mails);
  const held = new Map<string, string>();
  for (const [index, { message, proposal }] of mails.entries()) {
    const because = obstacles[index];
    if (!because) continue;
    await withdrawMail(scope, message, proposal, because, owner);
    held.set(message.id, because);
  }
  const leaving = messages.filter(({ id }) => !held.has(id));
  const contacts = new Map<string, NewContact>();
  for (const { id } of leaving) {
    const proposal = proposalOf.get(id);
    if (proposal && !isNoticeCopy(proposal)) contacts.set(id, contactOf(scope, proposal));
  }
  await recordContacts(scope, [...contacts.values()]);
  const cleared = leaving.map((message) => ({
    message,
    proposalId: proposalOf.get(message.id)?.id ?? null,
    contactId: contacts.get(message.id)?.id ?? null,
  }));
  const { rehearsal } = scope;
  await appendMany(
    scope,
    messageClaimed,
    cleared.map(({ message, contactId }) => ({
      chain: message.debtorId!,
      payload: { message: message.id, contact: contactId, rehearsal },
    })),
  );
  const withdrawn = mails.flatMap(({ message, proposal }) => {
    const because = held.get(message.id);
    return because === undefined ? [] : [{ proposalId: proposal.id, because }];
  });
  return { cleared, withdrawn };
}

/** The contact of each message that has one. */
async function proposalsOf(
  { tx }: Scope,
  messages: readonly MessageRow[],
  proposalIds: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Proposal>> {
  const wanted = messages.flatMap(({ id, letterId }) => {
    const proposalId = letterId === null ? undefined : proposalIds.get(letterId);
    return proposalId === undefined ? [] : [{ id, proposalId }];
  });
  const ids = wanted.map(({ proposalId }) => proposalId);
  const known = new Map((await proposalsById(tx, ids)).map((proposal) => [proposal.id, proposal]));
  return new Map(
    wanted.flatMap(({ id, proposalId }) => {
      const proposal = known.get(proposalId);
      return proposal ? [[id, proposal] as const] : [];
    }),
  );
}

function contactOf(scope: Scope, proposal: Proposal): NewContact {
  return {
    id: scope.newId(),
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
  };
}
