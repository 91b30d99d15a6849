import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PlantedFault, plantedIn } from '../harness/planted-fault.ts';

const RELANCE = join(import.meta.dirname, '..', '..', 'bin', 'relance.mjs');
/** A command that takes longer does not wait, it hangs: the slowest takes seconds on a free machine. */
const HANGS_AFTER_MS = 600_000;

/** How a command ended. */
export interface Ended {
  /** Null: killed. */
  readonly exit: number | null;
  /** What it answered; null when it did not come to that. */
  // biome-ignore lint/suspicious/noExplicitAny: documents of every shape
  readonly data: any;
  readonly complained: string;
  readonly hung: boolean;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The program as a user starts it: a process of its own on a data folder, at an hour that a test fixed. */
export interface Machine {
  readonly folder: string;
  readonly start: (words: readonly string[], instant: string) => Running;
}

export function machineOn(folder: string, planted: readonly PlantedFault[]): Machine {
  const faults = plantedIn(...planted);
  return {
    folder,
    start: (words, instant) => {
      const child = spawn(process.execPath, [RELANCE, ...words, '--data', folder, '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, DATABASE_URL: '', RELANCE_CLOCK: instant, ...faults },
      });
      return { child, ended: endOf(child) };
    },
  };
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const said: Buffer[] = [];
  const complained: Buffer[] = [];
  child.stdout!.on('data', (bytes) => said.push(bytes));
  child.stderr!.on('data', (bytes) => complained.push(bytes));
  let hung = false;
  const patience = setTimeout(() => {
    hung = true;
    child.kill('SIGKILL');
  }, HANGS_AFTER_MS);
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(patience);
  return {
    exit,
    data: documentIn(Buffer.concat(said).toString()),
    complained: Buffer.concat(complained).toString(),
    hung,
  };
}

function documentIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function killProcess(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}

/** Kills the postmaster of a data folder and all its backends; false when none runs. */
export function killDatabase(folder: string): boolean {
  const postmaster = postmasterOf(folder);
  if (postmaster === null) return false;
  const backends = childrenOf(postmaster);
  for (const pid of [postmaster, ...backends]) kill(pid);
  return true;
}

/** Kills one process of the database: the postmaster then throws all others out and recovers. */
export function killBackend(folder: string, which: (count: number) => number): boolean {
  const postmaster = postmasterOf(folder);
  const backends = postmaster === null ? [] : childrenOf(postmaster);
  if (backends.length === 0) return false;
  kill(backends[which(backends.length)]!);
  return true;
}

function postmasterOf(folder: string): number | null {
  const state = join(folder, 'pg.json');
  if (!existsSync(state)) return null;
  const { home } = JSON.parse(readFileSync(state, 'utf8')) as { readonly home: string };
  try {
    const pid = Number(readFileSync(join(home, '18', 'postmaster.pid'), 'utf8').split('\n')[0]);
    // A number may have been given to another process since.
    return commandLine(pid).includes(home) ? pid : null;
  } catch {
    return null;
  }
}

function commandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const listed = existsSync(file)
    ? readFileSync(file, 'utf8').split(' ')
    : spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
        .stdout.split('\n')
        .flatMap((line) => {
          const [child, parent] = line.trim().split(/\s+/);
          return parent === String(pid) ? [child!] : [];
        });
  return listed.filter((one) => one.trim() !== '').map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself meanwhile.
  }
}
