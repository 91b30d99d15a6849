import type { Scope } from '../journal/scope.ts';
import type { NewContact } from './contacts.db.ts';
import { recordContacts } from './record-contacts.act.ts';

/** As `recordContacts`, for one. */
export async function recordContact(scope: Scope, contact: NewContact): Promise<void> {
  await recordContacts(scope, [contact]);
}
