import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { errorCode } from './postgres.ts';
import { refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';

export interface Migration {
  readonly number: number;
  /** The file's name. */
  readonly name: string;
  readonly sql: string;
  /** An older program must not work on a schema that has this one. */
  readonly breaking: boolean;
}

/** Any constant, but the same in every release: one program at a time migrates a database. */
const MIGRATING = 1_919_249_507;

/** The migrations of a folder in the order of their numbers. Throws when two bear the same number. */
export function readMigrations(folder: string): readonly Migration[] {
  const migrations: Migration[] = [];
  for (const name of readdirSync(folder).sort()) {
    const match = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name);
    if (!match) continue;
    const number = Number(match[1]);
    if (migrations.at(-1)?.number === number) throw new Error(`two migrations bear the number ${match[1]}`);
    const sql = readFileSync(join(folder, name), 'utf8');
    migrations.push({ number, name, sql, breaking: /^-- breaking\b/m.test(sql) });
  }
  return migrations;
}

/**
 * Brings the database to the newest schema: each missing migration in a transaction of its own, forward
 * only. Throws a RefusedError `schema_newer` when the database has a breaking migration that this program
 * does not know.
 */
export async function migrate(
  client: pg.Client,
  migrations: readonly Migration[],
  appliedAt: string,
): Promise<void> {
  if (pending(migrations, await applied(client)).length === 0) return;
  await client.query(`select pg_advisory_lock(${MIGRATING})`);
  try {
    await client.query(
      `create table if not exists schema_migrations (
         number integer primary key,
         name text not null,
         breaking boolean not null,
         applied_at timestamptz not null)`,
    );
    for (const migration of pending(migrations, await applied(client))) {
      await apply(client, migration, appliedAt);
    }
  } finally {
    await client.query(`select pg_advisory_unlock(${MIGRATING})`);
  }
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly breaking: boolean;
}

async function applied(client: pg.Client): Promise<readonly Applied[]> {
  try {
    const { rows } = await client.query<Applied>('select number, name, breaking from schema_migrations');
    return rows;
  } catch (error) {
    // 42P01, no such table: the database is new.
    if (errorCode(error) === '42P01') return [];
    throw error;
  }
}

function pending(migrations: readonly Migration[], done: readonly Applied[]): readonly Migration[] {
  const known = new Set(migrations.map((migration) => migration.number));
  const unknown = done.find((row) => row.breaking && !known.has(row.number));
  if (unknown) {
    throw new RefusedError(
      refuse(
        'schema_newer',
        `Une version plus récente de Relance a mis cette base à niveau (${unknown.name})\u00a0:` +
          ' installez cette version ou une suivante.',
        { migration: unknown.name },
      ),
    );
  }
  const finished = new Set(done.map((row) => row.number));
  return migrations.filter((migration) => !finished.has(migration.number));
}

async function apply(client: pg.Client, migration: Migration, appliedAt: string): Promise<void> {
  await client.query('begin');
  try {
    // First, so that a second program without our lock stops here and not half-way through the statements.
    await client.query('insert into schema_migrations values ($1, $2, $3, $4)', [
      migration.number,
      migration.name,
      migration.breaking,
      appliedAt,
    ]);
    await client.query(migration.sql);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`migration ${migration.name} failed: ${reason}`, { cause: error });
  }
}
