import { sql } from 'kysely';
import type { Tx } from '../platform/db.ts';
import type { ItemRank, ItemRanks } from './item-name.ts';

/** Of these debtors or of all: few invoices have several items, so that all are read at once. */
export async function readItemRanks(tx: Tx, debtorIds: readonly string[] | null = null): Promise<ItemRanks> {
  const { rows } = await sql<ItemRank & { id: string }>`
    select i.id, i.position, i.retention, n.count from instalments i
    join (
      select creditor_id, invoice_id, coalesce(max(position) filter (where not retention), 1) as count
      from instalments where ${debtorIds === null ? sql`true` : sql`debtor_id = any(${debtorIds}::uuid[])`}
      group by creditor_id, invoice_id having count(*) > 1
    ) n on n.creditor_id = i.creditor_id and n.invoice_id = i.invoice_id`.execute(tx);
  return new Map(rows.map(({ id, ...rank }) => [id, rank]));
}
