import type { Day } from '../calendar/day.ts';
import type { Contact, ContactRole } from './debtor.ts';

/** E-mails, telephone and name of one role, as somebody states them. */
export interface StatedContact {
  readonly role: ContactRole;
  /** Absent: nothing is said of e-mails; empty: there is none. */
  readonly emails?: readonly string[];
  readonly phone?: string | null;
  readonly name?: string | null;
}

export interface ContactChanges {
  readonly added: readonly Contact[];
  readonly updated: readonly Contact[];
}

interface Stating {
  readonly source: Contact['source'];
  readonly on: Day;
  readonly newId: () => string;
}

/**
 * What a statement changes among the contacts of one debtor. A person states all there is for the role. A
 * file adds what is new and takes back only what a file had brought: an address that a person entered or
 * removed stays so.
 */
export function stateContact(
  known: readonly Contact[],
  stated: StatedContact,
  { source, on, newId }: Stating,
): ContactChanges {
  const own = known.filter((contact) => contact.role === stated.role);
  const added: Contact[] = [];
  const updated: Contact[] = [];
  const put = (field: 'email' | 'phone', value: string) => {
    const same = own.find((contact) => sameValue(contact[field], value));
    if (same) {
      const next = restate(same, stated, source);
      if (next) updated.push(next);
      return;
    }
    added.push({ ...blank(newId(), stated, source), [field]: value });
  };
  for (const email of stated.emails ?? []) put('email', email);
  if (stated.phone != null) put('phone', stated.phone);
  updated.push(...withdrawn(own, stated, source, on));
  return { added, updated };
}

function sameValue(known: string | null, stated: string): boolean {
  return known !== null && known.toLowerCase() === stated.toLowerCase();
}

function blank(id: string, stated: StatedContact, source: Contact['source']): Contact {
  return {
    id,
    name: stated.name ?? null,
    role: stated.role,
    email: null,
    phone: null,
    source,
    bouncedOn: null,
    removedOn: null,
  };
}

/** A known contact stated again; null when that changes nothing. */
function restate(contact: Contact, stated: StatedContact, source: Contact['source']): Contact | null {
  const name = stated.name ?? contact.name;
  if (source === 'entry') {
    // A person who states a bounced or removed address anew vouches for it.
    const vouched: Contact = { ...contact, name, source, bouncedOn: null, removedOn: null };
    return differs(contact, vouched) ? vouched : null;
  }
  if (contact.source === 'entry') return null;
  const next: Contact = { ...contact, name, removedOn: null };
  return differs(contact, next) ? next : null;
}

function differs(one: Contact, other: Contact): boolean {
  return (
    one.name !== other.name ||
    one.source !== other.source ||
    one.bouncedOn !== other.bouncedOn ||
    one.removedOn !== other.removedOn
  );
}

function withdrawn(
  own: readonly Contact[],
  stated: StatedContact,
  source: Contact['source'],
  on: Day,
): readonly Contact[] {
  // A file without any address says nothing: exports drop columns.
  const { emails, phone } = stated;
  const silent = source === 'import';
  const gone = own.filter((contact) => {
    if (contact.removedOn !== null) return false;
    if (source === 'import' && contact.source === 'entry') return false;
    if (contact.email !== null) {
      if (emails === undefined || (silent && emails.length === 0)) return false;
      return !emails.some((email) => sameValue(contact.email, email));
    }
    if (phone === undefined || (silent && phone === null)) return false;
    return phone === null || !sameValue(contact.phone, phone);
  });
  return gone.map((contact) => ({ ...contact, source, removedOn: on }));
}
