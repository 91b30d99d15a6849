import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openAt } from '../src/platform/db.ts';
import { attachCluster } from '../src/platform/postgres.ts';

/** The database of one side: the embedded PostgreSQL as the product starts it, fsync on. */
export interface BenchDatabase extends Database {
  /** What a client of PostgreSQL needs to reach it as its superuser, for a reference and for counting. */
  readonly direct: pg.ClientConfig;
}

const TEMPLATE = 'bench_template';

/**
 * Makes the database that each side then works on a copy of: migrated, with what `fill` puts into it. For
 * `prepare`.
 */
export async function makeTemplate(
  folder: string,
  fill: (database: Database) => Promise<void>,
): Promise<void> {
  const dataFolder = dataFolderOf(folder);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const cluster = await attachCluster(dataFolder);
  const { host, port, user } = cluster;
  const address = { host, port, user, database: TEMPLATE };
  const database = await openAt(dataFolder, async () => ({ address, cluster: null }));
  await fill(database)
    .finally(() => database.close())
    .finally(() => cluster.release());
}

/**
 * Runs `work` on a new copy of the template, which is dropped after: every round finds the same rows, the
 * same indexes, and nothing left to be written of the round before.
 */
export async function onCopy<T>(folder: string, work: (database: BenchDatabase) => Promise<T>): Promise<T> {
  const dataFolder = dataFolderOf(folder);
  const cluster = await attachCluster(dataFolder);
  const { host, port, user } = cluster;
  const server = new pg.Client({ host, port, user, database: 'postgres' });
  await server.connect();
  const name = `bench_${process.pid}`;
  try {
    await server.query(`create database ${name} template ${TEMPLATE} owner relance_owner`);
    const direct = { host, port, user, database: name };
    const database = await openAt(dataFolder, async () => ({ address: direct, cluster: null }));
    await server.query('checkpoint');
    return await work({ ...database, direct }).finally(() => database.close());
  } finally {
    await server.query(`drop database if exists ${name} with (force)`);
    await server.end();
    await cluster.release();
  }
}

function dataFolderOf(folder: string): string {
  return join(folder, 'data');
}
