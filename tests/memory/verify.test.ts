import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkEvent } from '../../src/journal/chain.ts';
import { append, eventsOf } from '../../src/journal/events.db.ts';
import { sealDay } from '../../src/journal/seal-day.act.ts';
import { hashBytes, type Sha256 } from '../../src/journal/sha256.ts';
import { keepValue } from '../../src/journal/values.db.ts';
import { documentPath } from '../../src/vault/folder.ts';
import { verifyInstance } from '../../src/vault/verify-instance.act.ts';
import { verifyAnswer } from '../../src/vault/verify-snapshot.act.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import {
  CREDITOR,
  DEBTOR,
  during,
  fileText,
  naming,
  noteMany,
  OTHER_CREDITOR,
  OTHER_DEBTOR,
} from './memory-scope.ts';

let database: FreshDatabase;
let forger: pg.Client;
let document: Sha256;

/**
 * Two creditors; three chains and a seal for the first: 5 notes, 4 notes and a document, 1 event after the
 * seal.
 */
beforeEach(async () => {
  database = await freshDatabase();
  await noteMany(database, DEBTOR, 5);
  await noteMany(database, OTHER_DEBTOR, 4);
  document = await fileText(database, 'the invoice');
  await during(database, sealDay);
  await noteMany(database, DEBTOR, 1);
  await noteMany(database, DEBTOR, 2, { creditorId: OTHER_CREDITOR });
  forger = new pg.Client(database.direct);
  await forger.connect();
  // A forger with the administrator's rights: triggers and row-level security stop him no more than a disk
  // editor.
  await forger.query('set session_replication_role = replica');
});

afterEach(async () => {
  await forger.end();
  await database.close();
});

const forge = async (statement: string, values: unknown[] = []) => await forger.query(statement, values);
const verify = async () => verifyAnswer.parse(await verifyInstance(database, database.dataFolder));
const found = async () => (await verify()).problems.map(({ where, code }) => [where, code]);
const at = (chain: string, seq?: number) => `${CREDITOR}/${chain}${seq === undefined ? '' : `/${seq}`}`;
const line = `creditor_id = '${CREDITOR}' and chain = '${DEBTOR}' and seq =`;

test('an untouched instance is valid, whatever the number of creditors', async () => {
  expect(await verify()).toEqual({
    valid: true,
    chains: 4,
    events: 14,
    documents: 1,
    problems: [],
    erased: [],
  });
});

test.each([
  ['payload', `payload = '{"cents":9,"code":"a"}'`],
  ['actor', `actor = 'somebody else'`],
  ['day', `on_day = '2026-11-21'`],
  ['instant', `at = '2026-11-22T09:00:00.000Z'`],
  ['type', `type = 'test.filed'`],
  ['version', 'version = 2'],
  ['rehearsal', 'rehearsal = true'],
])('a changed %s is found where it stands', async (_, change) => {
  await forge(`update journal_events set ${change} where ${line} 3`);
  expect(await found()).toEqual([[at(DEBTOR, 3), 'event_altered']]);
  expect((await verify()).valid).toBe(false);
});

test('an event taken out of the middle is found', async () => {
  await forge(`delete from journal_events where ${line} 3`);
  expect(await found()).toEqual([[at(DEBTOR, 4), 'event_missing']]);
});

test('the last event taken away is found by the head of the chain', async () => {
  await forge(`delete from journal_events where ${line} 7`);
  expect(await found()).toEqual([[at(DEBTOR), 'head_differs']]);
});

test('a sealed event taken away is found even when the head was moved back with it', async () => {
  await forge(
    `delete from journal_events where creditor_id = '${CREDITOR}' and chain = '${OTHER_DEBTOR}' and seq = 4`,
  );
  await forge(
    `update journal_heads h set seq = e.seq, hash = e.hash from journal_events e
     where h.chain = '${OTHER_DEBTOR}' and e.chain = h.chain and e.seq = 3`,
  );
  expect(await found()).toEqual([[at(OTHER_DEBTOR, 4), 'sealed_event_missing']]);
  await forge(`delete from journal_sealed_heads where chain = '${OTHER_DEBTOR}'`);
  expect(await found()).toEqual([[at('creditor', 1), 'seal_broken']]);
  await forge('delete from journal_sealed_heads');
  expect(await found()).toEqual([[at('creditor', 1), 'seal_missing']]);
  await forge('delete from journal_seals');
  expect(await found()).toEqual([[at('creditor', 1), 'seal_missing']]);
});

