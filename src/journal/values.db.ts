import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { commitment, SALT_BYTES } from './commitment.ts';
import type { JournalReader } from './events.db.ts';
import { namedBytes, valueName } from './reference.ts';
import type { Scope } from './scope.ts';
import { hashBytes } from './sha256.ts';

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

/** The value of a name; null once it is forgotten, or when it was never kept. */
export async function readValue(reader: JournalReader, name: string): Promise<string | null> {
  const { rows } = await sql<{ value: string | null }>`
    select value from journal_values
    where creditor_id = ${reader.creditorId} and digest = ${namedBytes(name)}`.execute(reader.tx);
  return rows[0]?.value ?? null;
}

/** Empties the row of a name and answers its chain; null when there was nothing left to forget. */
export async function forgetValue(scope: Scope, name: string): Promise<string | null> {
  const { rows } = await sql<{ chain: string }>`
    update journal_values set salt = null, value = null
    where creditor_id = ${scope.creditorId} and digest = ${namedBytes(name)} and value is not null
    returning chain`.execute(scope.tx);
  return rows[0]?.chain ?? null;
}
