import { sql } from 'kysely';
import { type Address, connected, session } from './connection.ts';
import type { Tx } from './db.ts';
import { OWNER } from './roles.ts';

/** Any constant: tells these locks from those of the cluster itself. */
const NAMES = 1_919_249_507;

/**
 * Holds a name among all that share the database, on any machine: waits while another session holds it
 * (`onWait` says so), until the answer is called or this session is gone, however it ends.
 */
export async function holdName(
  address: Address,
  name: string,
  onWait: () => void = () => undefined,
): Promise<() => Promise<void>> {
  const client = await connected(session(address, OWNER));
  const { rows } = await client.query('select pg_try_advisory_lock($1, hashtext($2)) as held', [NAMES, name]);
  if (!rows[0].held) {
    onWait();
    await client.query('select pg_advisory_lock($1, hashtext($2))', [NAMES, name]);
  }
  return async () => await client.end().catch(() => undefined);
}

/** Those of these names that no living session holds. */
export async function heldByNobody(tx: Tx, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as name
    where not exists (select from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.classid = ${NAMES}::oid and l.objsubid = 2
        and l.database = (select oid from pg_database where datname = current_database())
        and l.objid::bigint = (hashtext(name)::bigint & 4294967295))`.execute(tx);
  return rows.map((row) => row.name);
}
