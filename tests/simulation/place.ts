import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openAt } from '../../src/platform/db.ts';
import { attachCluster } from '../../src/platform/postgres.ts';
import { removeCluster } from '../harness/remove-cluster.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { administer, joinServer } from '../harness/server.ts';

/** Where a simulation lives: a data folder of its own and the PostgreSQL that serves it. */
export interface Place {
  readonly folder: string;
  readonly database: Database;
  /** For questions behind the program's back, as the superuser of the server. */
  readonly ask: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  /** What a child process needs in its environment to work on the same books. */
  readonly environment: Readonly<Record<string, string>>;
  /** The postmaster is ours alone: it may be killed. */
  readonly own: boolean;
  readonly close: () => Promise<void>;
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

const PREFIX = 'relance-simulation-';

/** A data folder with its own embedded PostgreSQL, as a user has one; nothing of it stays after `close`. */
export async function openPlace(): Promise<Place> {
  await sweepDead();
  const folder = realpathSync(mkdtempSync(join(scratchFolder(), `${PREFIX}${process.pid}-`)));
  const attach = async () => await attachCluster(folder, { keep: true });
  const cluster = await attach();
  const { port, user } = cluster;
  // Killed and started again, it listens elsewhere.
  const address = (): Address => {
    const { socketFolder } = JSON.parse(readFileSync(join(folder, 'pg.json'), 'utf8'));
    return { host: socketFolder, port, user, database: 'relance' };
  };
  let first: typeof cluster | null = cluster;
  const database = await openAt(folder, async () => {
    const joined = first ?? (await attach());
    first = null;
    return { address: { host: joined.host, port, user, database: 'relance' }, cluster: joined };
  });
  return placeOf(folder, database, address, {
    own: true,
    environment: {},
    close: async () => {
      await database.close();
      await removeCluster(folder);
    },
  });
}

/** A database of its own in the cluster that a run of tests shares, whose folder is `shared`. */
export async function openLodging(shared: string): Promise<Place> {
  const server = await joinServer(shared);
  const name = `simulation_${process.pid}`;
  const { host, port, user } = server;
  await administer(server, `create database ${name} template ${server.template} owner relance_owner`);
  const folder = join(shared, name);
  mkdirSync(folder);
  const address = { host, port, user, database: name };
  const database = await openAt(folder, async () => ({ address, cluster: null }));
  const url = `postgresql://${user}@${encodeURIComponent(host)}:${port}/${name}`;
  return placeOf(folder, database, () => address, {
    own: false,
    environment: { DATABASE_URL: url },
    close: async () => {
      await database.close();
      await administer(server, `drop database ${name} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

function placeOf(
  folder: string,
  database: Database,
  address: () => Address,
  { own, environment, close }: Pick<Place, 'own' | 'environment' | 'close'>,
): Place {
  let client: pg.Client | null = null;
  const connect = async () => {
    if (client !== null) return client;
    const fresh = new pg.Client(address());
    fresh.on('error', () => {
      client = null;
    });
    fresh.on('end', () => {
      client = null;
    });
    await fresh.connect();
    // Days as their text, amounts as whole numbers: none reaches 2^53 cents.
    for (const type of [1082]) fresh.setTypeParser(type, (text: string) => text);
    fresh.setTypeParser(20, Number);
    client = fresh;
    return fresh;
  };
  return {
    folder,
    database,
    own,
    environment,
    ask: async (text, values = []) => (await (await connect()).query(text, [...values])).rows,
    close: async () => {
      await client?.end();
      await close();
    },
  };
}

/** What a killed simulation could not take away. */
async function sweepDead(): Promise<void> {
  for (const name of readdirSync(scratchFolder())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeCluster(join(scratchFolder(), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
