import { sql } from 'kysely';
import type { Scope } from '../journal/scope.ts';

/** Empties the names of those who were spoken with. */
export async function eraseSpeakers({ tx, creditorId }: Scope, debtorId: string): Promise<void> {
  await sql`
    update contacts set spoke_with = null
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
}
