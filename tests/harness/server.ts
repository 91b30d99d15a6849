import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import pg from 'pg';
import { connected } from '../../src/platform/connection.ts';
import { openAt } from '../../src/platform/db.ts';
import { withFileLock } from '../../src/platform/file-lock.ts';
import { attachCluster } from '../../src/platform/postgres.ts';

/** Where the databases of a run are, as a superuser reaches it. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** A database with every migration and no row, of this run alone. */
  readonly template: string;
}

/**
 * This process's place at the server of the run whose folder is `folder`: the embedded one, or whatever
 * RELANCE_TEST_DATABASE_URL names. The first to ask starts it and makes the template.
 */
export async function joinServer(folder: string): Promise<Server> {
  const { host, port, user } = givenServer() ?? (await attachCluster(folder, { durable: false, keep: true }));
  const server = { host, port, user, template: templateOf(folder) };
  await withFileLock(join(folder, 'template.lock'), async () => await makeTemplate(server, folder));
  return server;
}

/** Leaves a server that was given as it was found, but for our three roles. */
export async function leaveServer(folder: string): Promise<void> {
  const given = givenServer();
  if (given !== null) await administer(given, `drop database if exists ${templateOf(folder)}`);
}

type Place = Pick<Server, 'host' | 'port' | 'user'>;

function givenServer(): Place | null {
  const url = process.env.RELANCE_TEST_DATABASE_URL;
  if (!url) return null;
  const { host, port, user } = new pg.Client(url);
  return { host, port, user: user ?? 'postgres' };
}

function templateOf(folder: string): string {
  return basename(folder).replace(/\W/g, '_').toLowerCase();
}

async function makeTemplate(server: Server, folder: string): Promise<void> {
  const { host, port, user, template } = server;
  const { rowCount } = await administer(server, `select from pg_database where datname = '${template}'`);
  if (rowCount) return;
  const marked = join(folder, 'template');
  mkdirSync(marked, { recursive: true });
  const database = `${template}_growing`;
  const growing = await openAt(marked, async () => ({
    address: { host, port, user, database },
    cluster: null,
  }));
  // Without an instance: each copy becomes one of its own when it is first opened.
  await growing.asOwner(async (tx) => await tx.deleteFrom('instance').execute());
  await growing.close();
  await administer(server, `alter database ${database} rename to ${template}`);
}

/** One statement as the superuser, outside the databases of the tests. */
export async function administer(server: Place, statement: string): Promise<pg.QueryResult> {
  const { host, port, user } = server;
  const client = await connected({ host, port, user, database: 'postgres' });
  return await client.query(statement).finally(() => client.end());
}
