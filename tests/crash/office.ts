import { parseIso } from '../../src/calendar/day.ts';
import { COMMANDS, commandOf, isOffline } from '../../src/cli/commands.ts';
import type { CommandContext, DeskCommand } from '../../src/cli/context.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { type Database, openAt } from '../../src/platform/db.ts';
import { newId } from '../../src/platform/ids.ts';
import { attachCluster } from '../../src/platform/postgres.ts';
import { isRefusal } from '../../src/platform/refusal.ts';

/** What a command answered: its document, or the code of its refusal. */
export interface Said {
  readonly exit: number;
  readonly refused: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: documents of every shape
  readonly data: any;
}

/**
 * The commands in this process, between two crashes, on the same data folder: a process for each look would
 * take longer than the kills.
 */
export interface Office {
  readonly database: Database;
  readonly say: (words: readonly string[], instant: string) => Promise<Said>;
  readonly close: () => Promise<void>;
}

/** Joins or starts the database of the folder, and leaves it running for whoever comes next. */
export async function openOffice(folder: string): Promise<Office> {
  const database = await openAt(folder, async () => {
    const cluster = await attachCluster(folder, { keep: true });
    const { host, port, user } = cluster;
    return { address: { host, port, user, database: 'relance' }, cluster };
  });
  return {
    database,
    say: async (words, instant) => {
      const found = commandOf(words);
      if (found === null || isOffline(found.name)) throw new Error(`no command: ${words.join(' ')}`);
      const command = (await COMMANDS[found.name]()) as DeskCommand;
      const answer = await command.run(found.args, contextOf(database, folder, instant));
      if (isRefusal(answer)) return { exit: 2, refused: answer.refused, data: answer.details };
      return { exit: answer.exit ?? 0, refused: null, data: answer.data };
    },
    close: async () => await database.close(),
  };
}

function contextOf(database: Database, dataFolder: string, instant: string): CommandContext {
  return {
    json: true,
    lang: 'fr',
    on: parseIso(instant.slice(0, 10)),
    creditor: null,
    as: null,
    dataFolder,
    clock: fixedClock(instant),
    newId,
    database: async () => database,
    say: () => undefined,
  };
}
