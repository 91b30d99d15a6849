import { copyFileSync, cpSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openAt } from '../../src/platform/db.ts';
import { isCopy } from '../../src/platform/instance.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';

let database: FreshDatabase;
let elsewhere: string;

beforeAll(async () => {
  database = await freshDatabase();
  elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'relance-copy-')));
});

afterAll(async () => {
  await database.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

async function opened<T>(folder: string, work: (opened: Database) => Promise<T>): Promise<T> {
  const other = await openAt(folder, async () => ({ address: database.direct, cluster: null }));
  return await work(other).finally(() => other.close());
}

async function copyIn(folder: string): Promise<boolean> {
  return await opened(folder, async (other) => await other.asOwner(isCopy));
}

test('R16: an instance that is opened again where it was is itself', async () => {
  expect(await database.asOwner(isCopy)).toBe(false);
  expect(await copyIn(database.dataFolder)).toBe(false);
});

test('R16: a data folder that is renamed is the same instance', async () => {
  const renamed = `${database.dataFolder}-renamed`;
  renameSync(database.dataFolder, renamed);
  expect(await copyIn(renamed)).toBe(false);
  renameSync(renamed, database.dataFolder);
});

test('R16: a copied data folder stays a copy until a person adopts it', async () => {
  cpSync(database.dataFolder, elsewhere, { recursive: true });
  expect(await copyIn(elsewhere)).toBe(true);
  expect(await copyIn(database.dataFolder)).toBe(true);
  await opened(elsewhere, async (other) => await other.adopt());
  expect(await copyIn(elsewhere)).toBe(false);
});

test('R16: a database with another folder, or with a replaced marker, is a copy', async () => {
  await opened(database.dataFolder, async (other) => await other.adopt());
  const empty = mkdtempSync(join(tmpdir(), 'relance-empty-'));
  expect(await copyIn(empty)).toBe(true);
  rmSync(empty, { recursive: true });
  await opened(database.dataFolder, async (other) => await other.adopt());
  const marker = join(database.dataFolder, 'instance.json');
  copyFileSync(marker, `${marker}.copy`);
  renameSync(`${marker}.copy`, marker);
  expect(await copyIn(database.dataFolder)).toBe(true);
});

test('R16: a database restored into another cluster is a copy', async () => {
  await opened(database.dataFolder, async (other) => await other.adopt());
  await database.asOwner(
    async (tx) =>
      await tx.updateTable('instance').set({ system_identifier: '7000000000000000000' }).execute(),
  );
  expect(await copyIn(database.dataFolder)).toBe(true);
});
