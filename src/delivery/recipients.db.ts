import { sql } from 'kysely';
import type { Mailbox } from '../courier/mail-address.ts';
import type { Tx } from '../platform/db.ts';
import { MACHINE } from '../reminders/approval.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { recipientsFor } from '../reminders/recipients.db.ts';

/** Message-IDs of the earlier e-mails about these items that left, oldest first: they make one thread. */
async function threadOf(tx: Tx, proposal: Proposal): Promise<readonly string[]> {
  const ids = proposal.items.map(({ id }) => id);
  const { rows } = await sql<{ messageId: string }>`
    select m.message_id as "messageId" from messages m
    join letters l on l.creditor_id = m.creditor_id and l.id = m.letter_id
    where m.debtor_id = ${proposal.debtorId} and m.state in ('sent', 'ambiguous') and m.message_id is not null
      and exists (select from contacts c join contact_items ci
        on ci.creditor_id = c.creditor_id and ci.contact_id = c.id
        where c.creditor_id = l.creditor_id and c.proposal_id = l.proposal_id
          and ci.instalment_id = any(${ids}::uuid[]))
    order by m.created_at, m.id`.execute(tx);
  return rows.map(({ messageId }) => messageId);
}

/** To whom a message goes, behind which ones, and whether a person let it leave. */
export interface Addressing {
  readonly recipients: readonly Mailbox[];
  readonly thread: readonly string[];
  readonly automatic: boolean;
}

export async function addressingOf(tx: Tx, proposal: Proposal): Promise<Addressing> {
  return {
    recipients: await recipientsFor(tx, proposal.debtorId, proposal.step),
    thread: await threadOf(tx, proposal),
    automatic: proposal.approvedBy === null || proposal.approvedBy === MACHINE,
  };
}

/** A text outside the steps goes to the accounts of the debtor, because a person asked for it. */
export async function noticeAddressing(tx: Tx, debtorId: string): Promise<Addressing> {
  return { recipients: await recipientsFor(tx, debtorId, 'contact'), thread: [], automatic: false };
}
