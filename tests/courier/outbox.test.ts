import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as model from '../../src/courier/attempt.ts';
import * as moves from '../../src/courier/message-moves.db.ts';
import { messagePage } from '../../src/courier/message-queries.db.ts';
import { claimBatch, reserve, seconds } from '../../src/courier/messages.db.ts';
import type { DeliveryOutcome } from '../../src/courier/outcome.ts';
import { newId } from '../../src/platform/ids.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import {
  countMessages,
  findMessage,
  inOutbox,
  markSending,
  receiptsOf,
  releaseMessages,
  reserveMails,
  type TurnedClock,
  turnedClock,
} from './outbox.ts';

let database: FreshDatabase;
let clock: TurnedClock;
let creditorId: string;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => await database.close());
beforeEach(() => {
  clock = turnedClock('2026-11-23T08:00:00.000Z');
  creditorId = newId();
});

const at = () => ({ creditorId, clock });
const within: <T>(work: Parameters<typeof inOutbox<T>>[2]) => Promise<T> = (work) =>
  inOutbox(database, at(), work);
const reserveSome = (count: number) => reserveMails(database, at(), addresses(count));
const addresses = (count: number) => Array.from({ length: count }, (_, one) => `c${one}@client.example`);
const claimSome = (owner: string, limit: number, leaseSeconds = 60) =>
  within((outbox) => claimBatch(outbox, { limit, owner, leaseSeconds }));
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
const sent: DeliveryOutcome = { state: 'sent', response: '250 queued', refusedRecipients: [] };
const deferred: DeliveryOutcome = {
  state: 'failed',
  permanent: false,
  stage: 'recipients',
  code: 'smtp_451',
  response: '451 later',
  refusedRecipients: [{ address: 'c0@client.example', permanent: false, response: '451 later' }],
};

/** Claims and marks one message, as a sender does before it touches a transport. */
async function sendingOne(owner: string): Promise<string> {
  const [id] = ids(await claimSome(owner, 1));
  const marked = await within((outbox) => markSending(outbox, { ids: [id!], owner, leaseSeconds: 60 }));
  expect(ids(marked)).toEqual([id]);
  return id!;
}

describe('a message in the outbox', () => {
  test('goes from reserved to sent, with a receipt of each step', async () => {
    const [id] = await reserveSome(1);
    await sendingOne('w1');
    clock.turn(2);
    const [told] = await within((outbox) =>
      moves.recordOutcomes(outbox, 'w1', [{ id: id!, attempt: 1, outcome: sent }]),
    );
    expect(told).toMatchObject({ state: 'sent', late: false, row: { response: '250 queued' } });
    const [row, receipts] = await within(async (outbox) => [
      await findMessage(outbox, id!),
      await receiptsOf(outbox, id!),
    ]);
    expect(row?.life).toMatchObject({ state: 'sent', owner: null, leaseUntil: null, attempts: 1 });
    expect(receipts).toMatchObject([
      { seq: 1, attempt: 1, event: 'sending', by: 'w1', at: '2026-11-23T08:00:00.000Z' },
      { seq: 2, attempt: 1, event: 'sent', by: 'w1', response: '250 queued', at: '2026-11-23T08:00:02.000Z' },
    ]);
  });

  test('the same id twice is refused by its key, and nothing of what is frozen can be changed', async () => {
    const [id] = await reserveSome(1);
    const row = (await within((outbox) => findMessage(outbox, id!)))!;
    await expect(within((outbox) => reserve(outbox, [row]))).rejects.toThrow(/duplicate key/);
    for (const column of ['frozen_sha256', 'envelope', 'message_id', 'attachments', 'id'])
      await expect(
        within(({ tx }) =>
          tx
            .updateTable('messages')
            .set({ [column]: null })
            .execute(),
        ),
      ).rejects.toThrow(/permission denied|only ever added to/);
    await expect(within(({ tx }) => tx.deleteFrom('messages').execute())).rejects.toThrow(/permission/);
  });

  test('receipts are only ever added to, even by the owner of the tables', async () => {
    await reserveSome(1);
    await sendingOne('w1');
    for (const forge of [
      () => within(({ tx }) => tx.updateTable('message_receipts').set({ event: 'sent' }).execute()),
      () => database.asOwner((tx) => tx.updateTable('message_receipts').set({ event: 'sent' }).execute()),
      () => database.asOwner((tx) => tx.deleteFrom('message_receipts').execute()),
    ])
      await expect(forge()).rejects.toThrow(/permission denied|only ever added to/);
  });

  test('recipients and words of servers can be emptied, never replaced', async () => {
    const [id] = await reserveSome(1);
    await sendingOne('w1');
    const envelope = (to: readonly string[]) => JSON.stringify({ from: 'other@x.example', to });
    await expect(
      within(({ tx }) =>
        tx
          .updateTable('messages')
          .set({ envelope: envelope([]) })
          .execute(),
      ),
    ).rejects.toThrow(/only ever added to/);
    await expect(
      within(({ tx }) => tx.updateTable('message_receipts').set({ response: '250 forged' }).execute()),
    ).rejects.toThrow(/only ever added to/);
    await within((outbox) =>
      outbox.tx
        .updateTable('messages')
        .set({ envelope: sql`jsonb_set(envelope, '{to}', '[]')`, attachments: '[]' })
        .execute(),
    );
    await within(({ tx }) =>
      tx.updateTable('message_receipts').set({ response: null, refused_recipients: null }).execute(),
    );
    expect((await within((outbox) => findMessage(outbox, id!)))?.envelope.to).toEqual([]);
  });

  test('is seen by its creditor only', async () => {
    const [id] = await reserveSome(1);
    creditorId = newId();
    expect(await claimSome('w1', 10)).toEqual([]);
    expect(await within((outbox) => findMessage(outbox, id!))).toBeNull();
  });
});

