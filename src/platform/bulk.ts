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

/**
 * Inserts many rows in few statements. Columns are those of the first row; each row has them all. A column of
 * `jsonb` that holds most of the bytes may be named `wide`: the server then reads it once instead of twice.
 */
export async function insertRows(
  tx: Tx,
  table: keyof DB,
  rows: readonly BulkRow[],
  wide: string | null = null,
): Promise<void> {
  let writing: Promise<unknown> = Promise.resolve();
  for (const slice of slices(rows, ROWS_AT_ONCE)) {
    const names = Object.keys(slice[0]!);
    const columns = sql.join(names.map((name) => sql.ref(name)));
    // json is read in half the time of jsonb; while the server inserts a slice, the next one is spelt.
    const spelt = JSON.stringify(wide === null ? slice : slice.map((row) => ({ ...row, [wide]: null })));
    // JSON has no line break of its own: a value a line.
    const lines = wide === null ? null : slice.map((row) => JSON.stringify(row[wide])).join('\n');
    await writing;
    writing =
      lines === null
        ? sql`
      insert into ${sql.table(table)} (${columns})
      select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${spelt}::json)`.execute(tx)
        : sql`
      insert into ${sql.table(table)} (${columns})
      select ${sql.join(names.map((name) => (name === wide ? sql`string_to_table::jsonb` : sql.ref(name))))}
      from rows from (
        json_populate_recordset(null::${sql.table(table)}, ${spelt}::json),
        string_to_table(${lines}::text, ${'\n'}::text)
      ) as n`.execute(tx);
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
