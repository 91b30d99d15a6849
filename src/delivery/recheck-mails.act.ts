import type { MessageRow } from '../courier/messages.db.ts';
import type { Scope } from '../journal/scope.ts';
import { contactsOfProposals } from '../reminders/contacts.db.ts';
import { type DecidedDebtor, decidedSlices } from '../reminders/decisions.db.ts';
import type { DebtorFacts } from '../reminders/facts.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { obstacleTo } from '../reminders/recheck.ts';
import { recipientsAt } from '../reminders/recipients.ts';
import { settleContacts } from '../reminders/settle-contacts.act.ts';
import { isNoticeCopy } from './notice-copy.ts';

/** An e-mail about to leave, or still to be made (`message` null), and the contact it is for. */
export interface MailToRecheck {
  readonly proposal: Proposal;
  readonly message: MessageRow | null;
}

/**
 * Why each e-mail, made or still to be made, must not leave, by the books of the day; null: it may. The facts
 * are read once for all, so no two are of one debtor: what the first does would change what the second may.
 */
export async function recheckMails(
  scope: Scope,
  mails: readonly MailToRecheck[],
): Promise<readonly (string | null)[]> {
  const contacts = await contactsOfProposals(
    scope.tx,
    mails.map(({ proposal }) => proposal),
  );
  // A claim that died before its message was marked left a contact behind: that message certainly never left.
  const left = mails.flatMap(({ proposal }) => {
    const contact = contacts.get(proposal.id);
    return !isNoticeCopy(proposal) && contact?.state === 'sending' ? [contact] : [];
  });
  await settleContacts(scope, left, 'undelivered');
  const debtorIds = mails.map(({ proposal }) => proposal.debtorId);
  const found = new Map<string, DecidedDebtor>();
  if (debtorIds.length > 0) {
    for await (const slice of decidedSlices(scope.tx, scope.on, debtorIds))
      for (const one of slice) found.set(one.debtor.id, one);
  }
  return mails.map((mail) => {
    const { proposal } = mail;
    const decided = found.get(proposal.debtorId);
    if (isNoticeCopy(proposal)) return copyObstacle(mail, contacts.has(proposal.id), decided);
    return obstacle(scope, mail, decided);
  });
}

function obstacle(
  { on }: Scope,
  { proposal, message }: MailToRecheck,
  decided: DecidedDebtor | undefined,
): string | null {
  if (proposal.state !== 'approved') return 'ended';
  if (!decided) return 'debtor_gone';
  const { creditor, debtor, scenario } = decided;
  if (!stillReaches(proposal, message, debtor)) return 'address_changed';
  return obstacleTo(proposal, creditor, debtor, scenario, on);
}

/** Whether it would go to addresses that the debtor has today, and to no other. */
function stillReaches({ step }: Proposal, message: MessageRow | null, { emails }: DebtorFacts): boolean {
  const known = new Set(recipientsAt(step, emails).map(({ address }) => address.toLowerCase()));
  return message === null || message.envelope.to.every((address) => known.has(address.toLowerCase()));
}

/**
 * The copy of a registered letter follows it, unless the debt was settled meanwhile, the letter taken back,
 * or its address is the debtor's no more.
 */
function copyObstacle(
  { proposal, message }: MailToRecheck,
  deposited: boolean,
  decided: DecidedDebtor | undefined,
): string | null {
  if (!deposited) return 'not_deposited';
  if (!decided) return 'debtor_gone';
  if (!stillReaches(proposal, message, decided.debtor)) return 'address_changed';
  const owed = proposal.items.some(({ id }) => decided.debtor.items.some((item) => item.id === id));
  return owed ? null : 'settled';
}
