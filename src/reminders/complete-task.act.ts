import { lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Proposal } from './proposal.ts';
import { endProposal, proposalById } from './proposals.db.ts';
import { recordContact } from './record-contact.act.ts';

/** What a call or a task came to. The last five of a call mean that nobody answered for the debtor. */
export const TASK_OUTCOMES = [
  'reached',
  'paid',
  'paying',
  'promise',
  'dispute',
  'invoice-not-received',
  'awaiting-approval',
  'done',
  'agency',
  'lawyer',
  'bailiff',
  'payment-order',
  'small-claims',
  'mediation',
  'given-up',
  'voicemail',
  'unreachable',
] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

const NOBODY_REACHED: ReadonlySet<TaskOutcome> = new Set<TaskOutcome>(['voicemail', 'unreachable']);

/**
 * A call or a task was done by a person. Its step is done, but for a call that reached nobody: that one stays
 * to be made and delays nothing. Refusals: `id_unknown`, `already_ended`, `not_a_task`,
 * `presentation_unknown`.
 */
export async function completeTask(
  scope: Scope,
  proposalId: string,
  outcome: TaskOutcome,
  spokeWith: string | null,
): Promise<{ readonly proposal: Proposal; readonly reached: boolean } | Refusal> {
  const proposal = await lockedTask(scope, proposalId);
  if ('refused' in proposal) return proposal;
  const reached = !NOBODY_REACHED.has(outcome);
  await recordContact(scope, {
    id: scope.newId(),
    debtorId: proposal.debtorId,
    on: scope.on,
    step: proposal.step,
    channel: proposal.channel,
    currency: proposal.currency,
    counts: proposal.step !== 'route' && proposal.channel === 'call',
    written: false,
    reached,
    answerBy: null,
    proposalId: proposal.id,
    outcome,
    spokeWith,
    state: 'done',
    items: reached ? proposal.items.filter(({ completes }) => completes) : [],
  });
  if (reached) await endProposal(scope, proposal.id, 'done');
  return { proposal, reached };
}

async function lockedTask(scope: Scope, proposalId: string): Promise<Proposal | Refusal> {
  const before = await proposalById(scope.tx, proposalId);
  if (before) await lockChain(scope, before.debtorId);
  const proposal = before && (await proposalById(scope.tx, proposalId));
  if (!proposal) return refuse('id_unknown', 'Cette tâche n’existe plus.', { id: proposalId });
  const id = shortId('rem', proposal.id);
  if (proposal.state !== 'proposed') return refuse('already_ended', `${id} est déjà terminée.`, { id });
  if (proposal.mode !== 'manual') {
    return refuse(
      'not_a_task',
      `${id} est un message\u00a0: approuvez-le (relance approve ${id}) ou passez-le.`,
      { id },
    );
  }
  if (proposal.reasons.some(({ code }) => code === 'presentation_unknown')) {
    const message = `Enregistrez la présentation du recommandé\u00a0: «\u00a0relance registered … --presented AAAA-MM-JJ\u00a0».`;
    return refuse('presentation_unknown', message, { id });
  }
  return proposal;
}
