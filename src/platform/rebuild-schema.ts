import { sql } from 'kysely';
import type { Tx } from './db.ts';
import type { Migration } from './migrate.ts';

/** What tells this database from others, kept while its tables are made anew. */
export interface Place {
  readonly instance_id: string;
  readonly system_identifier: string;
  readonly marker_inode: string;
}

/**
 * Takes every table and function of ours away and makes those of `migrations` instead: a backup loads into
 * the schema it was taken from, and the later migrations then see its rows as they would have seen them
 * there.
 */
export async function rebuildSchema(tx: Tx, migrations: readonly Migration[], at: string): Promise<Place> {
  const { rows } = await sql<Place>`
    select instance_id, system_identifier, marker_inode from instance`.execute(tx);
  await sql`
    do $$
    declare found record;
    begin
      for found in
        select oid::regclass as name,
          case relkind when 'r' then 'table' when 'v' then 'view' else 'materialized view' end as kind
        from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm')
          and pg_get_userbyid(relowner) = current_user
      loop
        execute format('drop %s if exists %s cascade', found.kind, found.name);
      end loop;
      for found in
        select oid::regprocedure as name from pg_proc
        where pronamespace = 'public'::regnamespace and pg_get_userbyid(proowner) = current_user
      loop
        execute format('drop routine if exists %s cascade', found.name);
      end loop;
    end $$`.execute(tx);
  await sql`
    create table schema_migrations (
      number integer primary key, name text not null, breaking boolean not null, applied_at timestamptz not null
    )`.execute(tx);
  await applyMigrations(tx, migrations, at);
  return rows[0]!;
}

export async function applyMigrations(tx: Tx, migrations: readonly Migration[], at: string): Promise<void> {
  for (const { number, name, breaking, sql: statements } of migrations) {
    await sql`insert into schema_migrations values (${number}, ${name}, ${breaking}, ${at})`.execute(tx);
    await sql.raw(statements).execute(tx);
  }
}

/**
 * Says of which place this database is now; `isCopy`: its rows came from elsewhere, and it must not send.
 */
export async function markPlace(tx: Tx, place: Place, isCopy: boolean): Promise<void> {
  await sql`delete from instance`.execute(tx);
  await sql`
    insert into instance (instance_id, system_identifier, marker_inode, is_copy)
    values (${place.instance_id}, ${place.system_identifier}, ${place.marker_inode}, ${isCopy})`.execute(tx);
}
