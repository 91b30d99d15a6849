import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { contactById, endLitigations, setContactState } from './contacts.db.ts';
import { contactSettled } from './events.ts';

/**
 * What became of a contact: done, certainly not received (its steps are free again, one cycle further) or
 * doubtful.
 */
export async function settleContact(
  scope: Scope,
  contactId: string,
  state: 'done' | 'undelivered' | 'doubtful',
): Promise<void> {
  const contact = await contactById(scope.tx, contactId);
  if (!contact) throw new Error(`no contact ${contactId}`);
  await lockChain(scope, contact.debtorId);
  if (!(await setContactState(scope, contactId, state))) return;
  if (state === 'undelivered') await endLitigations(scope, contact.debtorId, null, contactId);
  await append(scope, contact.debtorId, contactSettled, { contact: contactId, state });
}
