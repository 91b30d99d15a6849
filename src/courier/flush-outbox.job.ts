import type { Tx } from '../platform/db.ts';
import { LEASE_SECONDS } from './attempt.ts';
import {
  type Answered,
  markStep,
  moveMessages,
  outcomeStep,
  type Recorded,
  recordedOf,
  recordOutcomes,
  releaseStep,
  type Step,
} from './message-moves.db.ts';
import { type MessageRow, type Outbox, seconds } from './messages.db.ts';
import type { Sending } from './send-messages.job.ts';

/** What one transaction has to write. No message is in two of the lists. */
export interface Work {
  readonly told: readonly Answered[];
  readonly marking: readonly MessageRow[];
  readonly back: readonly string[];
}

/** A message marked as being sent. */
export interface Ready {
  readonly row: MessageRow;
  /** Second in which it was marked. */
  readonly markedAt: number;
}

export interface Flushed {
  readonly recorded: readonly Recorded[];
  readonly released: readonly string[];
  readonly ready: readonly Ready[];
  readonly problems: readonly { readonly id: string; readonly error: unknown }[];
}

/**
 * Writes answers, marks and releases together; when that fails, each answer by itself, so that what one of
 * them makes the caller stumble over does not take the evidence of the others with it. What was to be marked
 * goes back: nobody knows whether the mark was committed, and it never met a transport.
 */
export async function flush(sending: Sending, work: Work): Promise<Flushed> {
  try {
    return await write(sending, work);
  } catch (error) {
    // Nothing was told: the database itself is at fault, and trying again is the next run's business.
    if (work.told.length === 0) throw error;
  }
  const recorded: Recorded[] = [];
  const problems: { id: string; error: unknown }[] = [];
  for (const answered of work.told) {
    const alone = { told: [answered], marking: [], back: [] };
    try {
      recorded.push(...(await write(sending, alone)).recorded);
    } catch (error) {
      problems.push({ id: answered.id, error });
      const plain = await recordPlainly(sending, answered);
      recorded.push(...plain);
      if (plain.length > 0) await settleAgain(sending, plain);
    }
  }
  const back = [...work.back, ...work.marking.map(({ id }) => id)];
  const rest = await write(sending, { told: [], marking: [], back });
  return { ...rest, recorded, problems };
}

async function write(sending: Sending, work: Work): Promise<Flushed> {
  const { database, creditorId, owner } = sending;
  const writeIn = async (tx: Tx): Promise<Flushed> => {
    const outbox = outboxOf(sending, tx);
    const { at } = outbox;
    const steps = new Map<string, Step>();
    for (const answered of work.told) steps.set(answered.id, outcomeStep(answered, owner, at));
    for (const { id } of work.marking) steps.set(id, markStep({ owner, at, leaseSeconds: LEASE_SECONDS }));
    for (const id of work.back) steps.set(id, releaseStep(owner));
    const moved = await moveMessages(outbox, steps);
    const recorded = recordedOf(work.told, moved);
    if (recorded.length > 0) await sending.settle?.(tx, recorded);
    const marked = moved.filter(({ event }) => event === 'sending').map(({ row }) => row);
    return {
      recorded,
      released: moved.filter(({ event }) => event === 'released').map(({ row }) => row.id),
      ready: marked.map((row) => ({ row, markedAt: seconds(at) })),
      problems: [],
    };
  };
  return await database.inCreditor(creditorId, writeIn, { prepared: true });
}

async function recordPlainly(sending: Sending, answered: Answered): Promise<readonly Recorded[]> {
  return await sending.database.inCreditor(sending.creditorId, async (tx) =>
    recordOutcomes(outboxOf(sending, tx), sending.owner, [answered]),
  );
}

/**
 * What an answer means, once more and by itself: the database may only have been away for a moment. Should it
 * fail again, the problem is told already, and the next run concludes what it can.
 */
async function settleAgain(sending: Sending, recorded: readonly Recorded[]): Promise<void> {
  const { database, creditorId, settle } = sending;
  await database.inCreditor(creditorId, async (tx) => await settle?.(tx, recorded)).catch(() => undefined);
}

function outboxOf(sending: Sending, tx: Tx): Outbox {
  return { tx, creditorId: sending.creditorId, at: sending.clock.now() };
}
