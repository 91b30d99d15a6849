// npm run bench [-- NAME…] [--rounds N] [--json FILE]: measures, prints, keeps the figures, publishes them.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { thisMachine } from './machine.ts';
import { type Measured, measured, type Round } from './measured.ts';
import { PAGE, published } from './page.ts';
import { type Failed, keepResults, type Outcome, RESULTS } from './results.ts';
import { killSide, removeFolder, runSide } from './side-process.ts';
import { table } from './table.ts';
import { timed, type Work } from './work.ts';
import { workNamed, workNames } from './works.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, json: { type: 'string', default: RESULTS } },
});

let folder = '';
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopped = true;
    killSide();
  });
}

const names = positionals.length > 0 ? positionals : workNames();
const works = await Promise.all(names.map(workNamed));
const machine = await thisMachine();
const fresh: Outcome[] = [];
for (const work of works) {
  const outcome = await attempt(work);
  if (stopped) break;
  fresh.push({ ...outcome, machine });
  // Kept one by one: a run cut short keeps what it has measured.
  const all = keepResults(values.json, fresh, workNames());
  if (values.json === RESULTS) writeFileSync(PAGE, published(readFileSync(PAGE, 'utf8'), all));
}
process.stdout.write(`${table(fresh)}\n`);
const kept = fresh.every((one) => !('failed' in one) && one.missed.length === 0);
process.exitCode = stopped ? 130 : kept ? 0 : 1;

/** One work measured; a side that breaks or hangs fails its work, not the others. */
async function attempt(work: Work): Promise<Measured | Failed> {
  const { name, title, against } = work;
  folder = mkdtempSync(join(tmpdir(), 'relance-bench-'));
  try {
    return await measure(work);
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error);
    if (!stopped) tell(`${name}: ${failed}`);
    return { name, title, against, failed };
  } finally {
    await removeFolder(folder);
  }
}

async function measure(work: Work): Promise<Measured> {
  const { name, reference } = work;
  tell(`${name}: ${work.title}`);
  const prepared = await timed(async () => await runSide(name, 'prepare', folder));
  tell(`  prepared in ${prepared.seconds.toFixed(1)} s`);
  const ours: Round[] = [];
  const theirs: Round[] = [];
  const rounds = Number(values.rounds ?? work.rounds);
  for (let round = 1; round <= rounds; round += 1) {
    if (reference) theirs.push(await runRound(name, 'reference', `${round} of ${rounds}`));
    ours.push(await runRound(name, 'ours', `${round} of ${rounds}`));
  }
  return measured(work, ours, theirs);
}

async function runRound(name: string, side: 'ours' | 'reference', which: string): Promise<Round> {
  const said = await runSide(name, side, folder);
  const round: Round = JSON.parse(said.trim().split('\n').at(-1)!);
  tell(`  ${side} ${which}: ${round.seconds.toFixed(2)} s, ${Math.round(round.rssMb)} MB`);
  return round;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
