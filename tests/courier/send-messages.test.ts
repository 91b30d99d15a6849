import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { messageIdOf } from '../../src/courier/mail-address.ts';
import { type Recorded, reclaimStale } from '../../src/courier/message-moves.db.ts';
import { messagePage } from '../../src/courier/message-queries.db.ts';
import { reserve } from '../../src/courier/messages.db.ts';
import { headerOf, readPart } from '../../src/courier/mime-reader.ts';
import { type Sending, sendMessages } from '../../src/courier/send-messages.job.ts';
import { openTransport } from '../../src/courier/smtp.ts';
import { listMailbox, openTestMailbox } from '../../src/courier/test-mailbox.ts';
import type { Transport } from '../../src/courier/transport.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { documentPath } from '../../src/vault/folder.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import { administer } from '../harness/server.ts';
import { openSink, type Sink } from '../harness/smtp.ts';
import type { Doom } from './doomed-sender.ts';
import {
  countMessages,
  findMessage,
  inOutbox,
  mailTo,
  receiptsOf,
  reserveMails,
  type TurnedClock,
  takeDue,
  turnedClock,
} from './outbox.ts';

let database: FreshDatabase;
let sink: Sink;
let clock: TurnedClock;
let creditorId: string;
const transports: Transport[] = [];
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => await database.close());
beforeEach(async () => {
  sink = await openSink();
  clock = turnedClock('2026-11-23T08:00:00.000Z');
  creditorId = newId();
});
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
  await sink.close();
});

const within: <T>(work: Parameters<typeof inOutbox<T>>[2]) => Promise<T> = (work) =>
  inOutbox(database, { creditorId, clock }, work);
const reserveTo = (...addresses: string[]) => reserveMails(database, { creditorId, clock }, addresses);
const many = (count: number) => Array.from({ length: count }, (_, index) => `c${index}@client.example`);

function transportTo(port: number, connections = 4): Transport {
  const settings = { host: '127.0.0.1', port, secure: false, user: null, password: null };
  const transport = openTransport(settings, { rehearsal: true, connections, answerSeconds: 2 });
  if (isRefusal(transport)) throw new Error(transport.message);
  transports.push(transport);
  return transport;
}

/** One run of the outbox, as a fresh process would do it. */
async function run(change: Partial<Sending> = {}) {
  const plain = { database, creditorId, transport: transportTo(sink.port), owner: newId(), clock, ...change };
  return await sendMessages({ take: takeDue(plain), ...plain });
}

