import { sql } from 'kysely';
import type { Tx } from '../platform/db.ts';

/**
 * Makes the transaction one view of one moment, and texts of values the same on every server. Must come first
 * in it.
 */
export async function takeSnapshot(tx: Tx): Promise<void> {
  await sql`set transaction isolation level repeatable read, read only`.execute(tx);
  await plainTexts(tx);
}

/** Dates and instants as ISO text, whatever the server's configuration says. */
export async function plainTexts(tx: Tx): Promise<void> {
  await sql`select set_config('datestyle', 'ISO, YMD', true), set_config('timezone', 'UTC', true),
    set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true)`.execute(tx);
}

/** The creditors that have a journal or documents. */
export async function creditorsRemembered(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ creditor_id: string }>`
    select creditor_id from journal_heads union select creditor_id from documents order by 1`.execute(tx);
  return rows.map((row) => row.creditor_id);
}
