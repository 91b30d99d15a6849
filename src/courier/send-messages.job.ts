import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/db.ts';
import { isRefusal } from '../platform/refusal.ts';
import { documentPath, readBytes } from '../vault/folder.ts';
import { checkFrozen } from './attachment-manifest.ts';
import { type Flushed, flush, type Ready, type Work } from './flush-outbox.job.ts';
import type { Answered, Recorded } from './message-moves.db.ts';
import { type MessageRow, seconds } from './messages.db.ts';
import type { DeliveryOutcome, FailedOutcome } from './outcome.ts';
import type { Transport } from './transport.ts';

// The facts of a message were checked when it was claimed; one that could not leave at once is checked again.
const FRESH_SECONDS = 5;

/** The code of a server that takes messages and never answers. */
export const NO_ANSWER = 'no_answer';

export interface Sending {
  readonly database: Database;
  readonly creditorId: string;
  readonly transport: Transport;
  /** Names this run: two must never bear the same name. */
  readonly owner: string;
  readonly clock: Clock;
  /**
   * Claims messages for `owner` (`claimBatch`), at most `limit`, in a transaction in which the caller checks
   * the facts again, and withdraws or releases what must not leave. Null: there are no more, or no more may
   * leave.
   */
  readonly take: (limit: number) => Promise<readonly MessageRow[] | null>;
  /** What the caller writes in the very transaction that records the answers. */
  readonly settle?: (tx: Tx, recorded: readonly Recorded[]) => Promise<void>;
}

export interface SendReport {
  readonly recorded: readonly Recorded[];
  /** Given back untouched: they waited too long, or the server cannot be reached. */
  readonly released: readonly string[];
  /**
   * Why nothing more was taken: the server refuses the connection or the login, which no other message can
   * help.
   */
  readonly halted: FailedOutcome | null;
  /** What `settle` threw for a message; its answer is recorded all the same. */
  readonly problems: readonly { readonly id: string; readonly error: unknown }[];
}

/** What is under way between two transactions. */
interface Pump {
  readonly claimed: { readonly row: MessageRow; readonly at: number }[];
  readonly ready: Ready[];
  readonly answers: Answered[];
  readonly back: string[];
  carried: number;
  /** Something was put on its way since messages last went back. */
  advanced: boolean;
  taking: boolean;
  /** No more to take, or none that may be. */
  exhausted: boolean;
  halted: FailedOutcome | null;
  /** Doubts since the server last said yes or no, and how many of them were mere silence. */
  doubts: { inARow: number; silent: number };
  broken: { readonly error: unknown } | null;
  /** Times that nothing could be written: what is under way is recorded if it can, nothing more leaves. */
  lost: number;
  wake: () => void;
}

/**
 * Sends what `take` hands out over all the connections of the transport at once, until there is no more.
 * Answers are recorded and the next messages marked in one transaction for all that waits at that moment:
 * while one commits, the next gathers, without a timer. At most two messages per connection are marked at any
 * time, so that a crash leaves no more in doubt, and two more are claimed. One bad message never stops the
 * rest.
 */
export async function sendMessages(sending: Sending): Promise<SendReport> {
  const pump: Pump = {
    claimed: [],
    ready: [],
    answers: [],
    back: [],
    carried: 0,
    advanced: false,
    taking: false,
    exhausted: false,
    halted: null,
    doubts: { inARow: 0, silent: 0 },
    broken: null,
    lost: 0,
    wake: () => undefined,
  };
  const all: Flushed[] = [];
  for (;;) {
    takeMore(sending, pump);
    const work = nextWork(sending, pump);
    if (work) {
      const flushed = await flushOrKeep(sending, pump, work);
      if (flushed === null) continue;
      all.push(flushed);
      pump.ready.push(...flushed.ready);
      if (flushed.released.length > 0) takeAgain(pump);
      launch(sending, pump);
      continue;
    }
    if (pump.carried === 0 && !pump.taking) break;
    await new Promise<void>((resume) => {
      pump.wake = resume;
    });
  }
  if (pump.broken) throw pump.broken.error;
  return {
    recorded: all.flatMap(({ recorded }) => recorded),
    released: all.flatMap(({ released }) => released),
    problems: all.flatMap(({ problems }) => problems),
    halted: pump.halted,
  };
}

/** A database that comes back is told what left meanwhile: without it, each of these would be a doubt. */
const LOST_AT_MOST = 3;

async function flushOrKeep(sending: Sending, pump: Pump, work: Work): Promise<Flushed | null> {
  try {
    return await flush(sending, work);
  } catch (error) {
    pump.lost += 1;
    if (pump.lost > LOST_AT_MOST) throw error;
    pump.broken ??= { error };
    pump.exhausted = true;
    pump.answers.unshift(...work.told);
    pump.back.push(...work.back, ...work.marking.map(({ id }) => id));
    launch(sending, pump);
    return null;
  }
}

