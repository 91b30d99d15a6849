import { sql } from 'kysely';
import type { Database } from '../platform/db.ts';

/** What is known of every creditor of the data folder before one is chosen. */
export interface CreditorName {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly timeZone: string;
}

/** Every creditor of the data folder, first come first. */
export async function listCreditors(database: Database): Promise<readonly CreditorName[]> {
  return await database.asOwner(async (tx) => {
    const { rows } = await sql<CreditorName>`
      select creditor_id as id, key, name, time_zone as "timeZone" from list_creditors()`.execute(tx);
    return rows;
  });
}
