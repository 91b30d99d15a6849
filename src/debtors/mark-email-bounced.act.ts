import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { contactsOf, updateContacts } from './contacts.db.ts';
import { emailBounced } from './events.ts';

/**
 * A message to this address came back: nothing more is written to it until a person states it anew. Answers
 * how many contacts bore it; 0, without an entry in the journal, when none did or it was known.
 */
export async function markEmailBounced(scope: Scope, debtorId: string, email: string): Promise<number> {
  await lockChain(scope, debtorId);
  const contacts = (await contactsOf(scope, [debtorId])).get(debtorId) ?? [];
  const bounced = contacts.filter(
    (contact) => contact.bouncedOn === null && contact.email?.toLowerCase() === email.trim().toLowerCase(),
  );
  if (bounced.length === 0) return 0;
  await updateContacts(
    scope,
    bounced.map((contact) => ({ debtorId, contact: { ...contact, bouncedOn: scope.on } })),
  );
  await append(scope, debtorId, emailBounced, { contacts: bounced.map((contact) => contact.id) });
  return bounced.length;
}
