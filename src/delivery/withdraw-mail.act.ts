import { withdrawMessages } from '../courier/message-moves.db.ts';
import type { MessageRow } from '../courier/messages.db.ts';
import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { supersedeLetters } from '../letters/letters.db.ts';
import { contactWithdrawn } from '../reminders/events.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { endProposal } from '../reminders/proposals.db.ts';
import { messageWithdrawn } from './events.ts';

/** Takes back a message, if made already, and the contact it was for; `owner`: who holds it, or null. */
export async function withdrawMail(
  scope: Scope,
  message: MessageRow | null,
  proposal: Proposal,
  because: string,
  owner: string | null,
): Promise<void> {
  if (message !== null) await withdrawMessages(scope, [message.id], owner);
  if (proposal.state === 'approved') {
    await endProposal(scope, proposal.id, 'withdrawn');
    await supersedeLetters(scope, proposal.id);
    await append(scope, proposal.debtorId, contactWithdrawn, { proposal: proposal.id, because });
  }
  await append(scope, proposal.debtorId, messageWithdrawn, {
    message: message?.id ?? null,
    proposal: proposal.id,
    because,
  });
}
