import { sql } from 'kysely';
import type { Mailbox } from '../courier/mail-address.ts';
import type { Tx } from '../platform/db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { type EmailFacts, recipientsAt } from '../reminders/recipients.ts';
import type { StepKey } from '../scenarios/steps.ts';

/** Who receives a step now: never the invoice-intake mailbox, never an address that bounced. */
export async function recipientsFor(tx: Tx, debtorId: string, step: StepKey): Promise<readonly Mailbox[]> {
  const { rows } = await sql<EmailFacts>`
    select coalesce(name, '') as name, email as address, role from debtor_contacts
    where debtor_id = ${debtorId} and email is not null and role <> 'invoice-intake'
      and removed_on is null and bounced_on is null
    order by role, id`.execute(tx);
  return recipientsAt(step, rows);
}

/** Message-IDs of the earlier e-mails about these items that left, oldest first: they make one thread. */
export async function threadOf(tx: Tx, proposal: Proposal): Promise<readonly string[]> {
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
