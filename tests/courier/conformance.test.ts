import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageLife } from '../../src/courier/attempt.ts';
import * as model from '../../src/courier/attempt.ts';
import {
  reclaimStale,
  recordOutcomes,
  resolveAmbiguous,
  withdrawMessages,
} from '../../src/courier/message-moves.db.ts';
import { claimBatch, type Outbox, reserve, seconds } from '../../src/courier/messages.db.ts';
import type { DeliveryOutcome } from '../../src/courier/outcome.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { storeDocument } from '../../src/vault/documents.db.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import {
  findMessage,
  inOutbox,
  mailTo,
  markSending,
  receiptsOf,
  releaseMessages,
  turnedClock,
} from './outbox.ts';

const LEASE = 60;
const OWNERS = ['run:one', 'run:two'] as const;

const failed = (permanent: boolean, stage: 'connect' | 'recipients'): DeliveryOutcome => ({
  state: 'failed',
  permanent,
  stage,
  code: permanent ? 'smtp_550' : 'smtp_451',
  response: null,
  refusedRecipients: [],
});
const OUTCOMES: readonly DeliveryOutcome[] = [
  { state: 'sent', response: '250 ok', refusedRecipients: [] },
  failed(false, 'recipients'),
  failed(true, 'recipients'),
  failed(false, 'connect'),
  { state: 'ambiguous', reason: 'connection_lost', response: null },
];

/** A move as the program makes it on the table, and as the model says it. */
interface Move {
  readonly name: string;
  /** Whether a row was touched. */
  readonly inTable: (outbox: Outbox & { actor: string }, id: string, life: MessageLife) => Promise<boolean>;
  readonly inModel: (life: MessageLife, at: number) => MessageLife | null;
}

function claimBy(owner: string): Move {
  return {
    name: `claim ${owner}`,
    inTable: async (outbox) =>
      (await claimBatch(outbox, { limit: 1, owner, leaseSeconds: LEASE })).length === 1,
    inModel: (life, at) => model.claim(life, owner, at, LEASE),
  };
}

function startBy(owner: string): Move {
  return {
    name: `start ${owner}`,
    inTable: async (outbox, id) =>
      (await markSending(outbox, { ids: [id], owner, leaseSeconds: LEASE })).length === 1,
    inModel: (life, at) => model.start(life, owner, at, LEASE),
  };
}

function releaseBy(owner: string): Move {
  return {
    name: `release ${owner}`,
    inTable: async (outbox, id) => (await releaseMessages(outbox, [id], owner)).length === 1,
    inModel: (life) => model.release(life, owner),
  };
}

/** `lag`: how many tries ago this one was. */
function concludeBy(owner: string, lag: number, outcome: DeliveryOutcome): Move {
  return {
    name: `conclude ${owner} ${lag} ${outcome.state}`,
    inTable: async (outbox, id, { attempts }) => {
      const attempt = attempts - lag;
      const [recorded] = await recordOutcomes(outbox, owner, [{ id, attempt, outcome }]);
      return recorded?.late === false;
    },
    inModel: (life, at) => model.conclude(life, owner, life.attempts - lag, outcome, at),
  };
}

function reclaimFrom(dead: readonly string[]): Move {
  return {
    name: `reclaim ${dead.join(' ')}`,
    inTable: async (outbox) => {
      const { freed, ambiguous } = await reclaimStale(outbox, { deadOwners: dead });
      return freed.length + ambiguous.length === 1;
    },
    inModel: (life, at) => model.reclaim(life, at, dead),
  };
}

function resolveAs(as: 'sent' | 'not-sent'): Move {
  return {
    name: `resolve ${as}`,
    inTable: async (outbox, id) => !isRefusal(await resolveAmbiguous(outbox, id, as)),
    inModel: (life) => model.resolve(life, as),
  };
}

