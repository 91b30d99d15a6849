import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { commitment, SALT_BYTES } from './commitment.ts';
import type { JournalReader } from './events.db.ts';
import { namedBytes, valueName } from './reference.ts';
import type { Scope } from './scope.ts';
import { hashBytes, hashFromBytes } from './sha256.ts';

/**
 * Keeps a value that a person may ask us to forget, and answers the name (`value:…`) that an event may hold
 * in its place. The same value kept twice has two names: equal hashes would tell that two people share it.
 */
export async function keepValue(scope: Scope, chain: string, value: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const sha = commitment(salt, value);
  await sql`
    insert into journal_values (creditor_id, digest, chain, salt, value)
    values (${scope.creditorId}, ${hashBytes(sha)}, ${chain}, ${salt}, ${value})`.execute(scope.tx);
  return valueName(sha);
}

/** The values kept for a chain, by their names; null once forgotten. */
export async function keptValues(
  reader: JournalReader,
  chain: string,
): Promise<ReadonlyMap<string, string | null>> {
  const { rows } = await sql<{ digest: Buffer; value: string | null }>`
    select digest, value from journal_values
    where creditor_id = ${reader.creditorId} and chain = ${chain}`.execute(reader.tx);
  return new Map(rows.map(({ digest, value }) => [valueName(hashFromBytes(digest)), value]));
}

/** Empties the row of a name and answers its chain; null when there was nothing left to forget. */
export async function forgetValue(scope: Scope, name: string): Promise<string | null> {
  const { rows } = await sql<{ chain: string }>`
    update journal_values set salt = null, value = null
    where creditor_id = ${scope.creditorId} and digest = ${namedBytes(name)} and value is not null
    returning chain`.execute(scope.tx);
  return rows[0]?.chain ?? null;
}
