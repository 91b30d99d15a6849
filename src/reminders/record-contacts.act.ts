import { toIso } from '../calendar/day.ts';
import { appendMany, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { insertContactItems, insertContacts, type NewContact } from './contacts.db.ts';
import { contactRecorded } from './events.ts';
import { noticePlanDate } from './notice-plan-date.act.ts';

/** Contacts made, or about to be made: their steps are done from here on, and done once (unique key). */
export async function recordContacts(scope: Scope, contacts: readonly NewContact[]): Promise<void> {
  if (contacts.length === 0) return;
  await lockChains(
    scope,
    contacts.map(({ debtorId }) => debtorId),
  );
  await insertContacts(scope, contacts);
  const items = await insertContactItems(scope, contacts);
  await appendMany(
    scope,
    contactRecorded,
    contacts.map((contact) => ({
      chain: contact.debtorId,
      payload: {
        contact: contact.id,
        step: contact.step,
        channel: contact.channel,
        currency: contact.currency,
        state: contact.state,
        answerBy: contact.answerBy === null ? null : toIso(contact.answerBy),
        reached: contact.reached,
        items: (items.get(contact.id) ?? []).map((item) => ({ ...item })),
      },
    })),
  );
  for (const { id, debtorId, planDate } of contacts) {
    if (planDate) await noticePlanDate(scope, debtorId, planDate, { contactId: id });
  }
}
