import { sql } from 'kysely';
import { type Address, connected, session } from './connection.ts';
import type { Tx } from './db.ts';
import { OWNER } from './roles.ts';

/** Any constant: tells these locks from those of the cluster itself. */
const ALIVE = 1_919_249_507;

/**
 * Says that a process of this name lives, until the answer is called or its session is gone, however it ends:
 * PostgreSQL lets go of the lock. On any machine that shares the database.
 */
export async function sayAlive(address: Address, name: string): Promise<() => Promise<void>> {
  const client = await connected(session(address, OWNER));
  await client.query('select pg_advisory_lock($1, hashtext($2))', [ALIVE, name]);
  return async () => await client.end().catch(() => undefined);
}

/** Those of these names that no living session has said. */
export async function goneAmong(tx: Tx, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as name
    where not exists (select from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.classid = ${ALIVE}::oid and l.objsubid = 2
        and l.database = (select oid from pg_database where datname = current_database())
        and l.objid::bigint = (hashtext(name)::bigint & 4294967295))`.execute(tx);
  return rows.map((row) => row.name);
}
