import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendMessages } from '../../src/courier/send-messages.job.ts';
import { openTransport } from '../../src/courier/smtp.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import { openSink, type Sink } from '../harness/smtp.ts';
import { countMessages, inOutbox, reserveMails, type TurnedClock, takeDue, turnedClock } from './outbox.ts';

let database: FreshDatabase;
let sink: Sink;
let clock: TurnedClock;
let creditorId: string;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => await database.close());
beforeEach(async () => {
  sink = await openSink();
  clock = turnedClock('2026-11-23T08:00:00.000Z');
  creditorId = newId();
});
afterEach(async () => await sink.close());

async function runOf(count: number) {
  const at = { creditorId, clock };
  await reserveMails(
    database,
    at,
    Array.from({ length: count }, (_, index) => `c${index}@client.example`),
  );
  const settings = { host: '127.0.0.1', port: sink.port, secure: false, user: null, password: null };
  const transport = openTransport(settings, { rehearsal: true, connections: 2, answerSeconds: 1 });
  if (isRefusal(transport)) throw new Error(transport.message);
  const plain = { database, creditorId, transport, owner: newId(), clock };
  const report = await sendMessages({ take: takeDue(plain), ...plain }).finally(() => transport.close());
  return { report, counts: await inOutbox(database, at, countMessages) };
}

test('R13: a server silent on every connection gets no more: a few doubts, and the rest waits untouched', async () => {
  sink.behaviour.data = 'hang';
  const { report, counts } = await runOf(30);
  expect(report.halted).toMatchObject({ state: 'failed', permanent: false, code: 'no_answer' });
  expect(counts.ambiguous).toBeGreaterThanOrEqual(2);
  expect(counts.ambiguous).toBeLessThanOrEqual(4);
  expect(counts).toMatchObject({ sending: 0, failed: 0, reserved: 30 - counts.ambiguous });
});

test('R13: a server that hangs up after each text gets ten in a row, no more', async () => {
  sink.behaviour.data = 'take-and-close';
  const { report, counts } = await runOf(40);
  expect(report.halted).toMatchObject({ code: 'no_answer' });
  expect(counts.ambiguous).toBeGreaterThanOrEqual(10);
  expect(counts.ambiguous).toBeLessThanOrEqual(12);
  expect(counts).toMatchObject({ sending: 0, reserved: 40 - counts.ambiguous });
});
