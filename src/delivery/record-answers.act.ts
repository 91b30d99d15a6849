import type { MessageState } from '../courier/attempt.ts';
import { type Answered, recordOutcomes } from '../courier/message-moves.db.ts';
import { markEmailBounced } from '../debtors/mark-email-bounced.act.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { supersedeLetters } from '../letters/letters.db.ts';
import { endProposal } from '../reminders/proposals.db.ts';
import { settleContact } from '../reminders/record-contact.act.ts';
import type { Cleared } from './claim-emails.act.ts';
import { messageAnswered } from './events.ts';

export interface Answer {
  readonly cleared: Cleared;
  readonly answered: Answered;
}

export interface Settled {
  readonly proposalId: string;
  readonly state: MessageState;
}

/**
 * Writes what the transport said of a batch: sent completes the contact; a certain failure frees its steps
 * (the message waits for its next try, or ends and its refused addresses count as bounced); doubt stays until
 * a person says. One transaction for the batch.
 */
export async function recordAnswers(
  scope: Scope,
  owner: string,
  answers: readonly Answer[],
): Promise<readonly Settled[]> {
  const byMessage = new Map(answers.map(({ cleared }) => [cleared.message.id, cleared]));
  await lockChains(scope, [...new Set(answers.flatMap(({ cleared }) => cleared.message.debtorId ?? []))]);
  const recorded = await recordOutcomes(
    scope,
    owner,
    answers.map(({ answered }) => answered),
  );
  const settled: Settled[] = [];
  for (const { id, state, outcome, late } of recorded) {
    const cleared = byMessage.get(id)!;
    if (late) continue;
    await settle(scope, cleared, state);
    if ('refusedRecipients' in outcome) {
      for (const { address, permanent } of outcome.refusedRecipients) {
        if (permanent) await markEmailBounced(scope, cleared.message.debtorId!, address);
      }
    }
    await append(scope, cleared.message.debtorId!, messageAnswered, {
      message: id,
      contact: cleared.contactId,
      state: state === 'withdrawn' || state === 'sending' ? 'failed' : state,
      by: 'machine',
      rehearsal: scope.rehearsal,
    });
    settled.push({ proposalId: cleared.proposalId, state });
  }
  return settled;
}

async function settle(scope: Scope, { contactId, proposalId }: Cleared, state: MessageState): Promise<void> {
  if (contactId === null) return;
  if (state === 'sent') {
    await settleContact(scope, contactId, 'done');
    await endProposal(scope, proposalId, 'done');
    return;
  }
  if (state === 'ambiguous') {
    await settleContact(scope, contactId, 'doubtful');
    return;
  }
  await settleContact(scope, contactId, 'undelivered');
  if (state === 'failed') await giveUp(scope, proposalId);
}

/** No machine will try this message again: the contact is decided anew, on the addresses that are left. */
async function giveUp(scope: Scope, proposalId: string): Promise<void> {
  await endProposal(scope, proposalId, 'withdrawn');
  await supersedeLetters(scope, proposalId);
}
