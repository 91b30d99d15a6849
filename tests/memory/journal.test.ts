import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { setMark, undoToMark } from '../../src/intake/imports.db.ts';
import { CREDITOR_CHAIN, readPayload } from '../../src/journal/event.ts';
import {
  append,
  appendMany,
  chainHead,
  clockMovedBack,
  eventsOf,
  lockChain,
  lockChains,
} from '../../src/journal/events.db.ts';
import { merkleRoot } from '../../src/journal/merkle.ts';
import { sealDay } from '../../src/journal/seal-day.act.ts';
import { headsUnderSeal } from '../../src/journal/seals.db.ts';
import { verifyInstance } from '../../src/vault/verify-instance.act.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import { CREDITOR, DEBTOR, during, noted, noteMany, OTHER_CREDITOR, OTHER_DEBTOR } from './memory-scope.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => await database.close());

let chainsMade = 0;

function newChain(): string {
  chainsMade += 1;
  return `chain-${String(chainsMade).padStart(4, '0')}`;
}

test('an event is stored with the text that was hashed, and the head moves by one', async () => {
  const chain = newChain();
  const head = await during(database, (scope) =>
    append(scope, chain, noted, { cents: 120_000, code: 'F-1' }),
  );
  const [event] = await during(database, (scope) => eventsOf(scope, chain));
  expect(event).toMatchObject({
    creditorId: CREDITOR,
    chain,
    seq: 1,
    on: '2026-11-22',
    at: '2026-11-22T08:00:00.000Z',
    actor: 'claire',
    payload: '{"cents":120000,"code":"F-1"}',
  });
  expect(readPayload(noted, event!)).toEqual({ cents: 120_000, code: 'F-1' });
  expect(await during(database, (scope) => chainHead(scope, chain))).toEqual(head);
  expect(head).toEqual({ seq: 1, hash: event!.hash });
});

test('nothing of an act that fails is in the journal', async () => {
  const chain = newChain();
  const failing = during(database, async (scope) => {
    await append(scope, chain, noted, { cents: 1, code: 'a' });
    throw new Error('after the event');
  });
  await expect(failing).rejects.toThrow('after the event');
  expect(await during(database, (scope) => chainHead(scope, chain))).toBeNull();
});

test('any sequence of appends, one by one or many at once, verifies', async () => {
  const chains = [newChain(), newChain(), CREDITOR_CHAIN];
  const entry = fc.record({
    chain: fc.constantFrom(...chains),
    payload: fc.record({ cents: fc.maxSafeInteger(), code: fc.stringMatching(/^[A-Za-z0-9._:/+=-]{1,20}$/) }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(entry, { maxLength: 5 }), { maxLength: 4 }), async (acts) => {
      for (const entries of acts) await during(database, (scope) => appendMany(scope, noted, entries));
      expect(await verifyInstance(database, database.dataFolder)).toMatchObject({
        valid: true,
        problems: [],
      });
    }),
    { numRuns: 15 },
  );
});

test('many appends of one act, with a return to a mark between, verify: what was undone is not counted on', async () => {
  const chain = newChain();
  await noteMany(database, chain, 2);
  await during(database, async (scope) => {
    await append(scope, chain, noted, { cents: 3, code: 'a' });
    await setMark(scope);
    await append(scope, chain, noted, { cents: 4, code: 'undone' });
    await undoToMark(scope);
    await append(scope, chain, noted, { cents: 4, code: 'a' });
    await append(scope, chain, noted, { cents: 5, code: 'a' });
  });
  const payloads = (await during(database, (scope) => eventsOf(scope, chain))).map(({ payload }) => payload);
  expect(payloads).toEqual([1, 2, 3, 4, 5].map((cents) => JSON.stringify({ cents, code: 'a' })));
  expect(await verifyInstance(database, database.dataFolder)).toMatchObject({ valid: true, problems: [] });
});

test('eight writers of one chain wait for one another', async () => {
  const chain = newChain();
  await Promise.all(
    Array.from({ length: 8 }, (_, cents) =>
      during(database, (scope) => append(scope, chain, noted, { cents, code: 'a' })),
    ),
  );
  const events = await during(database, (scope) => eventsOf(scope, chain));
  expect(events.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await verifyInstance(database, database.dataFolder)).toMatchObject({ valid: true });
});

