import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/platform/db.ts';
import { holdDatabase } from '../harness/holder.ts';
import { removeCluster } from '../harness/remove-cluster.ts';
import { scratchFolder } from '../harness/scratch.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

function succeeds(file: string, args: readonly string[], uid: number | undefined): boolean {
  return spawnSync(file, args, { cwd: '/', ...(uid === undefined ? {} : { uid, gid: uid }) }).status === 0;
}

/** False in a clone that only root may enter. */
const nobodyReaches =
  isRoot && succeeds('/bin/sh', ['-c', 'test -r "$1"', 'sh', import.meta.filename], NOBODY);
/** False in many containers. */
const hasUserNamespaces =
  isRoot && succeeds('unshare', ['--user', `--map-user=${NOBODY}`, 'true'], undefined);

let folder: string;

/** A cluster at rest, made once: creation takes ten times as long as a copy. */
let seed: string;

beforeAll(async () => {
  seed = mkdtempSync(join(scratchFolder(), 'relance-seed-'));
  folder = seed;
  await marks();
});

afterAll(async () => await removeCluster(seed));

beforeEach(() => {
  folder = mkdtempSync(join(scratchFolder(), 'relance-folder-'));
});

afterEach(async () => await removeCluster(folder));

function withCluster(): void {
  cpSync(join(seed, 'pg'), join(folder, 'pg'), { recursive: true });
}

interface State {
  readonly way: string;
  readonly home: string;
  readonly socketFolder: string;
}

function state(): State {
  return JSON.parse(readFileSync(join(folder, 'pg.json'), 'utf8'));
}

