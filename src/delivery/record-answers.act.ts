import type { MessageState } from '../courier/attempt.ts';
import type { Recorded } from '../courier/message-moves.db.ts';
import { markEmailBounced } from '../debtors/mark-email-bounced.act.ts';
import { appendMany, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { Cleared } from './claim-emails.act.ts';
import { messageAnswered } from './events.ts';
import { roundsOf } from './one-per-debtor.ts';
import { settleMessages } from './settle-messages.act.ts';

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
  const told = recorded.flatMap((answer) => {
    const { id, row, late } = answer;
    const claimed = cleared.get(id);
    return late || !claimed || row.debtorId === null ? [] : [{ ...answer, claimed, debtorId: row.debtorId }];
  });
  for (const round of roundsOf(told, ({ debtorId }) => debtorId)) await recordRound(scope, round);
  return told.map(({ claimed, state }) => ({ proposalId: claimed.proposalId, state }));
}

interface Told extends Recorded {
  readonly claimed: Cleared;
  readonly debtorId: string;
}

async function recordRound(scope: Scope, round: readonly Told[]): Promise<void> {
  for (const [state, some] of Map.groupBy(round, (one) => one.state)) {
    await settleMessages(
      scope,
      some.map(({ claimed, debtorId }) => ({ ...claimed, debtorId })),
      state,
    );
  }
  for (const { outcome, debtorId } of round) {
    if (!('refusedRecipients' in outcome)) continue;
    for (const { address, permanent } of outcome.refusedRecipients) {
      if (permanent) await markEmailBounced(scope, debtorId, address);
    }
  }
  await appendMany(
    scope,
    messageAnswered,
    round.map(({ id, claimed, debtorId, state }) => ({
      chain: debtorId,
      payload: {
        message: id,
        contact: claimed.contactId,
        state: state === 'withdrawn' || state === 'sending' ? ('failed' as const) : state,
        by: 'machine' as const,
        rehearsal: scope.rehearsal,
      },
    })),
  );
}
