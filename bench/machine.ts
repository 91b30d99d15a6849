import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../src/platform/postgres-binaries.ts';
import { timed } from './work.ts';

/** What a figure was measured on: enough to judge it, nothing that names the machine. */
export interface Machine {
  readonly on: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly disk: string;
  /** Milliseconds that writing 8 kB and making it durable take there, the median of fifty. */
  readonly fsyncMs: number;
  readonly node: string;
  readonly postgresql: string;
}

export async function thisMachine(): Promise<Machine> {
  const { stdout } = spawnSync(join(findBinaries(), 'bin/postgres'), ['--version'], { encoding: 'utf8' });
  return {
    on: new Date().toISOString().slice(0, 10),
    system: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    disk: FILE_SYSTEMS[statfsSync(tmpdir()).type] ?? 'unknown',
    fsyncMs: Number((await fsyncTime()).toPrecision(2)),
    node: process.version.slice(1),
    postgresql: /\d+\.\d+/.exec(stdout)?.[0] ?? 'unknown',
  };
}

/** The usual ones of Linux, by the magic number of statfs(2). */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  61267: 'ext4',
  2240043254: 'fuse',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlay',
  16914836: 'tmpfs',
};

async function fsyncTime(): Promise<number> {
  const path = join(tmpdir(), `relance-fsync-${process.pid}`);
  const file = openSync(path, 'w');
  const page = Buffer.alloc(8_192, 1);
  const taken: number[] = [];
  for (let write = 0; write < 50; write += 1) {
    const { seconds } = await timed(() => {
      writeSync(file, page);
      fsyncSync(file);
    });
    taken.push(seconds * 1000);
  }
  closeSync(file);
  rmSync(path);
  return taken.sort((a, b) => a - b)[25]!;
}
