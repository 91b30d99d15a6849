import { sql } from 'kysely';
import type { Reader } from './imports.db.ts';

/** An instalment that a release is about, and whose it is. */
export interface ReleasableItem {
  readonly id: string;
  readonly debtorId: string;
}

/** Instalments of these imports that wait in quarantine. */
export async function quarantinedItems(
  { tx, creditorId }: Reader,
  importIds: readonly string[],
): Promise<readonly ReleasableItem[]> {
  const { rows } = await sql<ReleasableItem>`
    select i.id, i.debtor_id as "debtorId" from instalments i
    where i.creditor_id = ${creditorId} and i.import_id = any(${importIds}::uuid[]) and i.released_on is null
    order by i.debtor_id, i.id`.execute(tx);
  return rows;
}

/**
 * Instalments released when already late, of which no step was done or skipped: where they start may still be
 * said. Of these imports; without any, those that wait for that choice.
 */
export async function unstartedItems(
  { tx, creditorId }: Reader,
  importIds: readonly string[] | null,
): Promise<readonly ReleasableItem[]> {
  const among = importIds === null ? sql`i.late_start = 'ask'` : sql`i.import_id = any(${importIds}::uuid[])`;
  const { rows } = await sql<ReleasableItem>`
    select i.id, i.debtor_id as "debtorId" from instalments i
    where i.creditor_id = ${creditorId} and ${among} and i.released_on > i.due_on
      and not exists (select from contact_items c
        where c.creditor_id = i.creditor_id and c.instalment_id = i.id)
      and not exists (select from skipped_steps s
        where s.creditor_id = i.creditor_id and s.instalment_id = i.id)
    order by i.debtor_id, i.id`.execute(tx);
  return rows;
}
