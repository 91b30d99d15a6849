import { sql } from 'kysely';
import type { DebtorName } from './debtor.ts';
import type { Reader } from './debtors.db.ts';

/**
 * Every debtor of the creditor, to be recognised by a folded name: SQL cannot fold as the readers of files
 * do.
 */
export async function debtorNames({ tx, creditorId }: Reader): Promise<readonly DebtorName[]> {
  const { rows } = await sql<DebtorName>`
    select id, key, name, nullif(address ->> 'postcode', '') as postcode from debtors
    where creditor_id = ${creditorId} order by id`.execute(tx);
  return rows;
}
