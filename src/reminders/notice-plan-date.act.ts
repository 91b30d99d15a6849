import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { insertPlanDateNotice } from './contacts.db.ts';
import { planDateNoticed } from './events.ts';
import type { AnnouncedDate } from './verdict.ts';

/**
 * A date of a plan is announced by a contact, or left unannounced by a person: once, either way (unique
 * key).
 */
export async function noticePlanDate(
  scope: Scope,
  debtorId: string,
  { planId, position }: AnnouncedDate,
  by: { readonly contactId: string } | { readonly reason: string },
): Promise<void> {
  const cycle = await insertPlanDateNotice(scope, debtorId, { planId, position }, by);
  const contact = 'contactId' in by ? by.contactId : null;
  await append(scope, debtorId, planDateNoticed, { plan: planId, position, cycle, contact });
}