function postmaster(): number | null {
  const file = join(state().home, '18', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

/** What a commit left, seen through a fresh opening of the folder. */
async function marks(): Promise<readonly string[]> {
  const database = await openDatabase({ dataFolder: folder });
  try {
    return await database.asOwner(async (tx) => {
      await sql`create table if not exists marks (name text)`.execute(tx);
      const { rows } = await sql<{ name: string }>`select name from marks order by name`.execute(tx);
      return rows.map((row) => row.name);
    });
  } finally {
    await database.close();
  }
}

async function leaveMark(name: string): Promise<void> {
  await marks();
  const database = await openDatabase({ dataFolder: folder });
  await database.asOwner(async (tx) => await sql`insert into marks values (${name})`.execute(tx));
  await database.close();
}

test('the first to open starts the cluster, the last to close stops it, and the data stay', async () => {
  await leaveMark('kept');
  expect(postmaster()).toBeNull();
  expect(existsSync(state().socketFolder)).toBe(false);
  expect(await marks()).toEqual(['kept']);
});

test('the cluster has no network, checks its pages, and orders by code point', async () => {
  const database = await openDatabase({ dataFolder: folder });
  const { rows } = await database.asOwner(
    async (tx) =>
      await sql<Record<string, unknown>>`
        select current_setting('listen_addresses') as network, current_setting('data_checksums') as checksums,
          current_setting('server_encoding') as encoding, lower('ÉTÉ') as small, 'a' > 'B' as by_code_point,
          array(select word from unnest(array['eb', 'éa', 'ec']) word
            order by word collate "fr-x-icu") as french`.execute(tx),
  );
  await database.close();
  expect(rows[0]).toEqual({
    network: '',
    checksums: 'on',
    encoding: 'UTF8',
    small: 'été',
    by_code_point: true,
    french: ['éa', 'eb', 'ec'],
  });
});

test('several commands at once on a new folder share one cluster; one of them serves', async () => {
  const holders = await Promise.all([1, 2, 3].map(async () => await holdDatabase(folder)));
  expect(holders.filter((holder) => holder.serves)).toHaveLength(1);
  const pid = postmaster();
  await holders[0]!.close();
  await holders[1]!.close();
  expect(postmaster()).toBe(pid);
  await holders[2]!.close();
  expect(postmaster()).toBeNull();
});

test('commands that come and go together always find a database', async () => {
  withCluster();
  await leaveMark('steady');
  const rounds = Array.from({ length: 12 }, async (_, index) => {
    await sleep((index % 4) * 30);
    return await marks();
  });
  for (const round of await Promise.all(rounds)) expect(round).toEqual(['steady']);
  expect(postmaster()).toBeNull();
});

test('a client killed without a word leaves the cluster to the next, which stops it', async () => {
  withCluster();
  await leaveMark('before');
  const holder = await holdDatabase(folder);
  const pid = postmaster();
  await holder.kill('SIGKILL');
  expect(postmaster()).toBe(pid);
  // The first to close may still see the session of the dead; the one after it does not.
  for (let client = 0; client < 5 && postmaster() !== null; client += 1) {
    expect(await marks()).toEqual(['before']);
  }
  expect(postmaster()).toBeNull();
});

test('a Ctrl-C leaves no database running', async () => {
  withCluster();
  const holder = await holdDatabase(folder);
  await holder.kill('SIGINT');
  expect(holder.child.signalCode).toBe('SIGINT');
  expect(postmaster()).toBeNull();
});

test('a postmaster that is killed loses nothing, and its next client starts another', async () => {
  withCluster();
  await leaveMark('committed');
  const database = await openDatabase({ dataFolder: folder });
  const killed = postmaster()!;
  process.kill(killed, 'SIGKILL');
  const rows = await eventually(
    async () => await database.asOwner(async (tx) => (await sql`select name from marks`.execute(tx)).rows),
  );
  expect(rows).toEqual([{ name: 'committed' }]);
  expect(postmaster()).not.toBe(killed);
  await database.close();
  expect(await marks()).toEqual(['committed']);
});

/** A transaction cut by the death of its server fails, as it must; the next ones find the new server. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

test('a pid file that names a stranger is cleared, and the stranger left alone', async () => {
  withCluster();
  await leaveMark('kept');
  const { home } = state();
  const stranger = process.pid;
  writeFileSync(
    join(home, '18', 'postmaster.pid'),
    `${stranger}\n${join(home, '18')}\n1\n5432\n/tmp\n\n0 0\nready\n`,
  );
  expect(await marks()).toEqual(['kept']);
  expect(postmaster()).toBeNull();
});

test('a cluster whose socket was swept away is stopped and started anew', async () => {
  withCluster();
  await leaveMark('kept');
  const holder = await holdDatabase(folder);
  rmSync(state().socketFolder, { recursive: true });
  expect(await marks()).toEqual(['kept']);
  await holder.kill('SIGKILL');
});

test('a creation cut short is begun again', async () => {
  mkdirSync(join(folder, 'pg', '18.new', 'base'), { recursive: true });
  expect(await marks()).toEqual([]);
  expect(readdirSync(state().home)).not.toContain('18.new');
});

test('R13: what a killed process goes on creating does not take the next creation away', async () => {
  const killed = spawn(process.execPath, [join(import.meta.dirname, '../harness/hold-database.ts'), folder], {
    stdio: 'ignore',
  });
  const pg = join(folder, 'pg');
  while (!existsSync(pg) || !readdirSync(pg).some((name) => name.startsWith('18.new'))) await sleep(1);
  killed.kill('SIGKILL');
  expect(await marks()).toEqual([]);
});

describe.skipIf(!isRoot)('as root', () => {
  test.skipIf(!hasUserNamespaces)(
    'a folder closed to all others needs no copy and no change of owner',
    async () => {
      withCluster();
      chmodSync(folder, 0o700);
      await marks();
      expect(state()).toMatchObject({ way: 'userns', home: join(folder, 'pg') });
    },
  );

  test.skipIf(!nobodyReaches)('a folder that others may enter is run by nobody', async () => {
    withCluster();
    chmodSync(folder, 0o755);
    await marks();
    expect(state().way).toBe('nobody');
    expect(await marks()).toEqual([]);
  });

  test.skipIf(!nobodyReaches)('data of another user stay his: root runs them under his name', async () => {
    chownSync(folder, NOBODY, NOBODY);
    const holder = await holdDatabase(folder, { uid: NOBODY });
    expect(state().way).toBe('plain');
    await holder.close();
    await marks();
    expect(state().way).toBe('nobody');
    const again = await holdDatabase(folder, { uid: NOBODY });
    await again.close();
  });

  test('where neither works, the database is staged elsewhere, and the place told', async () => {
    const fake = join(folder, 'bin');
    mkdirSync(fake);
    writeFileSync(join(fake, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const environment = { PATH: `${fake}:${process.env.PATH}` };
    const first = await holdDatabase(folder, { environment });
    expect(state()).toMatchObject({ way: 'staged' });
    expect(first.complained()).toContain(dirname(state().home));
    await first.close();
    const { home } = state();
    const second = await holdDatabase(folder, { environment });
    await second.close();
    expect(state().home).toBe(home);
    expect(postmaster()).toBeNull();
  });
});
