import { toIso } from '../calendar/day.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import {
  contactById,
  endLitigations,
  insertContact,
  insertContactItems,
  insertLitigation,
  type NewContact,
  setContactState,
} from './contacts.db.ts';
import { contactRecorded, contactSettled, litigationOpened } from './events.ts';

/** A contact made, or about to be made: its steps are done from here on, and done once (unique key). */
export async function recordContact(scope: Scope, contact: NewContact): Promise<void> {
  await lockChain(scope, contact.debtorId);
  await insertContact(scope, contact);
  const items = await insertContactItems(scope, contact);
  await append(scope, contact.debtorId, contactRecorded, {
    contact: contact.id,
    step: contact.step,
    channel: contact.channel,
    currency: contact.currency,
    state: contact.state,
    answerBy: contact.answerBy === null ? null : toIso(contact.answerBy),
    reached: contact.reached,
    items: items.map((item) => ({ ...item })),
  });
}

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
  if (state === 'undelivered') await endLitigations(scope, contact.debtorId, 'undelivered', contactId);
  await append(scope, contact.debtorId, contactSettled, { contact: contactId, state });
}

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
