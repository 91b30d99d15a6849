// npm run bench [-- NAME…] [--rounds N] [--json FILE]: measures, prints, and keeps the figures as JSON.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Measured, measured, type Round } from './measured.ts';
import { table } from './table.ts';
import { workNamed, workNames } from './works.ts';

const RESULTS = join(import.meta.dirname, 'results.json');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, json: { type: 'string', default: RESULTS } },
});

const results: Measured[] = [];
for (const name of positionals.length > 0 ? positionals : workNames()) {
  process.stderr.write(`${name}…\n`);
  results.push(await measure(name));
}
writeFileSync(values.json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
process.stdout.write(`${table(results)}\n`);
process.exitCode = results.some(({ missed }) => missed.length > 0) ? 1 : 0;

async function measure(name: string): Promise<Measured> {
  const work = await workNamed(name);
  const folder = mkdtempSync(join(tmpdir(), 'relance-bench-'));
  try {
    runSide(name, 'prepare', folder);
    const ours: Round[] = [];
    const reference: Round[] = [];
    for (let round = 0; round < Number(values.rounds ?? work.rounds); round += 1) {
      if (work.reference) reference.push(readRound(runSide(name, 'reference', folder)));
      ours.push(readRound(runSide(name, 'ours', folder)));
    }
    return measured(work, ours, reference);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runSide(name: string, side: string, folder: string): string {
  const args = [join(import.meta.dirname, 'side.ts'), name, side, folder];
  const { status, stdout, signal } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${name} ${side} ended with ${status ?? signal}`);
  return stdout;
}

function readRound(said: string): Round {
  return JSON.parse(said.trim().split('\n').at(-1)!);
}

function machine() {
  const [cpu] = cpus();
  return {
    on: new Date().toISOString().slice(0, 10),
    node: process.version,
    cores: cpus().length,
    processor: cpu?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1024 ** 3),
  };
}