describe('claiming', () => {
  test('R8 R10 eight claimers at a time never take the same message, and leave none', async () => {
    const all = await reserveSome(150);
    const taken: string[] = [];
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        for (;;) {
          const claimed = await claimSome(`w${index}`, 7);
          // « skip locked » may show an empty table to whom comes while others hold the rest.
          if (claimed.length === 0 && taken.length === all.length) return;
          taken.push(...ids(claimed));
        }
      }),
    );
    expect(taken).toHaveLength(150);
    expect(new Set(taken)).toEqual(new Set(all));
  });

  test('R10 of eight that mark the same claim, one wins', async () => {
    const [id] = await reserveSome(1);
    await claimSome('w1', 1);
    const marked = await Promise.all(
      Array.from({ length: 8 }, () =>
        within((outbox) => markSending(outbox, { ids: [id!], owner: 'w1', leaseSeconds: 60 })),
      ),
    );
    expect(marked.flat()).toHaveLength(1);
  });

  test('R24 a batch that changes what it selects by skips nothing', async () => {
    const all = await reserveSome(23);
    const seen: string[] = [];
    for (let batch = await claimSome('w1', 5); batch.length > 0; batch = await claimSome('w1', 5)) {
      seen.push(...ids(batch));
      await within(async (outbox) => {
        const marked = await markSending(outbox, { ids: ids(batch), owner: 'w1', leaseSeconds: 60 });
        const answers = marked.map(({ id }) => ({ id, attempt: 1, outcome: sent }));
        await moves.recordOutcomes(outbox, 'w1', answers);
      });
    }
    expect(seen.sort()).toEqual([...all].sort());
    expect(await within(countMessages)).toMatchObject({ sent: 23, reserved: 0 });
  });

  test('a claim whose lease is over is free again, and its first owner sends nothing', async () => {
    const [id] = await reserveSome(1);
    await claimSome('slow', 1);
    expect(await claimSome('quick', 1)).toEqual([]);
    clock.turn(61);
    expect(ids(await claimSome('quick', 1))).toEqual([id]);
    const late = await within((outbox) =>
      markSending(outbox, { ids: [id!], owner: 'slow', leaseSeconds: 60 }),
    );
    expect(late).toEqual([]);
  });

  test('what is released or withdrawn in the claiming transaction does not leave', async () => {
    const [first, second] = await reserveSome(2);
    await within(async (outbox) => {
      await claimBatch(outbox, { limit: 2, owner: 'w1', leaseSeconds: 60 });
      expect(ids(await moves.withdrawMessages(outbox, [first!], 'w1'))).toEqual([first]);
      expect(ids(await releaseMessages(outbox, [second!], 'w1'))).toEqual([second]);
    });
    expect(ids(await claimSome('w2', 2))).toEqual([second]);
    expect(await within((outbox) => moves.withdrawMessages(outbox, [second!], null))).toEqual([]);
    expect(await within(countMessages)).toMatchObject({ withdrawn: 1, reserved: 1 });
  });

  test('a mail claim takes no paper', async () => {
    const [mail] = await reserveSome(1);
    const row = (await within((outbox) => findMessage(outbox, mail!)))!;
    const paper = { ...row, id: newId(), channel: 'print', messageId: null } as const;
    await within((outbox) => reserve(outbox, [paper]));
    expect(ids(await claimSome('w1', 9))).toEqual([mail]);
  });
});

