import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listCreditors } from '../../src/creditors/creditor-names.db.ts';
import { sha256 } from '../../src/journal/sha256.ts';
import { documentPath } from '../../src/vault/folder.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await seedInvoice(desk, await seedDebtor(desk));
});
afterEach(() => desk.database.close());

/** A file in the vault whose transaction never committed, as old as a day and more. */
async function orphan(text: string): Promise<string> {
  const [creditor] = await listCreditors(desk.database);
  const path = documentPath(desk.database.dataFolder, creditor!.id, sha256(text));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const longAgo = Date.UTC(2026, 8, 1) / 1000;
  utimesSync(path, longAgo, longAgo);
  return path;
}

test('the first run of a day takes away what nothing names, and the folder stays valid', async () => {
  const first = await orphan('never committed');
  const { actions } = await desk.done('run');
  expect(actions[0].outcome).toBe('sent');
  expect(existsSync(first)).toBe(false);

  const second = await orphan('later the same day');
  await desk.done('run');
  expect(existsSync(second)).toBe(true);

  desk.on('2026-10-08');
  await desk.done('run');
  expect(existsSync(second)).toBe(false);
  expect(await desk.done('verify')).toMatchObject({ valid: true, problems: [], documents: 3 });
});
