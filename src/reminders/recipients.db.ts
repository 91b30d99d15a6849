import { sql } from 'kysely';
import type { Tx } from '../platform/db.ts';
import type { StepKey } from '../scenarios/steps.ts';
import { type EmailFacts, recipientsAt } from './recipients.ts';

/** Who receives a step now: never the invoice-intake mailbox, never an address that bounced. */
export async function recipientsFor(tx: Tx, debtorId: string, step: StepKey): Promise<readonly EmailFacts[]> {
  const { rows } = await sql<EmailFacts>`
    select coalesce(name, '') as name, email as address, role from debtor_contacts
    where debtor_id = ${debtorId} and email is not null and role <> 'invoice-intake'
      and removed_on is null and bounced_on is null
    order by role, id`.execute(tx);
  return recipientsAt(step, rows);
}
