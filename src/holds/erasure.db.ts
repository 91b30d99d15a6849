import { sql } from 'kysely';
import type { Reader } from './holds.db.ts';

/** Empties the names of those who promised. */
export async function erasePromisers({ tx, creditorId }: Reader, debtorId: string): Promise<void> {
  await sql`
    update promises set made_by = null
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
}