describe('failures and doubts', () => {
  test('R19 R23 a passing failure comes back later, a bounded number of times, in sight all along', async () => {
    const [id] = await reserveSome(1);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      expect(await sendingOne('w1')).toBe(id);
      const [told] = await within((outbox) =>
        moves.recordOutcomes(outbox, 'w1', [{ id: id!, attempt, outcome: deferred }]),
      );
      if (told!.state === 'failed') break;
      expect(told).toMatchObject({ state: 'reserved', row: { response: '451 later' } });
      expect(await claimSome('w1', 1)).toEqual([]);
      const wait = seconds(told!.row.nextAttemptAt) - seconds(clock.now());
      waits.push(wait);
      const queue = await within((outbox) => messagePage(outbox, 'reserved', null, 10));
      expect(ids(queue)).toEqual([id]);
      clock.turn(wait);
    }
    expect(waits).toEqual([300, 900, 3600, 14_400, 28_800]);
    expect(await within(countMessages)).toMatchObject({ failed: 1, reserved: 0 });
    expect(await claimSome('w1', 1)).toEqual([]);
    const receipts = await within((outbox) => receiptsOf(outbox, id!));
    expect(receipts.filter(({ event }) => event === 'failed')).toHaveLength(6);
    expect(receipts.at(-1)).toMatchObject({
      attempt: 6,
      stage: 'recipients',
      code: 'smtp_451',
      refusedRecipients: deferred.refusedRecipients,
    });
  });

  test('R13 a message whose sender died is in doubt: never sent again, a person decides', async () => {
    const [id, other] = await reserveSome(2);
    await sendingOne('dead');
    await claimSome('dead', 1);
    expect((await within((outbox) => moves.reclaimStale(outbox))).ambiguous).toEqual([]);
    clock.turn(61);
    const reclaimed = await within((outbox) => moves.reclaimStale(outbox));
    expect([ids(reclaimed.ambiguous), ids(reclaimed.freed)]).toEqual([[id], [other]]);
    expect(ids(await claimSome('w2', 10))).toEqual([other]);
    const resolved = await within((outbox) => moves.resolveAmbiguous(outbox, id!, 'not-sent'));
    expect(resolved).toMatchObject({ life: { state: 'failed' } });
    expect(await claimSome('w2', 10)).toEqual([]);
    const receipts = await within((outbox) => receiptsOf(outbox, id!));
    expect(receipts.map(({ event, by, code }) => [event, by, code])).toEqual([
      ['sending', 'dead', null],
      ['ambiguous', 'relance', 'owner_gone'],
      ['resolved-not-sent', 'claire', null],
    ]);
  });

  test('an owner known to be dead is not waited for', async () => {
    const [id] = await reserveSome(1);
    await sendingOne('dead');
    const { ambiguous } = await within((outbox) => moves.reclaimStale(outbox, { deadOwners: ['dead'] }));
    expect(ids(ambiguous)).toEqual([id]);
  });

  test('R13 an answer that comes after the doubt: « sent » lifts it, a failure is kept for the person', async () => {
    const [first, second] = await reserveSome(2);
    await sendingOne('slow');
    await sendingOne('slow');
    clock.turn(61);
    await within((outbox) => moves.reclaimStale(outbox));
    const told = await within((outbox) =>
      moves.recordOutcomes(outbox, 'slow', [
        { id: first!, attempt: 1, outcome: sent },
        { id: second!, attempt: 1, outcome: deferred },
      ]),
    );
    expect(told.map(({ state, late }) => [state, late])).toEqual([
      ['sent', false],
      ['ambiguous', true],
    ]);
    const receipts = await within((outbox) => receiptsOf(outbox, second!));
    expect(receipts.at(-1)).toMatchObject({ event: 'late', code: 'smtp_451' });
  });

  test('only a doubtful message is resolved by hand', async () => {
    const [id] = await reserveSome(1);
    expect(await within((outbox) => moves.resolveAmbiguous(outbox, id!, 'sent'))).toMatchObject({
      refused: 'message_not_ambiguous',
    });
    expect(await within((outbox) => moves.resolveAmbiguous(outbox, newId(), 'sent'))).toMatchObject({
      refused: 'message_unknown',
    });
  });
});

