import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Holder {
  readonly child: ChildProcess;
  /** Whether this process got to serve the folder. */
  readonly serves: boolean;
  /** What it wrote for people so far. */
  readonly complained: () => string;
  readonly close: () => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}

export interface HolderOptions {
  readonly uid?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Another process that holds the database of a folder open; rejects with what it said when it cannot. */
export async function holdDatabase(dataFolder: string, options: HolderOptions = {}): Promise<Holder> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hold-database.ts'), dataFolder], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid, cwd: '/' }),
  });
  const ended = once(child, 'exit');
  let said = '';
  let complained = '';
  child.stderr.on('data', (text) => {
    complained += text;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('\n')) resolve();
    });
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${complained}`)));
  });
  return {
    child,
    serves: said.startsWith('open true'),
    complained: () => complained,
    close: async () => {
      child.stdin.end();
      await ended;
      if (!said.includes('closed')) throw new Error(`did not close: ${complained}`);
    },
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}
