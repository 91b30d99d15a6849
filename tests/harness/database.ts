import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Database, openAt } from '../../src/platform/db.ts';
import { administer, joinServer, type Server } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    clusterFolder: string;
  }
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

let joined: Promise<Server> | undefined;
let made = 0;

/**
 * A database of its own with every migration and no row, and an empty data folder; `close` drops both.
 * The server is real and one per run; nothing is shared between two calls.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  joined ??= joinServer(inject('clusterFolder'));
  const server = await joined;
  const { host, port, user, template } = server;
  made += 1;
  const database = `test_${process.pid}_${made}`;
  await administer(server, `create database ${database} template ${template} owner relance_owner`);
  const direct = { host, port, user, database };
  const dataFolder = realpathSync(mkdtempSync(join(tmpdir(), 'relance-data-')));
  const opened = await openAt(dataFolder, async () => ({ address: direct, cluster: null }));
  return {
    ...opened,
    direct,
    close: async () => {
      await opened.close();
      await administer(server, `drop database ${database} with (force)`);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
