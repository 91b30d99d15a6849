import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { eraseValue } from '../../src/journal/erase-value.act.ts';
import { append, eventsOf } from '../../src/journal/events.db.ts';
import { documentName } from '../../src/journal/reference.ts';
import { type Sha256, sha256 } from '../../src/journal/sha256.ts';
import { keepValue, keptValues } from '../../src/journal/values.db.ts';
import { DocumentUnreadable } from '../../src/vault/document-unreadable.ts';
import { readDocument, storeDocument, storeDocuments } from '../../src/vault/documents.db.ts';
import { eraseDocument } from '../../src/vault/erase-document.act.ts';
import { documentPath } from '../../src/vault/folder.ts';
import { sweepOrphans } from '../../src/vault/sweep-orphans.job.ts';
import { verifyInstance } from '../../src/vault/verify-instance.act.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import { CREDITOR, DEBTOR, during, fileText, naming, noted, OTHER_CREDITOR } from './memory-scope.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => await database.close());

const pathOf = (sha: Sha256, creditorId = CREDITOR) => documentPath(database.dataFolder, creditorId, sha);
const read = (sha: Sha256, creditorId = CREDITOR) =>
  during(database, (scope) => readDocument(scope, sha), { creditorId });

/** Past the day that the sweep leaves to a transaction. */
function grow(path: string): void {
  const longAgo = Date.UTC(2026, 10, 20) / 1000;
  utimesSync(path, longAgo, longAgo);
}

test('what is stored is read back byte for byte, under its hash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      const sha = await during(database, (scope) => storeDocument(scope, bytes, 'application/pdf'));
      expect(sha).toBe(sha256(bytes));
      expect(new Uint8Array(await read(sha))).toEqual(bytes);
    }),
    { numRuns: 20 },
  );
});

test('the same bytes twice are one file and one document', async () => {
  const twice = [
    { bytes: Buffer.from('twice'), mediaType: 'text/plain' },
    { bytes: Buffer.from('once'), mediaType: 'text/plain' },
    { bytes: Buffer.from('twice'), mediaType: 'text/plain' },
  ];
  const first = await during(database, (scope) => storeDocuments(scope, twice));
  const second = await during(database, (scope) => storeDocuments(scope, twice));
  expect(second).toEqual(first);
  expect(first).toEqual(twice.map(({ bytes }) => sha256(bytes)));
  expect(readdirSync(join(database.dataFolder, 'vault', CREDITOR, 'partial'))).toEqual([]);
});

test('R61: two creditors with the same document each have their own, and neither reads the other’s', async () => {
  const sha = await fileText(database, 'only ours');
  await expect(read(sha, OTHER_CREDITOR)).rejects.toThrow('inconnu du coffre');
  await fileText(database, 'only ours', { creditorId: OTHER_CREDITOR });
  expect((await read(sha, OTHER_CREDITOR)).toString()).toBe('only ours');
  expect(existsSync(pathOf(sha)) && existsSync(pathOf(sha, OTHER_CREDITOR))).toBe(true);
});

test('R59: an altered or missing file is never handed over, and the error names the document', async () => {
  const sha = await fileText(database, 'the letter as proven');
  const bytes = readFileSync(pathOf(sha));
  bytes[4]! ^= 1;
  writeFileSync(pathOf(sha), bytes);
  await expect(read(sha)).rejects.toThrow(new RegExp(`${sha}.*modifié`));
  const lost = await fileText(database, 'a letter that is lost');
  renameSync(pathOf(lost), `${pathOf(lost)}.aside`);
  await expect(read(lost)).rejects.toBeInstanceOf(DocumentUnreadable);
  await expect(read(lost)).rejects.toThrow('manque dans le coffre');
});

