import { reclaimStale } from '../courier/message-moves.db.ts';
import { leaseOwners } from '../courier/message-queries.db.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { heldByNobody } from '../platform/alive.ts';
import { contactOfMessage, contactsLeft } from './dispatch.db.ts';
import { messageAnswered } from './events.ts';
import { settleMessages } from './settle-messages.act.ts';

/**
 * Concludes what an earlier process left in the middle, before anything else is decided. Marked by a process
 * that is gone (its session is, or it has been silent for half an hour): nobody can tell whether these left,
 * a person will. What it had only claimed is free again, and so are the steps it had written. What it had
 * answered without what that means gets its meaning.
 */
export async function concludeLeft(scope: Scope): Promise<void> {
  const deadOwners = await heldByNobody(scope.tx, await leaseOwners(scope.tx));
  const { ambiguous } = await reclaimStale(scope, { deadOwners });
  await lockChains(scope, [...new Set(ambiguous.flatMap(({ debtorId }) => debtorId ?? []))]);
  for (const message of ambiguous) {
    const contactId = await contactOfMessage(scope.tx, message.letterId);
    if (message.debtorId === null) continue;
    const left = { debtorId: message.debtorId, contactId, proposalId: null };
    await settleMessages(scope, [left], 'ambiguous');
    await append(scope, message.debtorId, messageAnswered, {
      message: message.id,
      contact: contactId,
      state: 'ambiguous',
      by: 'machine',
      rehearsal: scope.rehearsal,
    });
  }
  await settleLeft(scope);
}

async function settleLeft(scope: Scope): Promise<void> {
  const seen = await contactsLeft(scope.tx);
  await lockChains(scope, [...new Set(seen.map(({ debtorId }) => debtorId))]);
  for (const { contactId, proposalId, messageId, debtorId, state } of await contactsLeft(scope.tx)) {
    await settleMessages(scope, [{ debtorId, contactId, proposalId }], state);
    if (state === 'reserved' || state === 'sending' || state === 'withdrawn') continue;
    await append(scope, debtorId, messageAnswered, {
      message: messageId,
      contact: contactId,
      state,
      by: 'machine',
      rehearsal: scope.rehearsal,
    });
  }
}
