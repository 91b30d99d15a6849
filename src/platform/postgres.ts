import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { findBinaries } from './postgres-binaries.ts';
import {
  initialise,
  isReady,
  launch,
  makeSocketFolder,
  PORT,
  postmasterOf,
  SUPERUSER,
  stopPostmaster,
} from './postgres-process.ts';
import {
  choosePlacement,
  giveTo,
  giveToOwnerOf,
  ownerFor,
  type Placement,
  placementSchema,
  stage,
} from './postgres-user.ts';

/** Any constant: what every client of a cluster holds shared, and the one that stops it holds alone. */
const PRESENCE = 1_919_249_505;
/** Held by the one `serve` of a data folder. */
const SERVICE = 1_919_249_506;

const ATTACH_LIMIT_MS = 180_000;

const stateSchema = placementSchema.extend({ socketFolder: z.string() });
type State = z.infer<typeof stateSchema>;

export interface ClusterOptions {
  /** False for tests: nothing survives a power cut, everything is faster. */
  readonly durable?: boolean;
  /** True to leave the cluster running when the last client goes. */
  readonly keep?: boolean;
}

/** This process's place among the clients of an embedded cluster. */
export interface Cluster {
  /** The folder of the socket: what a client takes as host. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** True once when no other process serves this cluster; it stays ours until `release`. */
  readonly claimService: () => Promise<boolean>;
  /** Leaves; the last client out stops the cluster. */
  readonly release: () => Promise<void>;
}

/**
 * Attaches to the cluster of a data folder, or starts it (and makes it) when none runs. Safe against other
 * processes doing the same, against a postmaster that lost its clients and against a pid file that lost its
 * postmaster.
 */
export async function attachCluster(dataFolder: string, options: ClusterOptions = {}): Promise<Cluster> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const folder = realpathSync(dataFolder);
  for (let waited = 0; waited < ATTACH_LIMIT_MS; waited += 20) {
    const state = readState(folder);
    const attempt = state === null ? 'absent' : await present(state);
    if (typeof attempt === 'object') return clusterOf(state as State, attempt, options.keep ?? false);
    if (attempt === 'absent') await startUnderLock(folder, options.durable ?? true);
    else await sleep(20);
  }
  throw new Error(
    `the database of ${folder} neither starts nor stops; see ${join(folder, 'pg', 'postgres.log')}`,
  );
}

/** Stops the cluster of a data folder, whoever uses it. */
export async function stopCluster(dataFolder: string): Promise<void> {
  const folder = realpathSync(dataFolder);
  const state = readState(folder);
  if (state === null) return;
  await stopPostmaster(state);
  rmSync(state.socketFolder, { recursive: true, force: true });
}

/** Stops the cluster of a data folder and removes its data, wherever they stand; nothing of it comes back. */
export async function removeCluster(dataFolder: string): Promise<void> {
  await stopCluster(dataFolder);
  const folder = realpathSync(dataFolder);
  const state = readState(folder);
  if (state === null) return;
  rmSync(state.way === 'staged' ? dirname(state.home) : state.home, { recursive: true, force: true });
  rmSync(stateFile(folder), { force: true });
}

function stateFile(folder: string): string {
  return join(folder, 'pg.json');
}

function readState(folder: string): State | null {
  const file = stateFile(folder);
  return existsSync(file) ? stateSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

function writeState(folder: string, state: State): void {
  const file = stateFile(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  giveToOwnerOf(folder, `${file}.new`);
  renameSync(`${file}.new`, file);
}

export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Nobody listens there. */
const ABSENT = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);
/** Starting, stopping, or stopped while we waited for our turn. */
const PASSING = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE', '53300']);

/**
 * Whether a connection failed because the cluster is gone, going or coming: to be found again, then tried
 * again.
 */
export function isUnreachable(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  return (
    ABSENT.has(code) ||
    PASSING.has(code) ||
    (error instanceof Error && /terminated|closed/i.test(error.message))
  );
}

async function present(state: State): Promise<pg.Client | 'absent' | 'passing'> {
  const client = new pg.Client({
    host: state.socketFolder,
    port: PORT,
    user: SUPERUSER,
    database: 'postgres',
  });
  // A connection that dies between two queries reports here; the next query fails and says it to its caller.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock_shared(${PRESENCE})`);
    return client;
  } catch (error) {
    void client.end().catch(() => undefined);
    const code = errorCode(error);
    if (code !== null && ABSENT.has(code)) return 'absent';
    if (isUnreachable(error)) return 'passing';
    throw error;
  }
}