describe('the table does what the model says', () => {
  interface Step {
    readonly kind: 'claim' | 'mark' | 'release' | 'record' | 'reclaim' | 'resolve' | 'withdraw' | 'turn';
    readonly owner: string;
    readonly attempt: number;
    readonly outcome: DeliveryOutcome;
    readonly by: number;
  }
  const doubtful: DeliveryOutcome = { state: 'ambiguous', reason: 'answer_timeout', response: null };
  const step: fc.Arbitrary<Step> = fc.record({
    // The steps that lead on are drawn more often than those that end a life.
    kind: fc.constantFrom(
      ...(['claim', 'claim', 'mark', 'mark', 'release', 'record', 'record'] as const),
      ...(['reclaim', 'resolve', 'withdraw', 'turn', 'turn'] as const),
    ),
    owner: fc.constantFrom('a', 'b'),
    attempt: fc.integer({ min: 1, max: 3 }),
    outcome: fc.constantFrom(sent, deferred, deferred, doubtful),
    by: fc.constantFrom(1, 59, 61, 301, 5000),
  });

  test('over random lives of a message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        creditorId = newId();
        const [id] = await reserveSome(1);
        const nextAttemptAt = seconds(clock.now());
        let life: model.MessageLife = {
          state: 'reserved',
          owner: null,
          leaseUntil: null,
          attempts: 0,
          nextAttemptAt,
        };
        for (const one of steps) {
          life = await follow(one, id!, life);
          const row = await within((outbox) => findMessage(outbox, id!));
          expect(row?.life).toEqual(life);
        }
      }),
      { numRuns: 25 },
    );
  });

  async function follow(one: Step, id: string, life: model.MessageLife): Promise<model.MessageLife> {
    const now = seconds(clock.now());
    const { owner, attempt, outcome, by } = one;
    switch (one.kind) {
      case 'claim':
        await claimSome(owner, 1);
        return model.claim(life, owner, now, 60) ?? life;
      case 'mark':
        await within((outbox) => markSending(outbox, { ids: [id], owner, leaseSeconds: 60 }));
        return model.start(life, owner, now, 60) ?? life;
      case 'release':
        await within((outbox) => releaseMessages(outbox, [id], owner));
        return model.release(life, owner) ?? life;
      case 'record':
        await within((outbox) => moves.recordOutcomes(outbox, owner, [{ id, attempt, outcome }]));
        return model.conclude(life, owner, attempt, outcome, now) ?? life;
      case 'reclaim':
        await within((outbox) => moves.reclaimStale(outbox));
        return model.reclaim(life, now, []) ?? life;
      case 'resolve':
        await within((outbox) => moves.resolveAmbiguous(outbox, id, 'sent'));
        return model.resolve(life, 'sent') ?? life;
      case 'withdraw':
        await within((outbox) => moves.withdrawMessages(outbox, [id], null));
        return model.withdraw(life, null) ?? life;
      default:
        clock.turn(by);
        return life;
    }
  }
});

describe('R12 one way out', () => {
  test('no file outside this room reaches a transport', () => {
    const root = join(import.meta.dirname, '../../src');
    const reaching = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .filter((name) =>
        /(?:from|import\(|require\()\s*['"](?:node:)?(?:nodemailer(?:\/[^'"]*)?|net|tls|dgram)['"]/.test(
          readFileSync(join(root, name), 'utf8'),
        ),
      );
    // The first only computes with addresses.
    expect(reaching.sort()).toEqual(['courier/ip-networks.ts', 'courier/mime.ts', 'courier/smtp-session.ts']);
  });
});
