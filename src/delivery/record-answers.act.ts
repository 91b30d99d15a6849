import type { MessageState } from '../courier/attempt.ts';
import type { Recorded } from '../courier/message-moves.db.ts';
import { markEmailBounced } from '../debtors/mark-email-bounced.act.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { Cleared } from './claim-emails.act.ts';
import { messageAnswered } from './events.ts';
import { settleMessage } from './settle-message.act.ts';

export interface Settled {
  /** Null for a text outside the steps. */
  readonly proposalId: string | null;
  readonly state: MessageState;
}

/**
 * Writes what the answers of the transport mean, in the transaction that records them: sent completes the
 * contact; a certain failure frees its steps (the message waits for its next try, or ends, and addresses
 * refused for good count as bounced); doubt stays until a person says.
 */
export async function recordAnswers(
  scope: Scope,
  recorded: readonly Recorded[],
  cleared: ReadonlyMap<string, Cleared>,
): Promise<readonly Settled[]> {
  await lockChains(scope, [...new Set(recorded.flatMap(({ row }) => row.debtorId ?? []))]);
  const settled: Settled[] = [];
  for (const { id, row, state, outcome, late } of recorded) {
    const claimed = cleared.get(id);
    if (late || !claimed || row.debtorId === null) continue;
    await settleMessage(scope, claimed, state);
    if ('refusedRecipients' in outcome) {
      for (const { address, permanent } of outcome.refusedRecipients) {
        if (permanent) await markEmailBounced(scope, row.debtorId, address);
      }
    }
    await append(scope, row.debtorId, messageAnswered, {
      message: id,
      contact: claimed.contactId,
      state: state === 'withdrawn' || state === 'sending' ? 'failed' : state,
      by: 'machine',
      rehearsal: scope.rehearsal,
    });
    settled.push({ proposalId: claimed.proposalId, state });
  }
  return settled;
}
