import type { MessageRow } from '../courier/messages.db.ts';
import type { Scope } from '../journal/scope.ts';
import { contactOfProposal } from '../reminders/contacts.db.ts';
import { decisionsOn } from '../reminders/decisions.db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { obstacleTo } from '../reminders/recheck.ts';
import { recipientsFor } from '../reminders/recipients.db.ts';
import { settleContact } from '../reminders/settle-contact.act.ts';
import { isNoticeCopy } from './notice-copy.ts';

/** Why a message, made or still to be made, must not leave, by the books of the day; null: it may. */
export async function recheckMail(
  scope: Scope,
  proposal: Proposal,
  message: MessageRow | null,
): Promise<string | null> {
  if (isNoticeCopy(proposal)) return await copyObstacle(scope, proposal);
  await freeUnsent(scope, proposal);
  return await obstacle(scope, proposal, message);
}

/**
 * A claim that died before its message was marked left a contact behind: that message certainly never left.
 */
async function freeUnsent(scope: Scope, proposal: Proposal): Promise<void> {
  const left = await contactOfProposal(scope.tx, proposal.id);
  if (left?.state === 'sending') await settleContact(scope, left.id, 'undelivered');
}

async function obstacle(
  scope: Scope,
  proposal: Proposal,
  message: MessageRow | null,
): Promise<string | null> {
  if (proposal.state !== 'approved') return 'ended';
  const known = (await recipientsFor(scope.tx, proposal.debtorId, proposal.step)).map(({ address }) =>
    address.toLowerCase(),
  );
  if (message && !message.envelope.to.every((address) => known.includes(address.toLowerCase())))
    return 'address_changed';
  for await (const { creditor, debtor, scenario } of decisionsOn(scope.tx, scope.on, [proposal.debtorId])) {
    return obstacleTo(proposal, creditor, debtor, scenario, scope.on);
  }
  return 'debtor_gone';
}

/**
 * The copy of a registered letter follows it, unless the debt was settled meanwhile or the letter taken back.
 */
async function copyObstacle(scope: Scope, proposal: Proposal): Promise<string | null> {
  if ((await contactOfProposal(scope.tx, proposal.id)) === null) return 'not_deposited';
  for await (const { debtor } of decisionsOn(scope.tx, scope.on, [proposal.debtorId])) {
    const owed = proposal.items.some(({ id }) => debtor.items.some((item) => item.id === id));
    return owed ? null : 'settled';
  }
  return 'debtor_gone';
}
