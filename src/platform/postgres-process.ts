import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, commandFor, type Placement } from './postgres-user.ts';

/** The superuser that initdb makes; nobody but the socket's folder guards it. */
export const SUPERUSER = 'relance';
export const PORT = 5432;

const LARGEST_LOG = 1_000_000;
const STOP_LIMIT_MS = 20_000;

function dataOf(placement: Placement): string {
  return join(placement.home, placement.cluster);
}

function logOf(placement: Placement): string {
  return join(placement.home, 'postgres.log');
}

// initdb and postgres must not depend on the caller's language, zone or libraries.
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes the data folder when there is none; a folder half made by a crash is never mistaken for one. */
export function initialise(placement: Placement, durable: boolean): void {
  const data = dataOf(placement);
  if (existsSync(join(data, 'PG_VERSION'))) {
    // A data folder that was copied or restored may have lost it, and PostgreSQL insists.
    chmodSync(data, 0o700);
    return;
  }
  sweepHalfMade(placement);
  const growing = `${data}.new-${process.pid}`;
  const { file, args, ...who } = commandFor(placement, join(placement.binaries, 'bin/initdb'), [
    `--pgdata=${growing}`,
    `--username=${SUPERUSER}`,
    '--auth=trust',
    '--encoding=UTF8',
    // Code-point order on every machine, and capitals of accented letters known: indexes must not change
    // with libc.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    ...(durable ? [] : ['--no-sync']),
  ]);
  const made = spawnSync(file, args, { ...who, cwd: '/', env: ENVIRONMENT, encoding: 'utf8' });
  if (made.status !== 0) {
    throw new Error(`initdb failed in ${growing}: ${made.error?.message ?? made.stderr.trim()}`);
  }
  renameSync(growing, data);
}

/**
 * Takes away what killed processes left half made. The initdb of one may still be running: it then fails, in
 * a folder that is its own, and what it leaves goes the next time.
 */
function sweepHalfMade({ home, cluster }: Placement): void {
  for (const name of readdirSync(home)) {
    if (!name.startsWith(`${cluster}.new`)) continue;
    try {
      rmSync(join(home, name), { recursive: true, force: true });
    } catch {
      // It is being written to.
    }
  }
}

export interface Launch {
  /** Null while it runs; the last lines of the log once it has ended. */
  readonly failure: () => string | null;
  /** Lets this process end before PostgreSQL does. */
  readonly letGo: () => void;
}

/** Starts the postmaster, detached: it outlives us, and a Ctrl-C in our terminal does not reach it. */
export function launch(placement: Placement, socketFolder: string, durable: boolean): Launch {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: String(PORT),
    max_connections: '120',
    // Planning with the compiler costs more than it saves at our sizes.
    jit: 'off',
    // Whoever comes next starts it again, and is told when it cannot start; left to itself, a postmaster
    // whose recovery fails tries for ever and answers nobody.
    restart_after_crash: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = commandFor(placement, join(placement.binaries, 'bin/postgres'), [
    '-D',
    dataOf(placement),
    ...options,
  ]);
  const log = logOf(placement);
  if (existsSync(log) && statSync(log).size > LARGEST_LOG) renameSync(log, `${log}.old`);
  const from = existsSync(log) ? statSync(log).size : 0;
  return follow(command, log, from);
}

function follow(command: Command, log: string, from: number): Launch {
  const descriptor = openSync(log, 'a', 0o600);
  const { file, args, ...who } = command;
  const child = spawn(file, args, {
    ...who,
    cwd: '/',
    env: ENVIRONMENT,
    detached: true,
    stdio: ['ignore', descriptor, descriptor],
  });
  closeSync(descriptor);
  let ended: string | null = null;
  child.on('error', (error) => {
    ended = error.message;
  });
  child.on('exit', () => {
    ended ??= readFileSync(log, 'utf8').slice(from).trim().slice(-2000) || 'it said nothing';
  });
  return {
    failure: () => ended,
    letGo: () => {
      child.removeAllListeners('exit');
      child.unref();
    },
  };
}

/**
 * The pid in `postmaster.pid`, and whether it is truly the postmaster of this folder: pids are given out
 * again.
 */
export function postmasterOf(placement: Placement): { readonly pid: number; readonly alive: boolean } | null {
  const data = dataOf(placement);
  const lines = pidFile(data);
  if (lines === null) return null;
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1) return { pid: 0, alive: false };
  return { pid, alive: commandLine(pid).includes(data) };
}

/**
 * Whether the postmaster accepts sessions: asking its pid file spares its log a complaint for each early
 * knock.
 */
export function isReady(placement: Placement): boolean {
  return pidFile(dataOf(placement))?.[7]?.trim() === 'ready';
}

/**
 * The lines of `postmaster.pid`; null when there is none. A postmaster that stops removes it between two
 * looks.
 */
function pidFile(data: string): readonly string[] | null {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** What process `pid` was started with; empty when there is none (or only its zombie is left). */
function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

/**
 * Stops the postmaster of this folder if one runs: politely, then without waiting for its sessions, at last
 * by force (a kill loses nothing committed, it costs a recovery). Clears a pid file that names no
 * postmaster.
 */
export async function stopPostmaster(placement: Placement): Promise<void> {
  const running = postmasterOf(placement);
  if (running?.alive) {
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      if (signalled(running.pid, signal) && (await gone(placement, running.pid))) break;
    }
  }
  const left = postmasterOf(placement);
  if (left !== null && !left.alive) rmSync(join(dataOf(placement), 'postmaster.pid'), { force: true });
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
  return true;
}

async function gone(placement: Placement, pid: number): Promise<boolean> {
  for (let waited = 0; waited < STOP_LIMIT_MS; waited += 10) {
    const now = postmasterOf(placement);
    if (now === null || !now.alive || now.pid !== pid) return true;
    await sleep(10);
  }
  return false;
}
