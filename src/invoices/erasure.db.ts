import { sql } from 'kysely';
import type { Reader } from './invoices.db.ts';

/** Empties the texts of a debtor's invoices and credit notes; numbers, days and amounts stay. */
export async function eraseDocumentTexts({ tx, creditorId }: Reader, debtorId: string): Promise<void> {
  await sql`
    update invoices set description = null, order_reference = null, commitment = null, service_code = null,
      buyer_reference = null, assigned_to = null, assignee_iban = null, row_sha256 = null
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
  await sql`
    update credit_notes set description = null, row_sha256 = null
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
}
