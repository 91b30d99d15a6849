import type { MessageState } from '../courier/attempt.ts';
import type { Scope } from '../journal/scope.ts';
import { supersedeLetters } from '../letters/letters.db.ts';
import { endProposal } from '../reminders/proposals.db.ts';
import { settleContact } from '../reminders/settle-contact.act.ts';
import { settlementOf } from './settlement.ts';

/**
 * Writes what the state of a message makes of its contact and of what was proposed. Nothing for a text that
 * is no contact, and for the copy of a formal notice: its contact was made at the post office.
 */
export async function settleMessage(
  scope: Scope,
  of: { readonly contactId: string | null; readonly proposalId: string | null },
  state: MessageState,
): Promise<void> {
  const { contactId, proposalId } = of;
  const { contact, proposal } = settlementOf(state);
  if (contactId === null || contact === null) return;
  await settleContact(scope, contactId, contact);
  if (proposalId === null || proposal === null) return;
  await endProposal(scope, proposalId, proposal);
  if (proposal === 'withdrawn') await supersedeLetters(scope, proposalId);
}
