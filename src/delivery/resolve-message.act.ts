import { resolveAmbiguous } from '../courier/message-moves.db.ts';
import { messagePage } from '../courier/message-queries.db.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { ambiguousId } from '../platform/find-id.ts';
import { idsNamed, parseIdReference, shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { contactOfMessage, proposalsOfLetters } from './dispatch.db.ts';
import { messageAnswered } from './events.ts';
import { settleMessages } from './settle-messages.act.ts';

/** Doubtful messages shown at once: a person settles them one by one. */
const SHOWN = 1000;

/**
 * A person says whether a doubtful message left. Sent: its steps are done. Not sent: they are free again, and
 * the contact is decided anew. No machine ever does this. Refusals: `id_unknown`, `id_ambiguous`,
 * `outcome_known`.
 */
export async function resolveMessage(
  scope: Scope,
  typed: string,
  as: 'sent' | 'not-sent',
): Promise<{ readonly message: string; readonly proposal: string | null } | Refusal> {
  const doubtful = await messagePage(scope, 'ambiguous', null, SHOWN);
  const byLetter = await proposalsOfLetters(
    scope.tx,
    doubtful.flatMap(({ letterId }) => letterId ?? []),
  );
  const reference = parseIdReference(typed);
  const found = doubtful.filter(({ id, letterId }) => {
    if (!reference) return false;
    const proposalId = letterId === null ? undefined : byLetter.get(letterId);
    return (
      idsNamed(reference, 'msg', [id]).length > 0 ||
      (proposalId !== undefined && idsNamed(reference, 'rem', [proposalId]).length > 0)
    );
  });
  const [message, other] = found;
  if (!message) {
    const text = `Aucun envoi à l’issue incertaine «\u00a0${typed}\u00a0».`;
    return refuse('id_unknown', text, { id: typed, doubtful: doubtful.map(({ id }) => shortId('msg', id)) });
  }
  if (other) {
    return ambiguousId(
      'msg',
      typed,
      found.map(({ id }) => id),
    );
  }
  await lockChain(scope, message.debtorId!);
  const resolved = await resolveAmbiguous(scope, message.id, as);
  if (isRefusal(resolved)) return resolved;
  const contactId = await contactOfMessage(scope.tx, message.letterId);
  const proposalId = message.letterId === null ? undefined : byLetter.get(message.letterId);
  const settled = { debtorId: message.debtorId!, contactId, proposalId: proposalId ?? null };
  await settleMessages(scope, [settled], resolved.life.state);
  await append(scope, message.debtorId!, messageAnswered, {
    message: message.id,
    contact: contactId,
    state: as === 'sent' ? 'sent' : 'failed',
    by: 'person',
    rehearsal: scope.rehearsal,
  });
  return { message: shortId('msg', message.id), proposal: proposalId ? shortId('rem', proposalId) : null };
}
