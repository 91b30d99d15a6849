import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { endProposal, proposalById } from '../reminders/proposals.db.ts';
import { recordContact } from '../reminders/record-contact.act.ts';
import { lettersPosted } from './events.ts';
import { batchesNamed, isBatchEmpty, markBatchPosted, simpleLettersOf } from './print-batches.db.ts';

export interface Posted {
  readonly batch: string;
  readonly letters: number;
  /** Contacts whose leading channel is the letter: their steps are done from this day on. */
  readonly contacts: number;
}

/**
 * A person says that a batch was posted: a reminder by letter is done that day. Registered letters are
 * recorded one by one, with their tracking numbers. Refusals: `id_unknown`, `id_ambiguous`, `batch_posted`,
 * `batch_recalled`.
 */
export async function markPosted(scope: Scope, typed: string): Promise<Posted | Refusal> {
  const [batch, other] = await batchesNamed(scope.tx, typed);
  if (!batch) return refuse('id_unknown', `Aucun lot d’impression «\u00a0${typed}\u00a0».`, { id: typed });
  if (other)
    return refuse('id_ambiguous', `Plusieurs lots commencent par «\u00a0${typed}\u00a0».`, { id: typed });
  if (await isBatchEmpty(scope.tx, batch.id)) {
    const id = shortId('lot', batch.id);
    const message = `Les courriers du lot ${id} ont été retirés ou refaits depuis\u00a0: ne le postez pas. S’ils sont déjà partis, écartez les relances refaites avec «\u00a0relance skip\u00a0».`;
    return refuse('batch_recalled', message, { id });
  }
  const letters = await simpleLettersOf(scope.tx, batch.id);
  const proposals = await Promise.all(letters.map(({ proposalId }) => proposalById(scope.tx, proposalId)));
  const debtors = proposals.flatMap((proposal) => proposal?.debtorId ?? []);
  await lockChains(scope, [...new Set(debtors), CREDITOR_CHAIN]);
  if (!(await markBatchPosted(scope, batch.id))) {
    const id = shortId('lot', batch.id);
    return refuse('batch_posted', `Le lot ${id} est déjà marqué posté.`, { id });
  }
  let contacts = 0;
  for (const proposal of proposals) {
    if (proposal?.state !== 'approved' || proposal.channel !== 'letter') continue;
    await recordContact(scope, {
      id: scope.newId(),
      debtorId: proposal.debtorId,
      on: scope.on,
      step: proposal.step,
      channel: 'letter',
      currency: proposal.currency,
      counts: proposal.step !== 'pre-due',
      written: true,
      reached: true,
      answerBy: proposal.answerBy,
      proposalId: proposal.id,
      outcome: null,
      spokeWith: null,
      state: 'done',
      items: [...proposal.items.filter(({ completes }) => completes), ...proposal.quiet],
    });
    await endProposal(scope, proposal.id, 'done');
    contacts += 1;
  }
  await append(scope, CREDITOR_CHAIN, lettersPosted, {
    batch: batch.id,
    letters: letters.map(({ letterId }) => letterId),
  });
  return { batch: shortId('lot', batch.id), letters: letters.length, contacts };
}
