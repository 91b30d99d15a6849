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
import { refuseOtherCluster } from './clusters.ts';
import { type Edition, EMBEDDED } from './postgres-binaries.ts';
import {
  initialise,
  isReady,
  launch,
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
import { makeSocketFolder } from './socket-folder.ts';

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
  /** The data of another major version beside ours, for an upgrade; ours unless it is said. */
  readonly edition?: Edition;
}

/** This process's place among the clients of an embedded cluster. */
export interface Cluster {
  /** The folder of the socket: what a client takes as host. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** True once when no other process serves this cluster; it stays ours until `release`. */
  readonly claimService: () => Promise<boolean>;
  /** True when no other process uses this cluster; until `release`, others wait for it to stop. */
  readonly claimAlone: () => Promise<boolean>;
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
  const edition = options.edition ?? EMBEDDED;
  const since = performance.now();
  // Slower and slower: a recovery after a crash takes its time, and logs each knock.
  for (let pause = 20; performance.now() - since < ATTACH_LIMIT_MS; pause = Math.min(pause * 1.2, 500)) {
    const state = readStateOf(folder, edition);
    const attempt = state === null ? 'absent' : await present(state);
    if (typeof attempt === 'object') return clusterOf(state as State, attempt, options.keep ?? false);
    if (attempt === 'absent') await startUnderLock(folder, edition, options.durable ?? true);
    else await sleep(pause);
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

/** Where the data of all major versions of a data folder lie. */
export function homeOf(dataFolder: string): string {
  const folder = existsSync(dataFolder) ? realpathSync(dataFolder) : dataFolder;
  const state = readState(folder);
  return state?.way === 'staged' && existsSync(state.home) ? state.home : join(folder, 'pg');
}

function stateFile(folder: string): string {
  return join(folder, 'pg.json');
}

/** Null for a file cut by a full disk or a power cut, too: the place it named is found again without it. */
function readState(folder: string): State | null {
  const file = stateFile(folder);
  if (!existsSync(file)) return null;
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** What `pg.json` says of this edition's data; null when it speaks of another's. */
function readStateOf(folder: string, { major }: Edition): State | null {
  const state = readState(folder);
  return state?.cluster === String(major) ? state : null;
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
const ABSENT = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'EINVAL', 'ENAMETOOLONG', 'ENOTDIR']);
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

async function startUnderLock(folder: string, edition: Edition, durable: boolean): Promise<void> {
  // Loaded here only: most commands find the cluster running and need no lock.
  const { withFileLock } = await import('./file-lock.ts');
  const lock = join(folder, 'pg.lock');
  await withFileLock(lock, async () => {
    giveToOwnerOf(folder, lock);
    const before = readState(folder);
    const ours = readStateOf(folder, edition);
    if (ours !== null && (await listens(ours))) return;
    const placement = placementFor(folder, before, edition);
    refuseOtherCluster(placement.home, edition.major);
    await stopPostmaster(placement);
    if (ours !== null) rmSync(ours.socketFolder, { recursive: true, force: true });
    giveTo(placement.home, ownerFor(placement));
    initialise(placement, durable);
    await start(folder, placement, durable);
  });
}

/**
 * Staged data stay where they were put; anything else is chosen afresh, for a clone or a data folder may
 * move.
 */
function placementFor(folder: string, before: State | null, edition: Edition): Placement {
  const binaries = edition.binaries();
  const cluster = String(edition.major);
  const staged = before?.way === 'staged' && existsSync(before.home) && process.getuid?.() === 0;
  if (staged) return stage(binaries, dirname(before.home), cluster);
  return choosePlacement({ binaries, cluster }, folder, before?.way ?? null);
}

async function listens(state: State): Promise<boolean> {
  const attempt = await present(state);
  if (typeof attempt === 'object') await attempt.end();
  return attempt !== 'absent';
}

async function start(folder: string, placement: Placement, durable: boolean): Promise<void> {
  const socketFolder = makeSocketFolder();
  giveTo(socketFolder, ownerFor(placement));
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
    claimAlone: async () => {
      const alone = await isLast(presence);
      if (!alone) await presence.query(`select pg_advisory_lock_shared(${PRESENCE})`);
      return alone;
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
