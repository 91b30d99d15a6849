import { messagesOfLetter } from '../courier/message-queries.db.ts';
import { lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { lettersOf } from '../letters/letters.db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalById } from '../reminders/proposals.db.ts';
import { recheckMails } from './recheck-mails.act.ts';
import { withdrawMail } from './withdraw-mail.act.ts';

/**
 * Looks again at an e-mail of another day that could not leave yet: what it says may not be true any more,
 * and the debtor's next contact waits for it. One approved since the last run is not in the outbox yet. False
 * when it may still leave, or when a process holds it or may have sent it.
 */
export async function withdrawAged(scope: Scope, seen: Proposal): Promise<boolean> {
  if (seen.on === scope.on) return false;
  await lockChain(scope, seen.debtorId);
  const proposal = await proposalById(scope.tx, seen.id);
  const email = (await lettersOf(scope.tx, seen.id)).find(({ kind }) => kind === 'email');
  const [message] = email ? await messagesOfLetter(scope, email.id) : [];
  if (proposal?.state !== 'approved') return false;
  if (message && (message.life.state !== 'reserved' || message.life.leaseUntil !== null)) return false;
  const [because = null] = await recheckMails(scope, [{ proposal, message: message ?? null }]);
  if (because === null) return false;
  await withdrawMail(scope, message ?? null, proposal, because, null);
  return true;
}
