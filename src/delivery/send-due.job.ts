import { LEASE_SECONDS } from '../courier/attempt.ts';
import { putOff, tryPutOffNow } from '../courier/message-queries.db.ts';
import type { MessageRow } from '../courier/messages.db.ts';
import { NO_ANSWER, sendMessages } from '../courier/send-messages.job.ts';
import type { Scope } from '../journal/scope.ts';
import { failureLine } from '../platform/breakdown.ts';
import { type Cleared, claimEmails } from './claim-emails.act.ts';
import type { Outcome } from './day-report.ts';
import { proposalsOfLetters } from './dispatch.db.ts';
import { recordAnswers } from './record-answers.act.ts';
import { type DayWork, inScope, scopeOf } from './run-day.job.ts';

/**
 * Sends what is due in the outbox, small batches one behind the other: facts read again at each claim,
 * answers written with what they mean in one transaction.
 */
export async function sendDue(
  work: DayWork,
  outcomes: Map<string, Outcome>,
  errors: { proposalId: string; message: string }[],
): Promise<void> {
  const fallSilent = await work.database.holdName(work.owner);
  try {
    const isToday = work.on === work.clock.today(work.creditor.timeZone);
    if (!isToday) await inScope(work, tryPutOffNow);
    await pumpDue(work, outcomes, errors);
    errors.push(...(await inScope(work, putOffSentences)));
  } finally {
    await fallSilent();
  }
}

async function pumpDue(
  work: DayWork,
  outcomes: Map<string, Outcome>,
  errors: { proposalId: string; message: string }[],
): Promise<void> {
  const cleared = new Map<string, Cleared>();
  const report = await sendMessages({
    database: work.database,
    creditorId: work.creditor.id,
    transport: work.transport,
    owner: work.owner,
    clock: work.clock,
    take: async (limit) => await takeCleared(work, limit, cleared, outcomes),
    settle: async (tx, recorded) => {
      const settled = await recordAnswers(scopeOf(work, tx), recorded, cleared);
      for (const { proposalId, state } of settled) {
        if (proposalId !== null) outcomes.set(proposalId, outcomeOf(state));
      }
    },
  });
  for (const id of report.released) {
    const claimed = cleared.get(id);
    if (claimed?.proposalId) outcomes.set(claimed.proposalId, report.halted ? 'failed' : 'ready');
  }
  for (const { id, error } of report.problems) {
    errors.push({ proposalId: cleared.get(id)?.proposalId ?? '', message: failureLine(error) });
  }
  if (report.halted)
    errors.push({ proposalId: '', message: haltSentence(report.halted.response, report.halted.code) });
}

/** What waits for a later try, so that « prêt » is not taken for « gone ». */
async function putOffSentences(scope: Scope): Promise<{ proposalId: string; message: string }[]> {
  const waiting = await putOff(scope);
  const proposals = await proposalsOfLetters(
    scope.tx,
    waiting.flatMap(({ letterId }) => letterId ?? []),
  );
  return waiting.map(({ letterId, seconds }) => ({
    proposalId: (letterId && proposals.get(letterId)) ?? '',
    message: `Le serveur du destinataire a remis à plus tard\u00a0: nouvel essai à partir de ${Math.ceil(seconds / 60)}\u00a0minutes («\u00a0relance run\u00a0»).`,
  }));
}

function haltSentence(response: string | null, code: string): string {
  if (code === NO_ANSWER) {
    return (
      'Le serveur d’envoi prend les messages et ne répond pas\u00a0: l’envoi s’est arrêté, le reste attend. ' +
      'Vérifiez ce serveur, et tranchez ce qui est incertain (relance resolve).'
    );
  }
  return `Le serveur d’envoi ne répond pas ou refuse la connexion (${response ?? code})\u00a0: vérifiez ses réglages.`;
}

async function takeCleared(
  work: DayWork,
  limit: number,
  cleared: Map<string, Cleared>,
  outcomes: Map<string, Outcome>,
): Promise<readonly MessageRow[] | null> {
  const order = { limit, owner: work.owner, leaseSeconds: LEASE_SECONDS };
  const claimed = await inScope(work, async (scope) => await claimEmails(scope, order), {
    prepared: true,
  });
  for (const { proposalId } of claimed.withdrawn) outcomes.set(proposalId, 'withdrawn');
  for (const one of claimed.cleared) cleared.set(one.message.id, one);
  return claimed.taken === 0 ? null : claimed.cleared.map(({ message }) => message);
}

function outcomeOf(state: string): Outcome {
  return state === 'sent' || state === 'ambiguous' ? state : 'failed';
}