/** Claims the next batch beside everything else; should that fail, what is under way still ends. */
function takeMore(sending: Sending, pump: Pump): void {
  const { connections } = sending.transport;
  if (pump.taking || pump.exhausted || pump.halted || pump.claimed.length >= connections) return;
  pump.taking = true;
  const taken = async () => {
    const rows = await sending.take(2 * connections - pump.claimed.length);
    if (rows === null) pump.exhausted = true;
    const at = seconds(sending.clock.now());
    pump.claimed.push(...(rows ?? []).map((row) => ({ row, at })));
  };
  void taken()
    .catch((error: unknown) => {
      pump.exhausted = true;
      pump.broken = { error };
    })
    .finally(() => {
      pump.taking = false;
      pump.wake();
    });
}

/** What went back may be claimed again in this run, as long as the run gets anywhere. */
function takeAgain(pump: Pump): void {
  if (pump.advanced && !pump.broken) pump.exhausted = false;
  pump.advanced = false;
}

function isStopped({ halted, lost }: Pump): boolean {
  return halted !== null || lost > 0;
}

function nextWork(sending: Sending, pump: Pump): Work | null {
  // The database is asked again once, for all that was under way when it went.
  if (pump.lost > 0 && pump.carried > 0) return null;
  const now = seconds(sending.clock.now());
  if (isStopped(pump)) pump.back.push(...pump.claimed.splice(0).map(({ row }) => row.id));
  const room = 2 * sending.transport.connections - pump.carried - pump.ready.length;
  const marking: MessageRow[] = [];
  for (const { row, at } of pump.claimed.splice(0, room)) {
    if (now - at > FRESH_SECONDS) pump.back.push(row.id);
    else marking.push(row);
  }
  const work = { marking, told: pump.answers.splice(0), back: pump.back.splice(0) };
  return work.marking.length + work.told.length + work.back.length > 0 ? work : null;
}

/** Puts as many messages on their way as there are connections; the others wait, or go back. */
function launch(sending: Sending, pump: Pump): void {
  const { transport, clock } = sending;
  while (pump.ready.length > 0 && (isStopped(pump) || pump.carried < transport.connections)) {
    const next = pump.ready.shift()!;
    const { row } = next;
    if (isStopped(pump) || seconds(clock.now()) - next.markedAt > FRESH_SECONDS) {
      pump.back.push(row.id);
      continue;
    }
    pump.carried += 1;
    pump.advanced = true;
    void carry(sending, next).then((outcome) => {
      pump.carried -= 1;
      pump.answers.push({ id: row.id, attempt: row.life.attempts, outcome });
      pump.halted ??= haltedBy(pump, outcome, transport.connections);
      launch(sending, pump);
      pump.wake();
    });
  }
}

/** Doubts in a row after which a server is not worth another one: each is a person's work. */
const DOUBTS_AT_MOST = 10;

/**
 * Why nothing more may be given to this server: it takes no connection or no login, every connection waited
 * in vain for an answer, or no answer came for many messages in a row.
 */
function haltedBy(pump: Pump, outcome: DeliveryOutcome, connections: number): FailedOutcome | null {
  if (outcome.state === 'failed' && (outcome.stage === 'connect' || outcome.stage === 'login'))
    return outcome;
  if (outcome.state !== 'ambiguous') {
    pump.doubts = { inARow: 0, silent: 0 };
    return null;
  }
  pump.doubts.inARow += 1;
  if (outcome.reason === 'answer_timeout') pump.doubts.silent += 1;
  const { inARow, silent } = pump.doubts;
  if (inARow < DOUBTS_AT_MOST && silent < Math.max(2, connections)) return null;
  return {
    ...{ state: 'failed', permanent: false, stage: 'answer', code: NO_ANSWER },
    ...{ response: null, refusedRecipients: [] },
  };
}

async function carry(sending: Sending, ready: Ready): Promise<DeliveryOutcome> {
  const raw = await frozenBytes(sending, ready.row);
  if (!(raw instanceof Uint8Array)) return raw;
  try {
    return await sending.transport.deliver(raw, ready.row.envelope, ready.row.id);
  } catch {
    // A transport that throws has a fault of its own, and nobody knows how far it came.
    return { state: 'ambiguous', reason: 'transport_broke', response: null };
  }
}

/** The last look before a message leaves: its bytes, and each file in them, are those approved. */
async function frozenBytes(sending: Sending, row: MessageRow): Promise<Uint8Array | FailedOutcome> {
  try {
    const path = documentPath(sending.database.dataFolder, sending.creditorId, row.frozen);
    const bytes = row.erased ? null : await readBytes(path);
    if (bytes === null) return unfit('document_unreadable', true);
    const refused = checkFrozen(bytes, { sha256: row.frozen, attachments: row.attachments });
    return isRefusal(refused) ? unfit(refused.refused, true) : bytes;
  } catch (error) {
    // A disk that does not answer may answer later.
    return unfit(error instanceof Error && 'code' in error ? String(error.code) : 'EIO', false);
  }
}

function unfit(code: string, permanent: boolean): FailedOutcome {
  return { state: 'failed', permanent, stage: 'body', code, response: null, refusedRecipients: [] };
}
