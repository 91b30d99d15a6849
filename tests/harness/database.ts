import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { inject } from 'vitest';
import { connected } from '../../src/platform/connection.ts';
import { type Database, openAt } from '../../src/platform/db.ts';
import { withFileLock } from '../../src/platform/file-lock.ts';
import { attachCluster, type Cluster } from '../../src/platform/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    clusterFolder: string;
  }
}

const TEMPLATE = 'template';

let cluster: Promise<Cluster> | undefined;

/** This worker's place in the cluster of the run; the first worker to ask starts it. */
async function joinCluster(): Promise<Cluster> {
  const folder = inject('clusterFolder');
  const joined = await attachCluster(folder, { durable: false, keep: true });
  await withFileLock(join(folder, 'template.lock'), async () => await makeTemplate(joined, folder));
  return joined;
}

async function makeTemplate(joined: Cluster, folder: string): Promise<void> {
  const { rowCount } = await administer(joined, `select from pg_database where datname = '${TEMPLATE}'`);
  if (rowCount) return;
  const marked = join(folder, 'template');
  mkdirSync(marked, { recursive: true });
  const growing = await openAt(marked, async () => ({
    address: { ...addressOf(joined), database: 'growing' },
    cluster: null,
  }));
  // Without an instance: each copy becomes one of its own when it is first opened.
  await growing.asOwner(async (tx) => await tx.deleteFrom('instance').execute());
  await growing.close();
  await administer(joined, `alter database growing rename to ${TEMPLATE}`);
}

function addressOf(joined: Cluster) {
  const { host, port, user } = joined;
  return { host, port, user };
}

async function administer(joined: Cluster, statement: string): Promise<pg.QueryResult> {
  const client = await connected({ ...addressOf(joined), database: 'postgres' });
  return await client.query(statement).finally(() => client.end());
}

export interface FreshDatabase extends Database {
  /**
   * What a client of PostgreSQL needs to reach this database as its superuser, for a test that looks
   * behind.
   */
  readonly direct: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  };
}

let made = 0;

/**
 * A database of its own with every migration and no row, and an empty data folder; `close` drops both.
 * The cluster is real and one per run; nothing is shared between two calls.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  cluster ??= joinCluster();
  const joined = await cluster;
  made += 1;
  const name = `test_${process.pid}_${made}`;
  await administer(joined, `create database ${name} template ${TEMPLATE} owner relance_owner`);
  const direct = { ...addressOf(joined), database: name };
  const dataFolder = realpathSync(mkdtempSync(join(tmpdir(), 'relance-data-')));
  const database = await openAt(dataFolder, async () => ({ address: direct, cluster: null }));
  return {
    ...database,
    direct,
    close: async () => {
      await database.close();
      await administer(joined, `drop database ${name} with (force)`);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