async function startUnderLock(folder: string, durable: boolean): Promise<void> {
  // Loaded here only: most commands find the cluster running and need no lock.
  const { withFileLock } = await import('./file-lock.ts');
  const lock = join(folder, 'pg.lock');
  await withFileLock(lock, async () => {
    giveToOwnerOf(folder, lock);
    const before = readState(folder);
    if (before !== null && (await listens(before))) return;
    const placement = placementFor(folder, before);
    await stopPostmaster(placement);
    if (before !== null) rmSync(before.socketFolder, { recursive: true, force: true });
    giveTo(placement.home, ownerFor(placement));
    initialise(placement, durable);
    await start(folder, placement, durable);
  });
}

/**
 * Staged data stay where they were put; anything else is chosen afresh, for a clone or a data folder may
 * move.
 */
function placementFor(folder: string, before: State | null): Placement {
  const binaries = findBinaries();
  const staged = before?.way === 'staged' && existsSync(before.home) && process.getuid?.() === 0;
  if (staged) return stage(binaries, dirname(before.home));
  return choosePlacement(binaries, folder, before?.way ?? null);
}

async function listens(state: State): Promise<boolean> {
  const attempt = await present(state);
  if (typeof attempt === 'object') await attempt.end();
  return attempt !== 'absent';
}

async function start(folder: string, placement: Placement, durable: boolean): Promise<void> {
  const socketFolder = makeSocketFolder(placement);
  const state: State = { ...placement, socketFolder };
  // Before the start: whoever is killed in the middle of it leaves a postmaster that the next one finds.
  writeState(folder, state);
  for (let attempt = 1; ; attempt += 1) {
    const launched = launch(placement, socketFolder, durable);
    let failure = launched.failure();
    while (failure === null) {
      const answer = isReady(placement) ? await present(state) : 'passing';
      if (typeof answer === 'object') {
        await answer.end();
        launched.letGo();
        return;
      }
      await sleep(10);
      failure = launched.failure();
    }
    // The sessions of a killed postmaster take a moment to notice, and hold its memory until then.
    if (attempt >= 50 || !/still in use|already exists/.test(failure)) {
      throw new Error(`PostgreSQL does not start in ${placement.home}: ${failure}`);
    }
    await sleep(200);
  }
}

function clusterOf(state: State, presence: pg.Client, keep: boolean): Cluster {
  let served = false;
  return {
    host: state.socketFolder,
    port: PORT,
    user: SUPERUSER,
    claimService: async () => {
      if (served) return true;
      const { rows } = await presence.query(`select pg_try_advisory_lock(${SERVICE}) as held`);
      served = rows[0].held;
      return served;
    },
    release: async () => {
      const last = !keep && (await isLast(presence));
      // Stopped while we still hold the place alone: who arrives meanwhile waits, is turned away, and
      // starts anew.
      if (last && postmasterOf(state)?.alive) {
        await stopPostmaster(state);
        rmSync(state.socketFolder, { recursive: true, force: true });
      }
      await presence.end().catch(() => undefined);
    },
  };
}

async function isLast(presence: pg.Client): Promise<boolean> {
  try {
    await presence.query(`select pg_advisory_unlock_shared(${PRESENCE})`);
    const { rows } = await presence.query(`select pg_try_advisory_lock(${PRESENCE}) as alone`);
    return rows[0].alone;
  } catch {
    // The postmaster is gone already, or another client stops it.
    return false;
  }
}
