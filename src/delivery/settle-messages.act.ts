import type { MessageState } from '../courier/attempt.ts';
import type { Scope } from '../journal/scope.ts';
import { supersedeLetters } from '../letters/letters.db.ts';
import { endProposals } from '../reminders/proposals.db.ts';
import { settleContacts } from '../reminders/settle-contacts.act.ts';
import { settlementOf } from './settlement.ts';

export interface MessageToSettle {
  readonly debtorId: string;
  readonly contactId: string | null;
  readonly proposalId: string | null;
}

/**
 * Writes what the state of messages makes of their contacts and of what was proposed. Nothing for a text that
 * is no contact, and for the copy of a formal notice: its contact was made at the post office.
 */
export async function settleMessages(
  scope: Scope,
  messages: readonly MessageToSettle[],
  state: MessageState,
): Promise<void> {
  const { contact, proposal } = settlementOf(state);
  if (contact === null) return;
  const contacts = messages.flatMap(({ contactId, debtorId, proposalId }) =>
    contactId === null ? [] : [{ id: contactId, debtorId, proposalId }],
  );
  await settleContacts(scope, contacts, contact);
  if (proposal === null) return;
  const proposalIds = contacts.flatMap(({ proposalId }) => proposalId ?? []);
  await endProposals(scope, proposalIds, proposal);
  if (proposal !== 'withdrawn') return;
  for (const id of proposalIds) await supersedeLetters(scope, id);
}