function withdrawBy(owner: string | null): Move {
  return {
    name: `withdraw ${owner}`,
    inTable: async (outbox, id) => (await withdrawMessages(outbox, [id], owner)).length === 1,
    inModel: (life) => model.withdraw(life, owner),
  };
}

/** What leads on stands several times, what ends a life once. */
const MENU: readonly Move[] = [
  ...OWNERS.flatMap((owner) => [
    ...Array.from({ length: 4 }, () => claimBy(owner)),
    ...Array.from({ length: 8 }, () => startBy(owner)),
    releaseBy(owner),
    ...OUTCOMES.flatMap((outcome) => [concludeBy(owner, 0, outcome), concludeBy(owner, 1, outcome)]),
  ]),
  withdrawBy(OWNERS[0]),
  reclaimFrom([]),
  ...OWNERS.map((owner) => reclaimFrom([owner])),
  resolveAs('sent'),
  resolveAs('not-sent'),
  withdrawBy(null),
];

/** Mostly a move that the model allows, or a life would get nowhere. */
function chosen(pick: number, allowed: boolean, life: MessageLife, at: number): Move {
  const able = allowed ? MENU.filter((move) => move.inModel(life, at) !== null) : MENU;
  const from = able.length === 0 ? MENU : able;
  return from[pick % from.length]!;
}

const picks = fc.tuple(
  fc.nat(997),
  fc.integer({ min: 0, max: 3 }).map((die) => die > 0),
);
/** Seconds that pass before a move: within a lease, over it, and past each pause between two tries. */
const waits = fc.constantFrom(0, 0, 1, LEASE - 1, LEASE, LEASE + 1, 301, 4000, 30_000);

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => await database.close());

describe('R8 R13 R19 the table moves as the model does', () => {
  test('a row becomes exactly what the model says; where it says nothing, no row is touched', async () => {
    const steps = fc.array(fc.tuple(waits, picks), { minLength: 1, maxLength: 30 });
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const at = { creditorId: newId(), clock: turnedClock('2026-11-23T08:00:00.000Z') };
        const id = await reserved(at);
        let life: MessageLife = {
          state: 'reserved',
          owner: null,
          leaseUntil: null,
          attempts: 0,
          nextAttemptAt: seconds(at.clock.now()),
        };
        for (const [wait, pick] of story) {
          at.clock.turn(wait);
          const move = chosen(...pick, life, seconds(at.clock.now()));
          const next = move.inModel(life, seconds(at.clock.now()));
          const { touched, row, before, after } = await inOutbox(database, at, async (outbox) => ({
            before: await receiptsOf(outbox, id),
            touched: await move.inTable(outbox, id, life),
            row: await findMessage(outbox, id),
            after: await receiptsOf(outbox, id),
          }));
          expect(touched, move.name).toBe(next !== null);
          life = next ?? life;
          expect(row?.life, move.name).toEqual(life);
          // Nothing that happened is forgotten, and what changed nothing leaves at most a late answer.
          expect(after.slice(0, before.length)).toEqual(before);
          const added = after.slice(before.length).map(({ event }) => event);
          if (next === null) expect(['', 'late'], move.name).toContain(added.join(' '));
          met.add(life.state);
        }
      }),
      { numRuns: 30, seed: 20_261_122 },
    );
    expect([...met].sort()).toEqual([...model.MESSAGE_STATES].sort());
  });
});

async function reserved(at: Parameters<typeof inOutbox>[1]): Promise<string> {
  const id = newId();
  const mail = await mailTo('a@y.example', id);
  await inOutbox(database, at, async (outbox) => {
    const scope = { ...outbox, on: at.clock.today('Europe/Paris'), rehearsal: true, newId };
    await storeDocument(scope, mail.bytes, 'message/rfc822');
    const { sha256: frozen, attachments, envelope } = mail;
    const nowhere = { debtorId: null, letterId: null, channel: 'email' as const };
    await reserve(outbox, [
      { ...nowhere, id, frozen, attachments, envelope, messageId: `<${id}@l.example>` },
    ]);
  });
  return id;
}
