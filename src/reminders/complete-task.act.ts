import { lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { isLitigationTask } from './litigation-task.ts';
import type { Proposal } from './proposal.ts';
import { endProposal, proposalById } from './proposals.db.ts';
import { recordContact } from './record-contact.act.ts';

/** What a call or a task came to. The last two of a call mean that nobody answered for the debtor. */
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
  'waiting',
  'voicemail',
  'unreachable',
] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

const NOBODY_REACHED: ReadonlySet<TaskOutcome> = new Set<TaskOutcome>(['voicemail', 'unreachable']);

/**
 * A call or a task was done by a person. Its step is done, but for a call that reached nobody: that one stays
 * to be made and delays nothing. Refusals: `id_unknown`, `already_ended`, `not_a_task`,
 * `presentation_unknown`, `option_value_unknown` of an outcome that this task cannot have.
 */
export async function completeTask(
  scope: Scope,
  proposalId: string,
  outcome: TaskOutcome,
  spokeWith: string | null,
): Promise<{ readonly proposal: Proposal; readonly reached: boolean } | Refusal> {
  const proposal = await lockedTask(scope, proposalId);
  if ('refused' in proposal) return proposal;
  const unfit = refuseOutcome(proposal, outcome);
  if (unfit) return unfit;
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

/** To wait is for a debtor in litigation only: any other task would be done and forgotten. */
function refuseOutcome(proposal: Proposal, outcome: TaskOutcome): Refusal | null {
  const litigation = isLitigationTask(proposal);
  if (litigation ? !NOBODY_REACHED.has(outcome) : outcome !== 'waiting') return null;
  const id = shortId('rem', proposal.id);
  const message = litigation
    ? `${id} n’est pas un appel\u00a0: «\u00a0waiting\u00a0» la laisse attendre.`
    : `${id} ne peut pas attendre ainsi\u00a0: «\u00a0waiting\u00a0» ne vaut que pour un dossier au contentieux.`;
  return refuse('option_value_unknown', message, { option: 'outcome', value: outcome });
}

async function lockedTask(scope: Scope, proposalId: string): Promise<Proposal | Refusal> {
  const before = await proposalById(scope.tx, proposalId);
  if (before) await lockChain(scope, before.debtorId);
  const proposal = before && (await proposalById(scope.tx, proposalId));
  if (!proposal)
    return refuse('id_unknown', 'Cette tâche n’existe plus.', { id: shortId('rem', proposalId) });
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
