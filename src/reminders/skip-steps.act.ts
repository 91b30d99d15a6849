import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { keepValue } from '../journal/values.db.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { insertSkippedStep } from './contacts.db.ts';
import { stepsSkipped } from './events.ts';
import { isLitigationTask } from './litigation-task.ts';
import { noticePlanDate } from './notice-plan-date.act.ts';
import type { Proposal } from './proposal.ts';
import { endProposal, proposalById } from './proposals.db.ts';

/**
 * A person decided not to do a step, and says why: the next one comes on its own day. A letter may be skipped
 * until it is posted. Refusals: `id_unknown`, `already_approved` of an e-mail, `already_ended`,
 * `nothing_to_skip`.
 */
export async function skipSteps(
  scope: Scope,
  proposalId: string,
  reason: string,
): Promise<Proposal | Refusal> {
  const before = await proposalById(scope.tx, proposalId);
  if (before) await lockChain(scope, before.debtorId);
  const proposal = before && (await proposalById(scope.tx, proposalId));
  if (!proposal)
    return refuse('id_unknown', 'Cette proposition n’existe plus.', { id: shortId('rem', proposalId) });
  const id = shortId('rem', proposal.id);
  if (proposal.state === 'approved' && proposal.channel === 'email') {
    const message = `${id} est approuvée, elle part au prochain envoi\u00a0: pour la retenir, suspendez ses factures (relance hold).`;
    return refuse('already_approved', message, { id });
  }
  if (proposal.state !== 'proposed' && proposal.state !== 'approved')
    return refuse('already_ended', `${id} est déjà terminée.`, { id });
  if (isLitigationTask(proposal) || proposal.reasons.some(({ code }) => code === 'presentation_unknown')) {
    const remedy = isLitigationTask(proposal)
      ? `laissez-la attendre (relance done ${id} --outcome waiting)`
      : 'enregistrez la présentation (relance registered … --presented AAAA-MM-JJ)';
    const message = `${id} n’est pas une étape\u00a0: rien à passer, ${remedy}.`;
    return refuse('nothing_to_skip', message, { id });
  }
  const steps = [...proposal.items.filter(({ completes }) => completes), ...proposal.quiet];
  const kept = await keepValue(scope, proposal.debtorId, reason);
  for (const item of steps) await insertSkippedStep(scope, proposal.debtorId, item, kept);
  const { planDate } = proposal;
  if (planDate) await noticePlanDate(scope, proposal.debtorId, planDate, { reason: kept });
  await endProposal(scope, proposal.id, 'skipped');
  await append(scope, proposal.debtorId, stepsSkipped, {
    proposal: proposal.id,
    steps: steps.map((item) => ({ instalment: item.id, step: item.step })),
    reason: kept,
  });
  return proposal;
}
