import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type Day, iso, toIso } from '../../src/calendar/day.ts';
import { COMMANDS, commandOf, isOffline } from '../../src/cli/commands.ts';
import type { CommandContext, DeskCommand } from '../../src/cli/context.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/db.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { idGenerator } from '../../src/platform/uuid.ts';
import type { Dice } from './dice.ts';

/** What a command answered: its document, or the code of its refusal, and its exit code. */
export interface Said {
  readonly exit: number;
  readonly refused: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: documents of every shape
  readonly data: any;
  readonly text: string;
}

/** One line of the log of choices. */
export interface Line {
  readonly on: string;
  readonly at: string;
  readonly creditor: string;
  readonly words: string;
  readonly answer: string;
}

/** A clerk at the command line of one data folder: every command of the product, on the day it is. */
export interface Clerk {
  readonly now: () => string;
  readonly today: () => Day;
  /** Moves the clock to an hour of a day, never back; then each command takes some seconds. */
  readonly wake: (day: Day, hour: string) => void;
  /** What the machine's clock is wrong by, in milliseconds. */
  readonly skew: (milliseconds: number) => void;
  readonly say: (creditor: string, words: readonly string[], as?: string) => Promise<Said>;
  readonly file: (name: string, content: string) => string;
  readonly log: Line[];
}

const ZONE = 'Europe/Paris';
const COMMAND_MS = 7_000;
const KEPT_LINES = 20_000;

/** `ids`: chance of its own, since how many ids a run takes depends on what crosses it. */
export function openClerk(database: Database, dataFolder: string, ids: Dice): Clerk {
  const log: Line[] = [];
  let now = 0;
  let wrong = 0;
  const newId = idGenerator(() => now, ids.bytes);
  const instant = () => Temporal.Instant.fromEpochMilliseconds(now + wrong);
  const civil = () => instant().toZonedDateTimeISO(ZONE);
  const folder = join(dataFolder, 'desk');
  mkdirSync(folder, { recursive: true });
  const contextOf = (creditor: string, as: string | null): CommandContext => ({
    json: true,
    lang: 'fr',
    on: null,
    creditor: creditor === '' ? null : creditor,
    as,
    dataFolder,
    clock: fixedClock(instant().toString()),
    newId,
    database: async () => database,
    say: () => undefined,
  });
  return {
    now: () => instant().toString(),
    today: () => iso(civil().toPlainDate().toString()),
    wake: (day, hour) => {
      const wanted = Temporal.PlainDateTime.from(`${toIso(day)}T${hour}`).toZonedDateTime(ZONE);
      now = Math.max(now, wanted.epochMilliseconds);
    },
    skew: (milliseconds) => {
      wrong = milliseconds;
    },
    say: async (creditor, words, as) => {
      now += COMMAND_MS;
      const line = { on: civil().toPlainDate().toString(), at: civil().toPlainTime().toString() };
      const said = await answered(contextOf(creditor, as ?? null), words);
      const answer = said.refused ?? `exit ${said.exit}`;
      log.push({ ...line, creditor, words: words.join(' '), answer });
      if (log.length > KEPT_LINES) log.splice(0, KEPT_LINES / 2);
      return said;
    },
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    log,
  };
}

async function answered(context: CommandContext, words: readonly string[]): Promise<Said> {
  const found = commandOf([...words]);
  if (found === null || isOffline(found.name)) throw new Error(`no command: ${words.join(' ')}`);
  const command = (await COMMANDS[found.name]()) as DeskCommand;
  const answer = await command.run(found.args, context);
  if (isRefusal(answer)) {
    const { refused, message, details } = answer;
    return { exit: 2, refused, data: details, text: message };
  }
  return { exit: answer.exit ?? 0, refused: null, data: answer.data, text: answer.text };
}