test('a file whose transaction never committed is swept after a day, a named one never', async () => {
  const own = await freshDatabase();
  let orphan = sha256('');
  await expect(
    during(own, async (scope) => {
      orphan = await storeDocument(scope, Buffer.from('never committed'), 'text/plain');
      throw new Error('power cut');
    }),
  ).rejects.toThrow('power cut');
  const kept = await fileText(own, 'committed');
  const at = (sha: Sha256) => documentPath(own.dataFolder, CREDITOR, sha);
  const torn = join(own.dataFolder, 'vault', CREDITOR, 'partial', 'torn');
  writeFileSync(torn, 'ha');
  grow(torn);
  grow(at(kept));
  expect(await during(own, sweepOrphans)).toBe(1);
  expect(existsSync(at(orphan))).toBe(true);
  grow(at(orphan));
  expect(await during(own, sweepOrphans)).toBe(1);
  expect([existsSync(at(orphan)), existsSync(at(kept)), existsSync(torn)]).toEqual([false, true, false]);
  await own.close();
});

test('a document stored again while its old orphan waits for the sweep is spared', async () => {
  const own = await freshDatabase();
  const path = documentPath(own.dataFolder, CREDITOR, sha256('come back'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'come back');
  grow(path);
  await during(own, async (scope) => {
    await storeDocument(scope, Buffer.from('come back'), 'text/plain');
    expect(await during(own, sweepOrphans)).toBeNull();
  });
  expect(await during(own, sweepOrphans)).toBe(0);
  expect(existsSync(path)).toBe(true);
  await own.close();
});

test('an erased document is gone, its hash stays, and the check says when instead of a fault', async () => {
  const own = await freshDatabase();
  const sha = await fileText(own, 'to be forgotten');
  const erase = () => during(own, (scope) => eraseDocument(scope, DEBTOR, sha));
  expect([await erase(), await erase()]).toEqual([true, false]);
  await expect(during(own, (scope) => readDocument(scope, sha))).rejects.toThrow(
    'effacé le 22\u00a0novembre\u00a02026',
  );
  const path = documentPath(own.dataFolder, CREDITOR, sha);
  grow(path);
  expect(await during(own, sweepOrphans)).toBe(0);
  expect(await during(own, sweepOrphans, { on: iso('2026-11-23') })).toBe(1);
  expect(existsSync(path)).toBe(false);
  expect(await verifyInstance(own, own.dataFolder)).toEqual({
    valid: true,
    chains: 1,
    events: 2,
    documents: 1,
    problems: [],
    erased: [
      {
        where: `${CREDITOR}/document:${sha}`,
        on: '2026-11-22',
        message: 'effacé le 22\u00a0novembre\u00a02026',
      },
    ],
  });
  await own.close();
});

const keptOf = async (own: FreshDatabase, name: string) =>
  (await during(own, (scope) => keptValues(scope, DEBTOR))).get(name);

test('a kept value is forgotten without breaking the chain that names it', async () => {
  const own = await freshDatabase();
  const name = await during(own, async (scope) => {
    const kept = await keepValue(scope, DEBTOR, 'Jean Dupont, 3 rue des Lilas');
    await append(scope, DEBTOR, naming, { value: kept });
    await append(scope, DEBTOR, noted, { cents: 1, code: 'a' });
    return kept;
  });
  expect(await keptOf(own, name)).toBe('Jean Dupont, 3 rue des Lilas');
  expect(await during(own, (scope) => eraseValue(scope, name))).toBe(true);
  expect(await during(own, (scope) => eraseValue(scope, name))).toBe(false);
  expect(await keptOf(own, name)).toBeNull();
  const events = await during(own, (scope) => eventsOf(scope, DEBTOR));
  expect(events.map((event) => event.type)).toEqual(['test.named', 'test.noted', 'value.erased']);
  expect(JSON.stringify(events)).not.toContain('Dupont');
  expect(await verifyInstance(own, own.dataFolder)).toMatchObject({
    valid: true,
    erased: [{ where: `${CREDITOR}/${DEBTOR}/${name}`, on: '2026-11-22' }],
  });
  await own.close();
});

test('the same value kept twice has two names that do not tell they are equal', async () => {
  const names = await during(database, async (scope) => [
    await keepValue(scope, DEBTOR, 'same'),
    await keepValue(scope, DEBTOR, 'same'),
  ]);
  expect(names[0]).not.toBe(names[1]);
  expect(documentName(sha256('same'))).not.toContain(names[0]!.slice(6));
});
