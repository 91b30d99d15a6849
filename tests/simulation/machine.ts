import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DayAnswer } from '../../src/desk/report-day.db.ts';
import { postmasterOf } from '../../src/platform/postgres-process.ts';
import { removeCluster } from '../harness/remove-cluster.ts';
import { scratchFolder } from '../harness/scratch.ts';
import type { Said } from './clerk.ts';
import { openBills, remaining } from './events/billing.ts';
import { pay } from './events/money.ts';
import { act, type House, type World } from './world.ts';

/** What the machine, the network and other people do to a run. */
export const TROUBLES = [
  'calm',
  'refused',
  'refused-for-good',
  'cut',
  'hung',
  'paid-meanwhile',
  'two-runs',
  'eight-runs',
  'lost-sessions',
  'killed-run',
  'disk-full',
  'killed-base',
  'clock-back',
  'clock-ahead',
  'copied',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** What came of a run: its answer when it could give one, and whether its plan had to be kept. */
export interface Outcome {
  readonly done: DayAnswer | null;
  readonly comparable: boolean;
  /** Debtors whose facts changed while it ran. */
  readonly moved: readonly string[];
}

const NOTHING: Outcome = { done: null, comparable: false, moved: [] };
const RELANCE = join(import.meta.dirname, '..', '..', 'bin', 'relance.mjs');
const LARGEST_FILE_KB = 4;

export async function runUnder(world: World, house: House, trouble: Trouble): Promise<Outcome> {
  world.seen.add(`trouble ${trouble}`);
  const { sink, dice } = world;
  try {
    if (trouble === 'refused') sink.behaviour.data = dice.pick([450, 451, 421]);
    if (trouble === 'refused-for-good') sink.behaviour.data = dice.pick([550, 554]);
    if (trouble === 'cut') sink.behaviour.data = dice.pick(['close', 'take-and-close', 'cut-body'] as const);
    if (trouble === 'hung') {
      sink.behaviour.data = dice.pick(['hang', 'take-and-hang'] as const);
      sink.behaviour.patience = 60;
    }
    return await TRIED[trouble](world, house);
  } finally {
    sink.behaviour.data = undefined;
    sink.behaviour.announced = undefined;
    delete sink.behaviour.patience;
  }
}

const TRIED: Readonly<Record<Trouble, (world: World, house: House) => Promise<Outcome>>> = {
  calm: one,
  refused: one,
  'refused-for-good': one,
  cut: one,
  hung: one,
  'clock-back': clockBack,
  'clock-ahead': clockAhead,
  'paid-meanwhile': paidMeanwhile,
  'two-runs': async (world, house) => await many(world, house, 2),
  'eight-runs': async (world, house) => await many(world, house, 8),
  'lost-sessions': lostSessions,
  'killed-run': killedRun,
  'disk-full': diskFull,
  'killed-base': killedBase,
  copied: copyRuns,
};

async function one(world: World, house: House): Promise<Outcome> {
  const said = await act(world, house, ['run']);
  return said === null ? NOTHING : { done: said.data, comparable: true, moved: [] };
}

async function many(world: World, house: House, count: number): Promise<Outcome> {
  const all = await Promise.all(Array.from({ length: count }, async () => await act(world, house, ['run'])));
  const answers = all.filter((said): said is Said => said !== null);
  const errors = answers.flatMap(({ data }) => data.errors);
  if (errors.length > 0) world.seen.add('errors of crossing runs', errors.length);
  return { done: answers.at(-1)?.data ?? null, comparable: false, moved: [] };
}

/** A debtor pays while the run hands its messages over: at MAIL FROM, a payment is committed. */
async function paidMeanwhile(world: World, house: House): Promise<Outcome> {
  const { sink, dice } = world;
  const bills = openBills(house).filter(({ releasedOn }) => releasedOn !== null);
  const moved: string[] = [];
  let paid = false;
  sink.behaviour.announced = async () => {
    if (paid || bills.length === 0) return;
    paid = true;
    const bill = dice.pick(bills);
    moved.push(bill.patron.key);
    await pay(world, house, bill, remaining(house, bill));
    await bar(world, house, bill.number);
    world.seen.add('paid between claim and send');
  };
  const { done } = await one(world, house);
  return { done, comparable: true, moved };
}

/** Messages that ask for it and that no run has claimed: none may leave any more. */
async function bar(world: World, house: House, number: string): Promise<void> {
  const rows = await world.place.ask(
    `select m.message_id as id from messages m
     join letters l on l.creditor_id = m.creditor_id and l.id = m.letter_id
     join proposals p on p.creditor_id = l.creditor_id and p.id = l.proposal_id
     join creditors h on h.creditor_id = m.creditor_id
     where h.key = $1 and m.state = 'reserved' and m.lease_owner is null and p.channel = 'email'
       and p.items->'demanded' @> jsonb_build_array(jsonb_build_object('number', $2::text))`,
    [house.key, number],
  );
  for (const { id } of rows) house.barred.add(`${id}`);
}

/** The sessions of the run end under it: what it says of itself is lost, what it did stands. */
async function lostSessions(world: World, house: House): Promise<Outcome> {
  const end = async () =>
    void (await world.place.ask(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    ));
  return await interrupted(world, house, end);
}

/** The postmaster is killed under the run; the next command starts it again. */
async function killedBase(world: World, house: House): Promise<Outcome> {
  if (!world.place.own) return await lostSessions(world, house);
  const placement = JSON.parse(readFileSync(join(world.place.folder, 'pg.json'), 'utf8'));
  return await interrupted(world, house, async () => {
    const postmaster = postmasterOf(placement);
    if (postmaster?.alive) process.kill(postmaster.pid, 'SIGKILL');
  });
}

async function interrupted(world: World, house: House, interrupt: () => Promise<void>): Promise<Outcome> {
  let once = false;
  const strike = async () => {
    if (once) return;
    once = true;
    await interrupt();
  };
  world.sink.behaviour.announced = strike;
  try {
    await act(world, house, ['run']);
    return NOTHING;
  } catch (error) {
    world.seen.add('runs that broke');
    if (!once) throw error;
    return NOTHING;
  }
}

/** A run of its own process. */
function spawnRun(world: World, house: House, wrap: readonly string[] = []): ChildProcess {
  const { place, clerk } = world;
  const words = [process.execPath, RELANCE, '--data', place.folder, '--creditor', house.key, 'run', '--json'];
  const [command, ...rest] = [...wrap, ...words];
  return spawn(command!, rest, {
    env: { ...process.env, ...place.environment, RELANCE_CLOCK: clerk.now() },
    stdio: 'ignore',
  });
}

/** Killed as a message is announced, or when it is held and not answered yet; or before any. */
async function killedRun(world: World, house: House): Promise<Outcome> {
  const { sink, dice } = world;
  const child = spawnRun(world, house);
  let left = dice.roll(3);
  sink.behaviour.announced = async () => {
    left -= 1;
    if (left < 0) child.kill('SIGKILL');
  };
  const [, signal] = await once(child, 'close');
  if (signal === 'SIGKILL') world.seen.add('runs killed');
  return NOTHING;
}

/** No file may grow beyond a few thousand bytes: the vault cannot take a text, no batch can be written. */
async function diskFull(world: World, house: House): Promise<Outcome> {
  const child = spawnRun(world, house, ['bash', '-c', `ulimit -f ${LARGEST_FILE_KB}; exec "$@"`, 'run']);
  const [exit] = await once(child, 'close');
  world.seen.add(`disk full: exit ${exit}`);
  return NOTHING;
}

/** The machine's clock stands hours or days before the journal: nothing may leave. */
async function clockBack(world: World, house: House): Promise<Outcome> {
  const { clerk, dice, sink } = world;
  const before = sink.messages.length;
  clerk.skew(-dice.pick([1, 5, 30, 80]) * 3_600_000);
  try {
    const said = await act(world, house, ['run']);
    if (said !== null) world.seen.add(`standstill ${said.data.standstill?.code ?? 'none'}`);
  } finally {
    clerk.skew(0);
  }
  if (sink.messages.length > before) house.wrong = 'a mail left with the clock moved back';
  return NOTHING;
}

/** Somebody works while the clock is ahead; it is set right, and the journal is ahead of it for a while. */
async function clockAhead(world: World, house: House): Promise<Outcome> {
  const { clerk, dice } = world;
  clerk.skew(dice.pick([1, 3, 25]) * 3_600_000);
  await act(world, house, ['confirm', 'mailbox']);
  clerk.skew(0);
  return await one(world, house);
}

/** A backup of this very moment is restored beside the original, and runs first: nothing may leave it. */
async function copyRuns(world: World, house: House): Promise<Outcome> {
  const { place, sink, clerk } = world;
  const file = join(place.folder, `copie-${world.day}-${house.key}.tar`);
  if ((await act(world, house, ['backup', file])) === null) return await one(world, house);
  const folder = mkdtempSync(join(scratchFolder(), `relance-simulation-${process.pid}-`));
  const before = sink.messages.length;
  try {
    const env: NodeJS.ProcessEnv = { ...process.env, RELANCE_CLOCK: clerk.now() };
    delete env.DATABASE_URL;
    for (const words of [
      ['restore', file],
      ['--creditor', house.key, 'run'],
    ]) {
      const child = spawn(process.execPath, [RELANCE, '--data', folder, ...words], { env, stdio: 'ignore' });
      const [exit] = await once(child, 'close');
      world.seen.add(`copy ${words.at(0) === 'restore' ? 'restored' : 'run'}: exit ${exit}`);
    }
  } finally {
    await removeCluster(folder);
    rmSync(file, { force: true });
  }
  if (sink.messages.length > before) house.wrong = 'a mail left a restored copy';
  return await one(world, house);
}