test('the announcement of a seal taken away with its head is found', async () => {
  await forge(`delete from journal_events where chain = 'creditor'`);
  await forge(`delete from journal_heads where chain = 'creditor'`);
  expect(await found()).toEqual([[at('creditor', 1), 'seal_missing']]);
});

test('a chain hashed anew from end to end is found by its seal', async () => {
  const events = await during(database, (scope) => eventsOf(scope, OTHER_DEBTOR));
  let head = { seq: 0, hash: events[0]!.prev };
  for (const event of events) {
    const forged = linkEvent(head, { ...event, payload: event.payload.replace('1', '8') });
    head = { seq: forged.seq, hash: forged.hash };
    await forge(
      `update journal_events set payload = $1, prev = $2, hash = $3 where chain = '${OTHER_DEBTOR}' and seq = $4`,
      [forged.payload, hashBytes(forged.prev), hashBytes(forged.hash), forged.seq],
    );
  }
  await forge(`update journal_heads set hash = $1 where chain = '${OTHER_DEBTOR}'`, [hashBytes(head.hash)]);
  expect(await found()).toEqual([[at(OTHER_DEBTOR, 4), 'sealed_event_altered']]);
});

test('two events in each other’s place are found', async () => {
  await forge(`update journal_events set seq = 1000 where ${line} 3`);
  await forge(`update journal_events set seq = 3 where ${line} 4`);
  await forge(`update journal_events set seq = 4 where ${line} 1000`);
  const codes = await found();
  expect(codes).toContainEqual([at(DEBTOR, 3), 'event_altered']);
  expect(codes).toContainEqual([at(DEBTOR, 4), 'event_altered']);
});

test('events exchanged between two chains, or between two creditors, are found', async () => {
  await forge(`update journal_events set seq = 1000 where ${line} 2`);
  await forge(
    `update journal_events set chain = '${DEBTOR}'
     where creditor_id = '${CREDITOR}' and chain = '${OTHER_DEBTOR}' and seq = 2`,
  );
  await forge(`update journal_events set chain = '${OTHER_DEBTOR}', seq = 2 where ${line} 1000`);
  expect(await found()).toContainEqual([at(DEBTOR, 2), 'event_altered']);
  expect(await found()).toContainEqual([at(OTHER_DEBTOR, 2), 'event_altered']);
  await forge(`update journal_events set creditor_id = '${OTHER_CREDITOR}', seq = 3 where ${line} 1`);
  expect(await found()).toContainEqual([`${OTHER_CREDITOR}/${DEBTOR}/3`, 'event_altered']);
});

test('a document with one other byte, a missing one and a stranger in the journal are found', async () => {
  const path = documentPath(database.dataFolder, CREDITOR, document);
  const bytes = readFileSync(path);
  bytes[0]! ^= 1;
  writeFileSync(path, bytes);
  expect(await found()).toEqual([[`${CREDITOR}/document:${document}`, 'document_altered']]);
  renameSync(path, `${path}.gone`);
  expect(await found()).toEqual([[`${CREDITOR}/document:${document}`, 'document_missing']]);
  await forge(`update documents set erased_on = '2026-11-22'`);
  expect(await found()).toEqual([[`${CREDITOR}/document:${document}`, 'document_missing']]);
  await forge('delete from documents');
  expect(await found()).toEqual([[at(DEBTOR, 6), 'document_unknown']]);
});

test('a value that an event names is found when it was changed, emptied or taken away behind its back', async () => {
  const name = await during(database, async (scope) => {
    const kept = await keepValue(scope, DEBTOR, 'contact@brule.example');
    await append(scope, DEBTOR, naming, { value: kept });
    return kept;
  });
  await forge(`update journal_values set value = 'another@brule.example'`);
  expect(await found()).toEqual([[`${at(DEBTOR)}/${name}`, 'value_altered']]);
  await forge('update journal_values set value = null, salt = null');
  expect(await found()).toEqual([[`${at(DEBTOR)}/${name}`, 'value_missing']]);
  await forge('delete from journal_values');
  expect(await found()).toEqual([[at(DEBTOR, 8), 'value_missing']]);
});
