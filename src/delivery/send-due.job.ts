import { checkFrozen } from '../courier/attachment-manifest.ts';
import { reclaimStale } from '../courier/message-moves.db.ts';
import type { DeliveryOutcome } from '../courier/outcome.ts';
import { append } from '../journal/events.db.ts';
import { isRefusal } from '../platform/refusal.ts';
import { settleContact } from '../reminders/record-contact.act.ts';
import { readDocument } from '../vault/documents.db.ts';
import { type Cleared, claimEmails } from './claim-emails.act.ts';
import { contactOfMessage } from './dispatch.db.ts';
import { messageAnswered } from './events.ts';
import { type Answer, recordAnswers } from './record-answers.act.ts';
import { type DayWork, inScope, type Outcome } from './run-day.job.ts';

/** Seconds for which a claimed batch is ours: longer than the longest silence a server is granted. */
const LEASE_SECONDS = 900;

/**
 * Sends what is due in the outbox, a small batch at a time: claim and recheck in one transaction, hand over,
 * write the answers in another. What an earlier process left in the middle is concluded first.
 */
export async function sendDue(work: DayWork, outcomes: Map<string, Outcome>): Promise<void> {
  await concludeStale(work);
  const order = { limit: 2 * work.transport.connections, owner: work.owner, leaseSeconds: LEASE_SECONDS };
  for (;;) {
    const claimed = await inScope(work, async (scope) => await claimEmails(scope, order));
    for (const { proposalId } of claimed.withdrawn) outcomes.set(proposalId, 'withdrawn');
    if (claimed.taken === 0) return;
    const answers = await Promise.all(claimed.cleared.map(async (cleared) => await handOver(work, cleared)));
    if (answers.length === 0) continue;
    const settled = await inScope(work, async (scope) => await recordAnswers(scope, work.owner, answers));
    for (const { proposalId, state } of settled) outcomes.set(proposalId, outcomeOf(state));
  }
}

function outcomeOf(state: string): Outcome {
  if (state === 'sent' || state === 'ambiguous') return state;
  return 'failed';
}

/** The frozen bytes, compared with what was approved, to the transport. */
async function handOver(work: DayWork, cleared: Cleared): Promise<Answer> {
  const { message } = cleared;
  const attempt = message.life.attempts;
  const answer = (outcome: DeliveryOutcome): Answer => ({
    cleared,
    answered: { id: message.id, attempt, outcome },
  });
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await inScope(work, async (scope) => await readDocument(scope, message.frozen)));
    const altered = checkFrozen(bytes, { sha256: message.frozen, attachments: message.attachments });
    if (isRefusal(altered)) return answer(unsent(altered.message));
  } catch (error) {
    return answer(unsent(error instanceof Error ? error.message : String(error)));
  }
  return answer(await work.transport.deliver(bytes, message.envelope, message.id));
}

/** Nothing met the transport: certainly not delivered, and of no use to try again as it is. */
function unsent(response: string): DeliveryOutcome {
  return {
    state: 'failed',
    permanent: true,
    stage: 'body',
    code: 'attachment_mismatch',
    response,
    refusedRecipients: [],
  };
}

async function concludeStale(work: DayWork): Promise<void> {
  await inScope(work, async (scope) => {
    const { ambiguous } = await reclaimStale(scope);
    for (const message of ambiguous) {
      const contact = await contactOfMessage(scope.tx, message.letterId);
      if (contact !== null) await settleContact(scope, contact, 'doubtful');
      if (message.debtorId === null) continue;
      await append(scope, message.debtorId, messageAnswered, {
        message: message.id,
        contact,
        state: 'ambiguous',
        by: 'machine',
        rehearsal: scope.rehearsal,
      });
    }
  });
}