test('who locks a chain first reads facts that nobody changes meanwhile', async () => {
  const chain = newChain();
  await noteMany(database, chain, 1);
  const order: string[] = [];
  let second: Promise<unknown> = Promise.resolve();
  await during(database, async (scope) => {
    expect((await lockChain(scope, chain)).seq).toBe(1);
    second = during(database, (later) => append(later, chain, noted, { cents: 2, code: 'b' })).then(() =>
      order.push('second'),
    );
    await sql`select pg_sleep(0.2)`.execute(scope.tx);
    expect((await lockChain(scope, chain)).seq).toBe(1);
    order.push('first');
  });
  await second;
  expect(order).toEqual(['first', 'second']);
});

test('chains are locked by id, the creditor last, so that two acts never wait for each other in a ring', async () => {
  const [a, b] = [newChain(), newChain()];
  const both = (chains: readonly string[]) =>
    Array.from({ length: 10 }, () =>
      during(database, async (scope) => {
        const heads = await lockChains(scope, chains);
        await appendMany(
          scope,
          noted,
          [...heads.keys()].map((chain) => ({ chain, payload: { cents: 1, code: 'x' } })),
        );
      }),
    );
  await Promise.all([...both([a, b, CREDITOR_CHAIN]), ...both([CREDITOR_CHAIN, b, a])]);
  expect(await during(database, (scope) => chainHead(scope, a))).toMatchObject({ seq: 20 });
});

test('a creditor reads its own journal only', async () => {
  await noteMany(database, DEBTOR, 1, { creditorId: OTHER_CREDITOR });
  const { rows } = await during(database, (scope) =>
    sql<{ creditor_id: string }>`select distinct creditor_id from journal_events`.execute(scope.tx),
  );
  expect(rows).toEqual([{ creditor_id: CREDITOR }]);
});

test.each(['update journal_events set seq = seq', 'delete from journal_events', 'delete from journal_heads'])(
  'R61: the program cannot %s',
  async (statement) => {
    const attempt = during(database, (scope) => sql.raw(statement).execute(scope.tx));
    await expect(attempt).rejects.toThrow('permission denied');
  },
);

test.each(['update journal_events set seq = seq', 'delete from journal_events', 'truncate journal_events'])(
  'R61: not even the owner of the tables can %s',
  async (statement) => {
    const attempt = database.asOwner((tx) => sql.raw(statement).execute(tx));
    await expect(attempt).rejects.toThrow('only ever added to');
  },
);

test('a day is sealed once, by one of two machines, and the seal answers for the heads of that moment', async () => {
  const seals = await freshDatabase();
  await noteMany(seals, DEBTOR, 3);
  await noteMany(seals, OTHER_DEBTOR, 1);
  const answers = await Promise.all([during(seals, sealDay), during(seals, sealDay)]);
  const sealed = answers.filter((answer) => answer !== null);
  const heads = await during(seals, (scope) => headsUnderSeal(scope, 1));
  expect(heads.map(({ chain, seq }) => [chain, seq])).toEqual([
    [DEBTOR, 3],
    [OTHER_DEBTOR, 1],
  ]);
  expect(sealed).toEqual([{ heads: 2, root: merkleRoot(heads) }]);

  await noteMany(seals, DEBTOR, 1);
  expect(await during(seals, sealDay)).toBeNull();
  const tomorrow = { on: iso('2026-11-23') };
  expect(await during(seals, sealDay, tomorrow)).toMatchObject({ heads: 1 });
  expect(await during(seals, sealDay, { on: iso('2026-11-24') })).toBeNull();
  expect(await verifyInstance(seals, seals.dataFolder)).toMatchObject({ valid: true, chains: 3, events: 7 });
  await seals.close();
});

test('a clock that stands before the journal stops sending; another machine a minute ahead does not', async () => {
  const clock = await freshDatabase();
  expect(await during(clock, clockMovedBack)).toBeNull();
  await noteMany(clock, DEBTOR, 1);
  expect(await during(clock, clockMovedBack, { at: '2026-11-22T07:59:00.000Z' })).toBeNull();
  const early = { at: '2026-11-22T07:55:00.000Z' };
  expect(await during(clock, clockMovedBack, early)).toMatchObject({
    refused: 'clock_moved_back',
    details: { clock: '2026-11-22T07:55:00.000Z', journal: '2026-11-22T08:00:00.000Z' },
  });
  await clock.close();
});

test('what a rehearsal wrote in the future does not stop sending', async () => {
  const clock = await freshDatabase();
  await noteMany(clock, DEBTOR, 1, { rehearsal: true, at: '2027-06-01T08:00:00.000Z' });
  expect(await during(clock, clockMovedBack)).toBeNull();
  await clock.close();
});
