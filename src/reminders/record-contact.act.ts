import { toIso } from '../calendar/day.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { insertContact, insertContactItems, type NewContact } from './contacts.db.ts';
import { contactRecorded } from './events.ts';
import { noticePlanDate } from './notice-plan-date.act.ts';

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
  const { planDate } = contact;
  if (planDate) await noticePlanDate(scope, contact.debtorId, planDate, { contactId: contact.id });
}
