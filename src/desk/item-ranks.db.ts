import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/db.ts';
import type { ItemRank, ItemRanks } from './item-name.ts';

/** Of these debtors or of all. Few invoices have several items. */
export async function readItemRanks(tx: Tx, debtorIds: readonly string[] | null = null): Promise<ItemRanks> {
  return await ranksWhere(tx, debtorIds === null ? sql`true` : sql`debtor_id = any(${debtorIds}::uuid[])`);
}

/** Of the invoices of these items. */
export async function readRanksOf(tx: Tx, itemIds: readonly string[]): Promise<ItemRanks> {
  if (itemIds.length === 0) return new Map();
  return await ranksWhere(
    tx,
    sql`invoice_id = any(select invoice_id from instalments where id = any(${itemIds}::uuid[]))`,
  );
}

async function ranksWhere(tx: Tx, chosen: RawBuilder<unknown>): Promise<ItemRanks> {
  const { rows } = await sql<ItemRank & { id: string }>`
    select i.id, i.position, i.retention, n.count from instalments i
    join (
      select creditor_id, invoice_id, coalesce(max(position) filter (where not retention), 1) as count
      from instalments where ${chosen} group by creditor_id, invoice_id having count(*) > 1
    ) n on n.creditor_id = i.creditor_id and n.invoice_id = i.invoice_id`.execute(tx);
  return new Map(rows.map(({ id, ...rank }) => [id, rank]));
}
