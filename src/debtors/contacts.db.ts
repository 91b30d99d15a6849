import { toIso } from '../calendar/day.ts';
import { type BulkRow, insertRows, slices, updateRows } from '../platform/bulk.ts';
import type { Contact, ContactRole } from './debtor.ts';
import type { Reader } from './debtors.db.ts';

const SOUGHT_AT_ONCE = 10_000;

/** A contact and whose it is. */
export interface ContactOf {
  readonly debtorId: string;
  readonly contact: Contact;
}

/** Contacts of the debtors, removed ones included, first come first. */
export async function contactsOf(
  reader: Reader,
  debtorIds: readonly string[],
): Promise<Map<string, Contact[]>> {
  const found = new Map<string, Contact[]>();
  for (const slice of slices(debtorIds, SOUGHT_AT_ONCE)) {
    const rows = await reader.tx
      .selectFrom('debtor_contacts')
      .selectAll()
      .where('creditor_id', '=', reader.creditorId)
      .where(({ eb, fn, val }) => eb('debtor_id', '=', fn.any(val([...slice]))))
      .orderBy('id')
      .execute();
    for (const row of rows) {
      const contact: Contact = {
        id: row.id,
        name: row.name,
        role: row.role as ContactRole,
        email: row.email,
        phone: row.phone,
        source: row.source as Contact['source'],
        bouncedOn: row.bounced_on,
        removedOn: row.removed_on,
      };
      const own = found.get(row.debtor_id);
      if (own) own.push(contact);
      else found.set(row.debtor_id, [contact]);
    }
  }
  return found;
}

export async function insertContacts(scope: Reader, contacts: readonly ContactOf[]): Promise<void> {
  await insertRows(
    scope.tx,
    'debtor_contacts',
    contacts.map((entry) => rowOf(scope, entry)),
  );
}

export async function updateContacts(scope: Reader, contacts: readonly ContactOf[]): Promise<void> {
  await updateRows(
    scope.tx,
    'debtor_contacts',
    contacts.map((entry) => rowOf(scope, entry)),
  );
}

function rowOf({ creditorId }: Reader, { debtorId, contact }: ContactOf): BulkRow {
  return {
    creditor_id: creditorId,
    id: contact.id,
    debtor_id: debtorId,
    name: contact.name,
    role: contact.role,
    email: contact.email,
    phone: contact.phone,
    source: contact.source,
    bounced_on: contact.bouncedOn === null ? null : toIso(contact.bouncedOn),
    removed_on: contact.removedOn === null ? null : toIso(contact.removedOn),
  };
}
