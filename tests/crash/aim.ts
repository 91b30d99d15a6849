import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WIRE_POINTS, type WirePoint } from '../harness/smtp.ts';
import type { Dice } from './dice.ts';
import type { FarEnd } from './far-end.ts';
import { killBackend, killDatabase, killProcess, type Running } from './machine.ts';

export const VICTIMS = ['process', 'database', 'both', 'backend'] as const;
export type Victim = (typeof VICTIMS)[number];

/** `delay`: some time after the start; `print`: pages appear in the folder of the printer. */
export const MOMENTS = ['delay', ...WIRE_POINTS, 'print'] as const;
export type Moment = (typeof MOMENTS)[number];

/** Whom a kill takes, and when. */
export interface Aim {
  readonly victim: Victim;
  readonly moment: Moment;
  /** The how many-th time that the moment comes. */
  readonly nth: number;
  /** Milliseconds from then; of a delay, from the start of the command. */
  readonly after: number;
}

const VICTIM_WEIGHTS = { process: 45, database: 20, both: 20, backend: 15 } as const;

/** Mostly where the sending happens: a kill before it costs nothing and shows little. */
const MOMENT_WEIGHTS = { delay: 25, connect: 5, sender: 10, body: 15, dot: 20, answered: 25 } as const;

export function aimAtSending(dice: Dice): Aim {
  const moment = dice.weighed(MOMENT_WEIGHTS);
  return {
    victim: dice.weighed(VICTIM_WEIGHTS),
    moment,
    nth: dice.between(1, moment === 'connect' ? 3 : 6),
    after: moment === 'delay' ? dice.between(300, 2500) : dice.chance(50) ? 0 : dice.between(1, 40),
  };
}

/** For a command that touches no wire: whenever it may be. */
export function aimAtAnyTime(dice: Dice, from: number, to: number): Aim {
  return { victim: dice.weighed(VICTIM_WEIGHTS), moment: 'delay', nth: 1, after: dice.between(from, to) };
}

export function aimAtPrinting(dice: Dice): Aim {
  return { victim: dice.weighed(VICTIM_WEIGHTS), moment: 'print', nth: 1, after: dice.between(0, 30) };
}

/** A command whose database died under it goes on: it dies a little later. */
export function aimAtSurvivor(dice: Dice): Aim {
  const victim = dice.chance(60) ? 'process' : 'both';
  if (dice.chance(50)) return { victim, moment: 'delay', nth: 1, after: dice.between(0, 900) };
  const moment = dice.weighed({ body: 1, dot: 1, answered: 1 });
  return { victim, moment, nth: dice.between(1, 3), after: dice.between(0, 15) };
}

export interface Shot {
  /** The aim, once somebody was killed; never resolves when the moment does not come. */
  readonly struck: Promise<Aim>;
  /** Nobody is killed any more. */
  readonly lower: () => void;
}

/** Waits for the moment and kills, once. */
export function shoot(aim: Aim, running: Running, folder: string, farEnd: FarEnd, dice: Dice): Shot {
  let timer: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;
  let ended = false;
  const { promise: struck, resolve } = Promise.withResolvers<Aim>();
  const strike = () => {
    if (ended) return;
    ended = killed(aim.victim, running, folder, dice);
    if (ended) resolve(aim);
    // The database is still starting: it is killed as soon as it runs.
    else timer = setTimeout(strike, 20);
  };
  const come = () => {
    if (aim.after === 0) strike();
    else timer ??= setTimeout(strike, aim.after);
  };
  let left = aim.nth;
  if (aim.moment === 'delay') come();
  else if (aim.moment === 'print') {
    const before = printed(folder);
    looking = setInterval(() => {
      if (printed(folder) > before) come();
    }, 1);
  } else {
    farEnd.watch((point: WirePoint) => {
      if (point !== aim.moment) return;
      left -= 1;
      if (left === 0) come();
    });
  }
  return {
    struck,
    lower: () => {
      ended = true;
      clearTimeout(timer);
      clearInterval(looking);
      farEnd.watch(null);
    },
  };
}

/** Everything under the folder of the printer, hidden or not. */
function printed(folder: string): number {
  const root = join(folder, 'print');
  return existsSync(root) ? readdirSync(root, { recursive: true }).length : 0;
}

function killed(victim: Victim, { child }: Running, folder: string, dice: Dice): boolean {
  if (victim === 'database') return killDatabase(folder);
  if (victim === 'backend') return killBackend(folder, (count) => dice.between(0, count - 1));
  const alive = child.exitCode === null && child.signalCode === null;
  const first = victim === 'both' && dice.chance(50);
  if (first) killDatabase(folder);
  killProcess(child);
  if (victim === 'both' && !first) killDatabase(folder);
  return alive;
}
