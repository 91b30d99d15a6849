import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { ambiguousId } from '../platform/find-id.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { endProposal, proposalsById } from '../reminders/proposals.db.ts';
import { recordContact } from '../reminders/record-contact.act.ts';
import { lettersPosted } from './events.ts';
import {
  type BatchLetter,
  batchesNamed,
  lettersOfBatch,
  markBatchPosted,
  type StoredBatch,
} from './print-batches.db.ts';

/** A letter of a batch, and the contact that it belongs to. */
export interface LetterAndContact {
  readonly letter: BatchLetter;
  readonly contact: Proposal;
}

export interface Posted {
  readonly batch: string;
  /** The simple letters that count as posted. */
  readonly posted: readonly LetterAndContact[];
  /** Taken back or composed anew since they were printed: they count as never posted. */
  readonly leftOut: readonly LetterAndContact[];
  /** Registered letters of the batch whose deposit nobody has told yet. */
  readonly registered: readonly LetterAndContact[];
  /** Contacts whose leading channel is the letter: their steps are done from this day on. */
  readonly contacts: number;
}

/**
 * A person says that a batch was posted: a reminder by letter is done that day. Registered letters are
 * recorded one by one, with their tracking numbers. Refusals: `id_unknown`, `id_ambiguous`, `batch_posted`,
 * `batch_recalled`.
 */
export async function markPosted(scope: Scope, typed: string): Promise<Posted | Refusal> {
  const named = await batchesNamed(scope.tx, typed);
  const [batch, other] = named;
  if (!batch) return refuse('id_unknown', `Aucun lot d’impression «\u00a0${typed}\u00a0».`, { id: typed });
  if (other) {
    return ambiguousId(
      'lot',
      typed,
      named.map(({ id }) => id),
    );
  }
  const debtors = (await lettersOfBatch(scope.tx, batch.id)).map(({ debtorId }) => debtorId);
  await lockChains(scope, [...new Set(debtors), CREDITOR_CHAIN]);
  const letters = await lettersOfBatch(scope.tx, batch.id);
  const refused = await refusePosting(scope, batch, letters);
  if (refused) return refused;
  const known = new Map(
    (
      await proposalsById(
        scope.tx,
        letters.map(({ proposalId }) => proposalId),
      )
    ).map((proposal) => [proposal.id, proposal]),
  );
  const all = letters.map((letter) => ({ letter, contact: known.get(letter.proposalId)! }));
  const posted = all.filter(({ letter }) => letter.kind === 'letter' && letter.inForce);
  let contacts = 0;
  for (const { contact } of posted) {
    if (contact.state !== 'approved' || contact.channel !== 'letter') continue;
    await postContact(scope, contact);
    contacts += 1;
  }
  await append(scope, CREDITOR_CHAIN, lettersPosted, {
    batch: batch.id,
    letters: posted.map(({ letter }) => letter.letterId),
  });
  return {
    batch: shortId('lot', batch.id),
    posted,
    leftOut: all.filter(({ letter }) => !letter.inForce),
    registered: all.filter(
      ({ letter }) => letter.kind === 'registered' && letter.inForce && !letter.deposited,
    ),
    contacts,
  };
}

async function refusePosting(
  scope: Scope,
  batch: StoredBatch,
  letters: readonly BatchLetter[],
): Promise<Refusal | null> {
  const id = shortId('lot', batch.id);
  const already = refuse('batch_posted', `Le lot ${id} est déjà marqué posté.`, { id });
  if (batch.postedOn !== null) return already;
  if (!letters.some(({ inForce }) => inForce)) {
    const message = `Les courriers du lot ${id} ont été retirés ou refaits depuis\u00a0: ne le postez pas. S’ils sont déjà partis, écartez les relances refaites avec «\u00a0relance skip\u00a0».`;
    return refuse('batch_recalled', message, { id });
  }
  return (await markBatchPosted(scope, batch.id)) ? null : already;
}

async function postContact(scope: Scope, contact: Proposal): Promise<void> {
  await recordContact(scope, {
    id: scope.newId(),
    debtorId: contact.debtorId,
    on: scope.on,
    step: contact.step,
    channel: 'letter',
    currency: contact.currency,
    counts: contact.step !== 'pre-due',
    written: true,
    reached: true,
    answerBy: contact.answerBy,
    proposalId: contact.id,
    outcome: null,
    spokeWith: null,
    state: 'done',
    items: [...contact.items.filter(({ completes }) => completes), ...contact.quiet],
  });
  await endProposal(scope, contact.id, 'done');
}
