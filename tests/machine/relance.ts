import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ENTRY = join(import.meta.dirname, '../../bin/relance.mjs');

/** What a command line came to, as a shell sees it. */
export interface Ended {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly said: string;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** Shell words before the command: `ulimit -f 200;`. */
  readonly before?: string;
  /** Shell words after it: `| head -1`. */
  readonly after?: string;
  /** Called with the process once it runs, to do it harm. */
  readonly meanwhile?: (child: ChildProcess) => Promise<void>;
}

/** Runs the program as a user does, in a process of its own. */
export async function relance(line: string, over: Surroundings = {}): Promise<Ended> {
  const { before = '', after = '', env, meanwhile } = over;
  const single = before === '' && after === '';
  const args = line.split(' ');
  const child = single
    ? spawn(process.execPath, [ENTRY, ...args], { env: { ...process.env, ...env } })
    : spawn(
        'bash',
        ['-c', `set -o pipefail; ${before} "$0" "$1" ${line} ${after}`, process.execPath, ENTRY],
        {
          env: { ...process.env, ...env },
        },
      );
  let out = '';
  let said = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    said += text;
  });
  const ended = once(child, 'close');
  await meanwhile?.(child);
  const [exit, signal] = await ended;
  return { exit, signal, out, said };
}
