import { describe, expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { seededIds } from '../platform/ids.ts';
import { type ContactChanges, stateContact } from './contacts.ts';
import type { Contact } from './debtor.ts';

const newId = seededIds(7);
const on = iso('2026-11-22');
const later = iso('2026-11-30');

function after(known: readonly Contact[], { added, updated }: ContactChanges): Contact[] {
  return [...known.map((contact) => updated.find((next) => next.id === contact.id) ?? contact), ...added];
}

function stated(
  known: readonly Contact[],
  source: Contact['source'],
  emails: readonly string[],
  day = on,
): Contact[] {
  return after(known, stateContact(known, { role: 'accounts', emails }, { source, on: day, newId }));
}

/** E-mails that may be reminded, as the decision reads them. */
const live = (contacts: readonly Contact[]) =>
  contacts.flatMap(({ email, role, bouncedOn, removedOn }) =>
    email !== null && role !== 'invoice-intake' && bouncedOn === null && removedOn === null ? [email] : [],
  );

describe('what a person states', () => {
  test('replaces what was known for the role', () => {
    const first = stated([], 'entry', ['a@x.fr', 'b@x.fr']);
    const second = stated(first, 'entry', ['b@x.fr', 'c@x.fr'], later);
    expect(live(second)).toEqual(['b@x.fr', 'c@x.fr']);
    expect(live(stated(second, 'entry', []))).toEqual([]);
  });

  test('stated anew, an address that bounced is trusted again', () => {
    const [contact] = stated([], 'entry', ['a@x.fr']);
    const bounced = [{ ...contact!, bouncedOn: on }];
    expect(live(bounced)).toEqual([]);
    expect(live(stated(bounced, 'entry', ['A@x.fr'], later))).toEqual(['a@x.fr']);
  });

  test('a telephone alone leaves the e-mails', () => {
    const known = stated([], 'entry', ['a@x.fr']);
    const changes = stateContact(
      known,
      { role: 'accounts', phone: '+33472000000' },
      { source: 'entry', on, newId },
    );
    const contacts = after(known, changes);
    expect(live(contacts)).toEqual(['a@x.fr']);
    expect(contacts.map((contact) => contact.phone)).toEqual([null, '+33472000000']);
  });
});

describe('what a file brings', () => {
  test('the same file twice changes nothing', () => {
    const known = stated([], 'import', ['a@x.fr']);
    expect(
      stateContact(known, { role: 'accounts', emails: ['a@x.fr'] }, { source: 'import', on: later, newId }),
    ).toEqual({ added: [], updated: [] });
  });

  test('a later file takes back what a file brought, and may bring it again', () => {
    const first = stated([], 'import', ['a@x.fr']);
    const second = stated(first, 'import', ['b@x.fr'], later);
    expect(live(second)).toEqual(['b@x.fr']);
    expect(live(stated(second, 'import', ['a@x.fr'], later))).toEqual(['a@x.fr']);
  });

  test('never touches what a person entered or removed', () => {
    const entered = stated([], 'entry', ['good@x.fr']);
    const both = stated(entered, 'import', ['old@x.fr']);
    const cleaned = stated(both, 'entry', ['good@x.fr'], later);
    expect(live(stated(cleaned, 'import', ['old@x.fr'], later))).toEqual(['good@x.fr']);
  });

  test('a file without any address says nothing of addresses', () => {
    const known = stated([], 'import', ['a@x.fr']);
    expect(live(stated(known, 'import', []))).toEqual(['a@x.fr']);
  });

  test('does not bring back an address that bounced', () => {
    const [contact] = stated([], 'import', ['a@x.fr']);
    const bounced = [{ ...contact!, bouncedOn: on }];
    expect(live(stated(bounced, 'import', ['a@x.fr'], later))).toEqual([]);
  });
});

test('the mailbox that takes in invoices is never reminded', () => {
  const { added } = stateContact(
    [],
    { role: 'invoice-intake', emails: ['factures@x.fr'], phone: '+33100000000' },
    { source: 'entry', on, newId },
  );
  expect(added).toHaveLength(2);
  expect(live(added)).toEqual([]);
});
