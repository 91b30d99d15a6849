import { sql } from 'kysely';
import type { Reader } from './payments.db.ts';

/** Empties what the bank's words and the keys made of them could tell of a debtor; days and amounts stay. */
export async function erasePaymentTexts({ tx, creditorId }: Reader, debtorId: string): Promise<void> {
  await sql`
    update payments set reference = null, row_key = null, reversal_row_key = null
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
}
