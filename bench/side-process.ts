import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeCluster } from '../src/platform/postgres.ts';

/** No side of a work takes half as long: one that does hangs. */
const LIMIT_SECONDS = 300;

/** As bin/inner-node.mjs starts the program; the reference has the same. */
const FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=25'];

let running: number | null = null;

/** Runs one side of a work in a process of its own and answers what it printed; kills what hangs. */
export async function runSide(name: string, side: string, folder: string): Promise<string> {
  const args = [...FLAGS, join(import.meta.dirname, 'side.ts'), name, side, folder];
  // A group of its own, so that nothing that it starts outlives it.
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  running = child.pid ?? null;
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const limit = setTimeout(killSide, LIMIT_SECONDS * 1000);
  const [status, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (...ended) => resolve(ended));
  });
  clearTimeout(limit);
  running = null;
  if (signal !== null) throw new Error(`${side} was stopped after ${LIMIT_SECONDS} s`);
  if (status !== 0) throw new Error(`${side} ended with ${status}`);
  return said;
}

/** Ends the side that runs, if any, and all that it started. */
export function killSide(): void {
  if (running === null) return;
  try {
    process.kill(-running, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Removes the folder of a work; a PostgreSQL in it, which a killed side leaves running, is stopped first. */
export async function removeFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of ['', ...readdirSync(folder)]) {
    if (existsSync(join(folder, name, 'pg.json'))) await removeCluster(join(folder, name));
  }
  rmSync(folder, { recursive: true, force: true });
}
