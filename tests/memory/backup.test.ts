import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eraseValue } from '../../src/journal/erase-value.act.ts';
import { append } from '../../src/journal/events.db.ts';
import { refuseSending } from '../../src/journal/refuse-sending.act.ts';
import { sealDay } from '../../src/journal/seal-day.act.ts';
import { keepValue } from '../../src/journal/values.db.ts';
import { packageFolder } from '../../src/platform/config.ts';
import { readMigrations } from '../../src/platform/migrate.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { type BackupAnswer, backupAnswer, backupInstance } from '../../src/vault/backup-instance.act.ts';
import { documentPath } from '../../src/vault/folder.ts';
import { type RestoreAnswer, restoreAnswer, restoreInstance } from '../../src/vault/restore-instance.act.ts';
import { listTables } from '../../src/vault/tables.db.ts';
import { verifyInstance } from '../../src/vault/verify-instance.act.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import { CREDITOR, DEBTOR, during, fileText, naming, noteMany, OTHER_CREDITOR } from './memory-scope.ts';

const AT = '2026-11-22T20:00:00.000Z';

let source: FreshDatabase;
let folder: string;
/** A backup of `source` that nobody changes. */
let sound: string;
const opened: FreshDatabase[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'relance-backup-'));
  source = await freshDatabase();
  await source.asOwner((tx) =>
    sql`insert into creditors (creditor_id, key, name, address, armed, created_on) values
      (${CREDITOR}, '732829320', 'Ateliers Lefèvre & Fils', '{"lines": ["12 rue de l''Église\\n\\"bis\\""]}', true, '2026-01-05'),
      (${OTHER_CREDITOR}, 'other', E'back\\\\slash\ttab\nline', 'null', true, '2026-01-05')`.execute(tx),
  );
  await noteMany(source, DEBTOR, 20);
  await noteMany(source, DEBTOR, 3, { creditorId: OTHER_CREDITOR });
  await fileText(source, 'la lettre');
  await fileText(source, 'la lettre', { creditorId: OTHER_CREDITOR });
  await during(source, async (scope) => {
    const kept = await keepValue(scope, DEBTOR, 'Jean Dupont');
    await append(scope, DEBTOR, naming, { value: kept });
    await eraseValue(scope, kept);
    const other = await keepValue(scope, DEBTOR, 'naïve \u{1f600}\t"\\');
    await append(scope, DEBTOR, naming, { value: other });
  });
  await during(source, sealDay);
  for (const [name, bytes] of [
    ['mailbox/2026-11-22-rem-1.eml', Buffer.from('From: nous\r\n')],
    ['print/2026-11-23/lot-1.pdf', randomBytes(300_000)],
    ['print/2026-11-23/vide.txt', Buffer.alloc(0)],
  ] as const) {
    mkdirSync(join(source.dataFolder, name, '..'), { recursive: true });
    writeFileSync(join(source.dataFolder, name), bytes);
  }
});

beforeAll(async () => {
  sound = await backUp('sound.relance');
});

afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

afterAll(async () => {
  await source.close();
  rmSync(folder, { recursive: true, force: true });
});

async function target(): Promise<FreshDatabase> {
  const database = await freshDatabase();
  opened.push(database);
  return database;
}

async function backUp(name: string, from = source): Promise<string> {
  const file = join(folder, name);
  const answer = await backupInstance(from, from.dataFolder, file, AT);
  if (isRefusal(answer)) throw new Error(answer.message);
  return file;
}

const restoreTo = async (database: FreshDatabase, file: string) =>
  await restoreInstance(database, { dataFolder: database.dataFolder, file, at: AT });

