import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { insertLitigation } from './contacts.db.ts';
import { litigationOpened } from './events.ts';

/**
 * From the deposit of a formal notice its debtor is followed by a person, no step leaves by itself any more.
 */
export async function openLitigation(
  scope: Scope,
  debtorId: string,
  contactId: string,
  owner: string,
): Promise<void> {
  const id = scope.newId();
  await insertLitigation(scope, { id, debtorId, contactId, owner });
  await append(scope, debtorId, litigationOpened, { litigation: id, contact: contactId });
}