/** Shuts a database, whoever is in it, or opens it again. */
function doorOf(name: string, open: boolean): string {
  const leave = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`;
  return `alter database ${name} allow_connections ${open}; ${open ? 'select 1' : leave}`;
}

const statesOf = (recorded: readonly Recorded[]) =>
  Object.fromEntries(recorded.map(({ row, state }) => [row.envelope.to[0], state]));
const sunkIds = (messages: Sink['messages']) =>
  messages.map(({ raw }) => headerOf(readPart(raw), 'message-id'));

describe('a run of the outbox', () => {
  test('sends all there is, with the frozen bytes, once', async () => {
    const ids = await reserveTo(...many(60));
    const report = await run();
    expect(report).toMatchObject({ released: [], halted: null, problems: [] });
    expect(report.recorded).toHaveLength(60);
    expect(sunkIds(sink.messages).sort()).toEqual(
      ids.map((id) => messageIdOf(id, 'compta@lefevre.example')).sort(),
    );
    const sample = (await within((outbox) => findMessage(outbox, ids[7]!)))!;
    const arrived = sink.messages.find(({ to }) => to[0] === 'c7@client.example');
    expect(arrived?.raw.equals((await mailTo('c7@client.example', sample.id)).bytes)).toBe(true);
    const again = await run();
    expect(again.recorded).toEqual([]);
    expect(sink.messages).toHaveLength(60);
  });

  test('R8 eight runs at once send each message once', async () => {
    await reserveTo(...many(80));
    const reports = await Promise.all(
      Array.from({ length: 8 }, () => run({ transport: transportTo(sink.port, 2) })),
    );
    expect(reports.reduce((sum, { recorded }) => sum + recorded.length, 0)).toBe(80);
    expect(new Set(sunkIds(sink.messages)).size).toBe(80);
    expect(sink.messages).toHaveLength(80);
  });

  test('R18 one bad message never stops the rest', async () => {
    const addresses = ['gone@y.example', 'full@y.example', ...many(10), 'lost@y.example'];
    const ids = await reserveTo(...addresses);
    sink.behaviour.recipients = { 'gone@y.example': 550, 'full@y.example': 452 };
    const lost = (await within((outbox) => findMessage(outbox, ids.at(-1)!)))!;
    writeFileSync(documentPath(database.dataFolder, creditorId, lost.frozen), 'other bytes');
    const { recorded } = await run();
    expect(statesOf(recorded)).toEqual({
      ...Object.fromEntries(many(10).map((address) => [address, 'sent'])),
      'gone@y.example': 'failed',
      'full@y.example': 'reserved',
      'lost@y.example': 'failed',
    });
    expect(sink.messages).toHaveLength(10);
    clock.turn(301);
    sink.behaviour.recipients = {};
    expect(statesOf((await run()).recorded)).toEqual({ 'full@y.example': 'sent' });
  });

  test('R59 a message that holds another file than the one approved does not leave', async () => {
    const [id] = await reserveTo('a@y.example');
    const row = (await within((outbox) => findMessage(outbox, id!)))!;
    const { attachments } = await mailTo('a@y.example', id!, 'the invoice that was approved');
    const mixed = { ...row, id: newId(), messageId: '<mixed@lefevre.example>', attachments };
    await within((outbox) => reserve(outbox, [mixed]));
    const { recorded } = await run();
    const refused = recorded.filter(({ state }) => state === 'failed');
    expect(refused).toMatchObject([
      { id: mixed.id, outcome: { code: 'attachment_mismatch', permanent: true, stage: 'body' } },
    ]);
    expect(sink.messages).toHaveLength(1);
  });

  test('R13 R19 doubts are left to a person, and are not sent again', async () => {
    const [id] = await reserveTo('a@y.example');
    sink.behaviour.data = 'take-and-close';
    expect((await run()).recorded).toMatchObject([{ state: 'ambiguous' }]);
    sink.behaviour.data = undefined;
    clock.turn(100_000);
    expect((await run()).recorded).toEqual([]);
    expect(sink.messages).toHaveLength(1);
    const waiting = await within((outbox) => messagePage(outbox, 'ambiguous', null, 10));
    expect(waiting.map((row) => row.id)).toEqual([id]);
  });

  test('a transport that throws leaves a doubt, and the others go on', async () => {
    await reserveTo('a@y.example', 'bad@y.example', 'c@y.example');
    const inner = transportTo(sink.port, 1);
    const transport: Transport = {
      ...inner,
      deliver: async (raw, envelope, id) => {
        if (envelope.to[0] === 'bad@y.example') throw new TypeError('a fault of ours');
        return await inner.deliver(raw, envelope, id);
      },
    };
    expect(statesOf((await run({ transport })).recorded)).toEqual({
      'a@y.example': 'sent',
      'bad@y.example': 'ambiguous',
      'c@y.example': 'sent',
    });
  });

  test('R19 a server that cannot be reached is told once, and costs the waiting messages nothing', async () => {
    await reserveTo(...many(30));
    const { port } = sink;
    await sink.close();
    const report = await run({ transport: transportTo(port, 2) });
    expect(report.halted).toMatchObject({ stage: 'connect', code: 'ECONNREFUSED' });
    expect(report.recorded.length).toBeLessThanOrEqual(2);
    const untouched = await within((outbox) => messagePage(outbox, 'reserved', null, 100));
    expect(untouched).toHaveLength(30);
    expect(untouched.filter(({ life }) => life.attempts === 0).length).toBeGreaterThanOrEqual(28);
    expect(untouched.every(({ life }) => life.leaseUntil === null)).toBe(true);
    sink = await openSink({ port });
    clock.turn(301);
    expect((await run()).recorded).toHaveLength(30);
    expect(sink.messages).toHaveLength(30);
  });

  test('a message that waited too long after its check goes back unsent', async () => {
    await reserveTo(...many(4));
    const inner = transportTo(sink.port, 1);
    const transport: Transport = {
      ...inner,
      deliver: async (raw, envelope, id) => {
        clock.turn(6);
        return await inner.deliver(raw, envelope, id);
      },
    };
    const report = await run({ transport });
    expect(report.released.length).toBeGreaterThan(0);
    expect(await within(countMessages)).toMatchObject({ sent: 4 });
    expect(new Set(sunkIds(sink.messages)).size).toBe(4);
    expect(sink.messages).toHaveLength(4);
    const receipts = await within((outbox) => receiptsOf(outbox, report.released[0]!));
    expect(receipts.map(({ event }) => event)).toContain('released');
  });

  test('what the caller writes with the answers is in their transaction; its fault loses no evidence', async () => {
    const ids = await reserveTo('a@y.example', 'b@y.example', 'c@y.example');
    const seen: string[] = [];
    const report = await run({
      settle: async (_tx, recorded) => {
        if (recorded.some(({ id }) => id === ids[1])) throw new Error('no such proposal');
        seen.push(...recorded.map(({ id }) => id));
      },
    });
    expect(report.problems).toMatchObject([{ id: ids[1] }]);
    expect(new Set(seen)).toEqual(new Set([ids[0], ids[2]]));
    expect(await within(countMessages)).toMatchObject({ sent: 3, sending: 0 });
  });

  test('what an answer means is written after all when only a moment stood in its way', async () => {
    const [id] = await reserveTo('a@y.example');
    const seen: string[] = [];
    let stumbled = 0;
    const report = await run({
      settle: async (_tx, recorded) => {
        stumbled += 1;
        if (stumbled <= 2) throw new Error('the connection was lost');
        seen.push(...recorded.map((one) => one.id));
      },
    });
    expect(report.problems).toMatchObject([{ id }]);
    expect([stumbled, seen]).toEqual([3, [id]]);
    expect(await within(countMessages)).toMatchObject({ sent: 1, sending: 0 });
  });

  test('when claiming breaks, what is under way still comes to its end and is recorded', async () => {
    await reserveTo(...many(20));
    const plain = { database, creditorId, transport: transportTo(sink.port, 2), owner: newId(), clock };
    const due = takeDue(plain);
    let asked = 0;
    const take: Sending['take'] = async (limit) => {
      asked += 1;
      if (asked === 3) throw new Error('the database is gone');
      return await due(limit);
    };
    await expect(sendMessages({ ...plain, take })).rejects.toThrow('the database is gone');
    const counts = await within(countMessages);
    expect(counts.sent).toBe(sink.messages.length);
    expect(counts.sent).toBeGreaterThan(0);
    expect(counts).toMatchObject({ sending: 0, ambiguous: 0, reserved: 20 - counts.sent });
  });

  test('a database that went away and came back is told what left meanwhile; the rest goes back', async () => {
    await reserveTo(...many(12));
    const inner = transportTo(sink.port, 2);
    const door = (open: boolean) => administer(database.direct, doorOf(database.direct.database, open));
    let carried = 0;
    const transport: Transport = {
      ...inner,
      deliver: async (raw, envelope, id) => {
        carried += 1;
        const turn = carried;
        if (turn === 1) await door(false);
        if (turn === 2) while (sink.messages.length === 0) await pause(2);
        const outcome = await inner.deliver(raw, envelope, id);
        // Long after the answer before it found nobody to be told to.
        if (turn === 2) await pause(200).then(async () => await door(true));
        return outcome;
      },
    };
    await expect(run({ transport })).rejects.toThrow();
    const left = sink.messages.length;
    const counts = await within(countMessages);
    expect(counts).toMatchObject({ sent: left, sending: 0, ambiguous: 0, reserved: 12 - left });
    expect((await run()).recorded.filter(({ state }) => state === 'sent').length).toBeGreaterThan(0);
  });

  test('into the test mailbox', async () => {
    await reserveTo('a@y.example', 'b@y.example');
    const report = await run({ transport: openTestMailbox(database.dataFolder, clock.now) });
    expect(report.recorded.map(({ state }) => state)).toEqual(['sent', 'sent']);
    const shown = await listMailbox(database.dataFolder);
    expect(shown.map(({ to }) => to).sort()).toEqual(['a@y.example', 'b@y.example']);
    const [mail] = shown;
    const bytes = readFileSync(join(database.dataFolder, 'mailbox', mail!.file));
    expect(headerOf(readPart(bytes), 'subject')).toBe('Votre facture F-2026-014');
  });
});

describe('R8 R13 senders killed at any moment', () => {
  test('deliver no message twice; what they held is in doubt or free, and the next run sends the rest', async () => {
    const COUNT = 120;
    await reserveMails(database, { creditorId, clock: systemClock }, many(COUNT));
    sink.behaviour.slowness = 20;
    const owners = Array.from({ length: 4 }, () => newId());
    const children = owners.map(start);
    for (const [index, child] of children.entries()) {
      const threshold = 8 + index * 15;
      while (sink.messages.length < threshold && child.exitCode === null) await pause(2);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    sink.behaviour.slowness = 0;
    const live = { creditorId, clock: systemClock };
    const reclaimed = await inOutbox(database, live, (outbox) =>
      reclaimStale(outbox, { deadOwners: owners }),
    );
    expect(reclaimed.ambiguous.length).toBeGreaterThan(0);
    // Two connections each, at most two marked messages for a connection.
    expect(reclaimed.ambiguous.length).toBeLessThanOrEqual(4 * 4);
    const { recorded } = await run({ clock: systemClock });
    expect(recorded.length).toBeGreaterThan(0);

    const arrived = sunkIds(sink.messages);
    expect(new Set(arrived).size).toBe(arrived.length);
    const counts = await inOutbox(database, live, countMessages);
    expect(counts.sent + counts.ambiguous).toBe(COUNT);
    expect(counts).toMatchObject({ reserved: 0, sending: 0, failed: 0 });
    expect(arrived.length).toBeGreaterThanOrEqual(counts.sent);
    expect(arrived.length).toBeLessThanOrEqual(COUNT);
  });

  function start(owner: string): ChildProcess {
    const { direct, dataFolder } = database;
    const doom: Doom = { direct, dataFolder, creditorId, port: sink.port, owner };
    const script = join(import.meta.dirname, 'doomed-sender.ts');
    return spawn(process.execPath, [script, JSON.stringify(doom)], { stdio: 'inherit' });
  }
});