/** Every row of every table as PostgreSQL writes it. */
async function allRows(database: FreshDatabase): Promise<Record<string, string[]>> {
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

test('a restored instance has every row, document, mail and print batch, and its chains hold', async () => {
  const copy = await target();
  const answer = restoreAnswer.parse(await restoreTo(copy, sound));
  expect(answer).toMatchObject({ madeAt: AT, files: 5, armed: false, verify: { valid: true, documents: 2 } });
  expect(answer.verify.erased).toHaveLength(1);
  expect(await allRows(copy)).toEqual(await allRows(source));
  for (const name of [
    'mailbox/2026-11-22-rem-1.eml',
    'print/2026-11-23/lot-1.pdf',
    'print/2026-11-23/vide.txt',
  ]) {
    expect(readFileSync(join(copy.dataFolder, name))).toEqual(readFileSync(join(source.dataFolder, name)));
  }
  expect(await verifyInstance(copy, copy.dataFolder)).toEqual(
    await verifyInstance(source, source.dataFolder),
  );
});

test('the backup answers what it holds, is readable by its owner only, and never replaces another', async () => {
  const file = join(folder, 'once.relance');
  const answer = backupAnswer.parse(await backupInstance(source, source.dataFolder, file, AT));
  expect(answer).toMatchObject({
    file,
    bytes: statSync(file).size,
    files: 5,
  } satisfies Partial<BackupAnswer>);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await backupInstance(source, source.dataFolder, file, AT)).toMatchObject({
    refused: 'backup_exists',
  });
  const nowhere = join(folder, 'nowhere', 'b.relance');
  expect(await backupInstance(source, source.dataFolder, nowhere, AT)).toMatchObject({
    refused: 'file_unwritable',
  });
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

test('two backups into one file at once: one is written, the other refused', async () => {
  const file = join(folder, 'twice.relance');
  const both = await Promise.all(
    [1, 2, 3].map(async () => await backupInstance(source, source.dataFolder, file, AT)),
  );
  const written = both.filter((answer) => !isRefusal(answer));
  expect(written).toMatchObject([{ file, bytes: statSync(file).size }]);
  expect(both.filter(isRefusal).map(({ refused }) => refused)).toEqual(['backup_exists', 'backup_exists']);
  expect(await restoreTo(await target(), file)).toMatchObject({ verify: { valid: true } });
});

test('a backup where nothing may be written is refused, with the reason', async () => {
  for (const file of ['/proc/b.relance', join(source.dataFolder, 'instance.json', 'b.relance')]) {
    const refused = await backupInstance(source, source.dataFolder, file, AT);
    expect(refused, file).toMatchObject({ refused: 'file_unwritable', details: { file } });
  }
});

test('R16: a restored copy keeps what was armed but sends nothing until a person adopts it', async () => {
  const copy = await target();
  expect(await during(copy, refuseSending)).toBeNull();
  await restoreTo(copy, sound);
  const { rows } = await during(copy, (scope) => sql`select armed from creditors`.execute(scope.tx));
  expect(rows).toEqual([{ armed: true }]);
  const later = { at: '2026-11-23T08:00:00.000Z' };
  expect(await during(copy, refuseSending, later)).toMatchObject({ refused: 'instance_copied' });
  expect(await during(source, refuseSending, later)).toBeNull();
  await copy.adopt();
  expect(await during(copy, refuseSending, later)).toBeNull();
});

test('the restored tables are protected as the first ones were', async () => {
  const copy = await target();
  await restoreTo(copy, sound);
  const { rows } = await during(copy, (scope) => sql`select creditor_id from creditors`.execute(scope.tx));
  expect(rows).toEqual([{ creditor_id: CREDITOR }]);
  await expect(during(copy, (scope) => sql`delete from journal_events`.execute(scope.tx))).rejects.toThrow(
    'permission denied',
  );
  await noteMany(copy, DEBTOR, 1);
  await fileText(copy, 'a new letter');
  expect(await verifyInstance(copy, copy.dataFolder)).toMatchObject({ valid: true });
});

test('only an empty instance is restored into, and what was there stays', async () => {
  const inUse = await target();
  await noteMany(inUse, DEBTOR, 1);
  expect(await restoreTo(inUse, sound)).toMatchObject({ refused: 'restore_not_empty' });
  expect(await verifyInstance(inUse, inUse.dataFolder)).toMatchObject({ valid: true, events: 1 });
  const files = await target();
  mkdirSync(join(files.dataFolder, 'mailbox'));
  writeFileSync(join(files.dataFolder, 'mailbox/kept.eml'), 'x');
  expect(await restoreTo(files, sound)).toMatchObject({ refused: 'restore_not_empty' });
  expect(existsSync(join(files.dataFolder, 'mailbox/kept.eml'))).toBe(true);
});

test.each<[string, (bytes: Buffer) => Buffer]>([
  ['cut short', (bytes) => bytes.subarray(0, bytes.length - 200)],
  ['cut in half', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['empty', () => Buffer.alloc(0)],
  ['some other file', () => Buffer.from('facture;montant\n')],
  ['changed in one byte', (bytes) => flipped(bytes, bytes.length / 2)],
  ['changed in a row and packed again', (bytes) => repacked(bytes, 'claire', 'robert')],
  ['changed in a document and packed again', (bytes) => repacked(bytes, 'la lettre', 'la Lettre')],
  ['without its last entry', (bytes) => gzipSync(withoutManifest(gunzipSync(bytes)))],
  ['with a file outside the folders', (bytes) => repacked(bytes, 'files/mailbox/2', 'files/../../../2')],
])('a backup that is %s restores nothing', async (_, change) => {
  const copy = await target();
  const file = join(folder, 'damaged.relance');
  writeFileSync(file, change(readFileSync(sound)));
  expect(await restoreTo(copy, file)).toMatchObject({ refused: 'backup_unreadable' });
  expect(['vault', 'mailbox', 'print'].filter((name) => existsSync(join(copy.dataFolder, name)))).toEqual([]);
  expect(Object.values(await allRows(copy)).flat()).toEqual([]);
});

test('an instance that refused a damaged backup takes a sound one', async () => {
  const copy = await target();
  expect(await restoreTo(copy, join(folder, 'absent.relance'))).toMatchObject({
    refused: 'backup_unreadable',
  });
  const file = join(folder, 'short.relance');
  writeFileSync(file, readFileSync(sound).subarray(0, -200));
  expect(await restoreTo(copy, file)).toMatchObject({ refused: 'backup_unreadable' });
  expect(restoreAnswer.parse(await restoreTo(copy, sound)).verify.valid).toBe(true);
});

test('a fault that the instance had before its backup is restored and told', async () => {
  const damaged = await target();
  const sha = await fileText(damaged, 'soon altered');
  writeFileSync(documentPath(damaged.dataFolder, CREDITOR, sha), 'ALTERED');
  const copy = await target();
  const answer = (await restoreTo(copy, await backUp('fault.relance', damaged))) as RestoreAnswer;
  expect(answer.verify).toMatchObject({ valid: false, problems: [{ code: 'document_altered' }] });
});

test('an older backup restored by a newer program passes through the later migrations', async () => {
  const migrations = [
    ...readMigrations(join(packageFolder(), 'migrations')),
    {
      number: 9001,
      name: '9001_later.sql',
      breaking: false,
      sql: `alter table creditors add column shouted text;
            update creditors set shouted = upper(name);
            alter table creditors alter column shouted set not null;`,
    },
  ];
  const copy = await target();
  const restore = { dataFolder: copy.dataFolder, file: sound, at: AT, migrations };
  expect(await restoreInstance(copy, restore)).toMatchObject({ verify: { valid: true } });
  const read = await copy.asOwner((tx) =>
    sql<{ shouted: string }>`select shouted from creditors where creditor_id = ${CREDITOR}`.execute(tx),
  );
  expect(read.rows).toEqual([{ shouted: 'ATELIERS LEFÈVRE & FILS' }]);
});

test('a backup of a newer program is refused by an older one', async () => {
  const copy = await target();
  const known = readMigrations(join(packageFolder(), 'migrations')).slice(0, -1);
  const restore = { dataFolder: copy.dataFolder, file: sound, at: AT, migrations: known };
  expect(await restoreInstance(copy, restore)).toMatchObject({ refused: 'schema_newer' });
});

test('what is written while a backup runs is either in it with its document or not at all', async () => {
  const busy = await target();
  await noteMany(busy, DEBTOR, 5);
  let writing = true;
  const writer = (async () => {
    for (let count = 0; writing; count += 1) await fileText(busy, `letter ${count}`);
  })();
  const files = [];
  for (let count = 0; count < 3; count += 1) files.push(await backUp(`busy-${count}.relance`, busy));
  writing = false;
  await writer;
  for (const file of files) {
    const answer = restoreAnswer.parse(await restoreTo(await target(), file));
    expect(answer.verify).toMatchObject({ valid: true, problems: [] });
  }
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[Math.floor(at)]! ^= 1;
  return copy;
}

/**
 * Another archive of the same length that a careful forger packs again, so that only our own hashes can tell.
 */
function repacked(bytes: Buffer, from: string, to: string): Buffer {
  const tar = gunzipSync(bytes);
  const at = tar.indexOf(from);
  expect(at).toBeGreaterThan(0);
  tar.write(to, at);
  const header = at - (at % 512);
  if (from.startsWith('files/')) rewriteChecksum(tar, header);
  return gzipSync(tar);
}

/** The sum of a tar header's bytes, its own field counted as spaces. */
function rewriteChecksum(tar: Buffer, header: number): void {
  tar.fill(' ', header + 148, header + 156);
  const sum = tar.subarray(header, header + 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, header + 148);
}

function withoutManifest(tar: Buffer): Buffer {
  const at = tar.indexOf('manifest.json\0');
  return Buffer.concat([tar.subarray(0, at), Buffer.alloc(1024)]);
}
