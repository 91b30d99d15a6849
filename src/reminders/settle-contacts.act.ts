import { appendMany, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { endLitigations, setContactStates } from './contacts.db.ts';
import { contactSettled } from './events.ts';

/**
 * What became of contacts: done, certainly not received (their steps are free again, one cycle further) or
 * doubtful. Those that are so already are left.
 */
export async function settleContacts(
  scope: Scope,
  contacts: readonly { readonly id: string; readonly debtorId: string }[],
  state: 'done' | 'undelivered' | 'doubtful',
): Promise<void> {
  if (contacts.length === 0) return;
  await lockChains(
    scope,
    contacts.map(({ debtorId }) => debtorId),
  );
  const changed = await setContactStates(
    scope,
    contacts.map(({ id }) => id),
    state,
  );
  const settled = contacts.filter(({ id }) => changed.has(id));
  if (state === 'undelivered') {
    for (const { id, debtorId } of settled) await endLitigations(scope, debtorId, null, id);
  }
  await appendMany(
    scope,
    contactSettled,
    settled.map(({ id, debtorId }) => ({ chain: debtorId, payload: { contact: id, state } })),
  );
}
