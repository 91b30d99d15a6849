import type { Tx } from '../platform/db.ts';
import { DocumentUnreadable } from '../vault/document-unreadable.ts';
import { readDocument } from '../vault/documents.db.ts';
import { checkFrozen } from './attachment-manifest.ts';
import {
  type Answered,
  markSending,
  type Recorded,
  recordOutcomes,
  releaseMessages,
} from './message-moves.db.ts';
import { type MessageRow, type Outbox, seconds } from './messages.db.ts';
import type { FailedOutcome } from './outcome.ts';
import { LEASE_SECONDS, type Sending } from './sending.ts';

/** What one transaction has to write. */
export interface Work {
  readonly told: readonly Answered[];
  readonly marking: readonly MessageRow[];
  readonly back: readonly string[];
}

/** A message marked as being sent, with its frozen bytes or the reason why it will not leave. */
export interface Ready {
  readonly row: MessageRow;
  readonly raw: Uint8Array | FailedOutcome;
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
 * Writes answers, marks and releases together; when that fails, each answer by itself, so that what one of them makes
 * the caller stumble over does not take the evidence of the others with it.
 */
export async function flush(sending: Sending, work: Work): Promise<Flushed> {
  const { database, creditorId } = sending;
  try {
    return await database.inCreditor(creditorId, async (tx) => ({
      recorded: await record(sending, tx, work.told),
      ...(await prepare(sending, tx, work)),
      problems: [],
    }));
  } catch (error) {
    // Nothing to tell: the database itself is at fault, and trying again is the next run's business.
    if (work.told.length === 0) throw error;
  }
  const recorded: Recorded[] = [];
  const problems: { id: string; error: unknown }[] = [];
  for (const answered of work.told) {
    try {
      recorded.push(
        ...(await database.inCreditor(creditorId, async (tx) => await record(sending, tx, [answered]))),
      );
    } catch (error) {
      problems.push({ id: answered.id, error });
      const alone = { ...sending, settle: undefined };
      recorded.push(
        ...(await database.inCreditor(creditorId, async (tx) => await record(alone, tx, [answered]))),
      );
    }
  }
  const prepared = await database.inCreditor(creditorId, async (tx) => await prepare(sending, tx, work));
  return { recorded, problems, ...prepared };
}

type Recorder = Pick<Sending, 'creditorId' | 'clock' | 'owner'> & {
  readonly settle?: Sending['settle'] | undefined;
};

async function record(recorder: Recorder, tx: Tx, told: readonly Answered[]): Promise<readonly Recorded[]> {
  if (told.length === 0) return [];
  const recorded = await recordOutcomes(outboxOf(recorder, tx), recorder.owner, told);
  await recorder.settle?.(tx, recorded);
  return recorded;
}

async function prepare(sending: Sending, tx: Tx, work: Work): Promise<Pick<Flushed, 'released' | 'ready'>> {
  const outbox = outboxOf(sending, tx);
  const { owner } = sending;
  const released = await releaseMessages(outbox, work.back, owner);
  const ids = work.marking.map(({ id }) => id);
  const marked = await markSending(outbox, { ids, owner, leaseSeconds: LEASE_SECONDS });
  const markedAt = seconds(outbox.at);
  const ready: Ready[] = [];
  for (const row of marked) ready.push({ row, raw: await frozenBytes(sending, tx, row), markedAt });
  return { released: released.map(({ id }) => id), ready };
}

/** The last look before a message leaves: the bytes in the vault, and every file in them, are those approved. */
async function frozenBytes(sending: Sending, tx: Tx, row: MessageRow): Promise<Uint8Array | FailedOutcome> {
  const { creditorId, database } = sending;
  const unfit = (code: string, permanent: boolean): FailedOutcome => ({
    state: 'failed',
    permanent,
    stage: 'body',
    code,
    response: null,
    refusedRecipients: [],
  });
  try {
    const bytes = await readDocument({ tx, creditorId, dataFolder: database.dataFolder }, row.frozen);
    const refused = checkFrozen(bytes, { sha256: row.frozen, attachments: row.attachments });
    return refused ? unfit(refused.refused, true) : bytes;
  } catch (error) {
    if (error instanceof DocumentUnreadable) return unfit('document_unreadable', true);
    return unfit(error instanceof Error && 'code' in error ? String(error.code) : 'EIO', false);
  }
}

function outboxOf(recorder: Recorder, tx: Tx): Outbox {
  return { tx, creditorId: recorder.creditorId, at: recorder.clock.now() };
}
