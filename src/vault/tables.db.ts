import { sql } from 'kysely';
import type { Tx } from '../platform/db.ts';
import { ArchiveDamaged } from './archive.ts';
import type { TableHeader } from './backup-format.ts';

/** What belongs to the place and not to the data: its fingerprint, and which migrations made it. */
const OF_THE_PLACE = ['public.instance', 'public.schema_migrations'];

const ROWS_AT_ONCE = 1_000;
const CHUNK_BYTES = 4_000_000;

/** Every table of ours with its columns, in the order of names; generated columns make themselves. */
export async function listTables(tx: Tx): Promise<readonly TableHeader[]> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select n.nspname || '.' || c.relname as name,
      array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and n.nspname = 'public' and pg_get_userbyid(c.relowner) = current_user
    group by 1 order by 1`.execute(tx);
  return rows.filter((table) => !OF_THE_PLACE.includes(table.name));
}

/** The numbers of the migrations that this database has. */
export async function migrationsDone(tx: Tx): Promise<readonly number[]> {
  const { rows } = await sql<{ number: number }>`select number from schema_migrations order by 1`.execute(tx);
  return rows.map((row) => row.number);
}

/**
 * The rows of a table as lines of JSON, one array of texts a row, in slices of a few megabytes. A value is
 * the text that PostgreSQL itself gives and takes for its type: nothing passes through our own reading of it.
 */
export async function* dumpTable(
  tx: Tx,
  table: TableHeader,
): AsyncGenerator<{ readonly lines: string; readonly rows: number }> {
  const columns = sql.join(table.columns.map((column) => sql`${sql.ref(column)}::text`));
  await sql`
    declare dump no scroll cursor for
    select to_json(array[${columns}]::text[])::text as line from ${sql.table(table.name)}`.execute(tx);
  let lines = '';
  let count = 0;
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(ROWS_AT_ONCE)} from dump`.execute(tx);
    for (const { line } of rows) lines += `${line}\n`;
    count += rows.length;
    if (count > 0 && (rows.length === 0 || lines.length >= CHUNK_BYTES)) {
      yield { lines, rows: count };
      [lines, count] = ['', 0];
    }
    if (rows.length === 0) break;
  }
  await sql`close dump`.execute(tx);
}

/** Adds such lines to a table; answers how many. */
export async function loadRows(tx: Tx, table: TableHeader, lines: string): Promise<number> {
  const types = await columnTypes(tx, table.name);
  const columns = sql.join(table.columns.map((column) => sql.ref(column)));
  const values = sql.join(
    table.columns.map((column, index) => {
      const type = types.get(column);
      if (type === undefined) throw new ArchiveDamaged(`${table.name} has no column ${column}`);
      return sql`(r ->> ${sql.lit(index)})::${sql.raw(type)}`;
    }),
  );
  const rows = `[${lines.trimEnd().replaceAll('\n', ',')}]`;
  const { rows: loaded } = await sql<{ count: number }>`
    with loaded as (
      insert into ${sql.table(table.name)} (${columns}) overriding system value
      select ${values} from json_array_elements(${rows}::json) as r returning 1
    )
    select count(*)::integer as count from loaded`.execute(tx);
  return loaded[0]!.count;
}

async function columnTypes(tx: Tx, table: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname::text as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(tx);
  return new Map(rows.map((row) => [row.name, row.type]));
}

/** Whether no table of ours has a row. */
export async function isEmpty(tx: Tx): Promise<boolean> {
  for (const table of await listTables(tx)) {
    const { rows } = await sql`select 1 from ${sql.table(table.name)} limit 1`.execute(tx);
    if (rows.length > 0) return false;
  }
  return true;
}

export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Takes the foreign keys away, so that tables load in any order, and answers how to make them again. */
export async function dropForeignKeys(tx: Tx): Promise<readonly ForeignKey[]> {
  const { rows } = await sql<ForeignKey>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
    order by 1, 2`.execute(tx);
  for (const key of rows) {
    await sql`alter table ${sql.table(key.table)} drop constraint ${sql.ref(key.name)}`.execute(tx);
  }
  return rows;
}

/** Makes them again, which checks every row against them. */
export async function addForeignKeys(tx: Tx, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys) {
    await sql`alter table ${sql.table(table)} add constraint ${sql.ref(name)} ${sql.raw(definition)}`.execute(
      tx,
    );
  }
}
