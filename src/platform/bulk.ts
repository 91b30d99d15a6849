import { sql } from 'kysely';
import type { DB, Json } from '../../migrations/schema.d.ts';
import type { Tx } from './db.ts';

/** A row as JSON spells it: days as ISO text, bytes as `\\x…` (PostgreSQL's hexadecimal). */
export type BulkRow = Readonly<Record<string, string | number | boolean | null | Json>>;

/**
 * Rows a statement takes at a time. One JSON parameter holds them all (a statement has 65,535 parameters at
 * most, which is 2,600 invoices), and 5,000 keep it near 2 MB.
 */
const ROWS_AT_ONCE = 5_000;

/** Inserts many rows in few statements. Columns are those of the first row; each row has them all. */
export async function insertRows(tx: Tx, table: keyof DB, rows: readonly BulkRow[]): Promise<void> {
  let writing: Promise<unknown> = Promise.resolve();
  for (const slice of slices(rows, ROWS_AT_ONCE)) {
    const columns = sql.join(Object.keys(slice[0]!).map((name) => sql.ref(name)));
    // json is read in half the time of jsonb; while the server inserts a slice, the next one is spelt.
    const spelt = JSON.stringify(slice);
    await writing;
    writing = sql`
      insert into ${sql.table(table)} (${columns})
      select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${spelt}::json)`.execute(tx);
  }
  await writing;
}

/** Sets the given columns of many rows, found by `creditor_id` and `id`, which each row has. */
export async function updateRows(tx: Tx, table: keyof DB, rows: readonly BulkRow[]): Promise<void> {
  for (const slice of slices(rows, ROWS_AT_ONCE)) {
    const names = Object.keys(slice[0]!).filter((name) => name !== 'creditor_id' && name !== 'id');
    const changes = sql.join(names.map((name) => sql`${sql.ref(name)} = n.${sql.ref(name)}`));
    await sql`
      update ${sql.table(table)} as t set ${changes}
      from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(slice)}::json) as n
      where t.creditor_id = n.creditor_id and t.id = n.id`.execute(tx);
  }
}

/** A list in pieces of at most `size`, in order; none when it is empty. */
export function slices<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const pieces: T[][] = [];
  for (let from = 0; from < list.length; from += size) pieces.push(list.slice(from, from + size));
  return pieces;
}
