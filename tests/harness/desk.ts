import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iso } from '../../src/calendar/day.ts';
import { COMMANDS, commandOf, isOffline, needsRates } from '../../src/cli/commands.ts';
import type { CommandContext, DeskCommand } from '../../src/cli/context.ts';
import { useRates } from '../../src/cli/use-rates.ts';
import { listMailbox } from '../../src/courier/test-mailbox.ts';
import { registerEnteredRates } from '../../src/law/rates.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { SAMPLE_CREDITOR } from './sample-creditor.ts';

/** What a command answered: its document, or the code of its refusal, and its exit code. */
export interface Said {
  readonly exit: number;
  readonly refused: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads documents of every shape
  readonly data: any;
  readonly text: string;
}

/** What a line may be told besides its words. */
interface Globals {
  readonly as?: string;
  readonly on?: string;
  readonly creditor?: string;
}

/**
 * A clerk at the command line, on a real database: every command of the product, on the day the test says.
 */
export interface Desk {
  readonly database: FreshDatabase;
  readonly folder: string;
  /** The day that the next commands reason about, and the hour of the machine's clock in Paris. */
  on(day: string, hour?: string): void;
  /** `on`: another day than the clock's, as `--on` gives it. */
  say(line: string, over?: Globals): Promise<Said>;
  /** As `say`, for what must succeed: throws with the refusal. */
  done(line: string, over?: { readonly as?: string }): Promise<Said['data']>;
  file(name: string, content: string | Uint8Array): string;
  mails(): ReturnType<typeof listMailbox>;
}

export async function openDesk(today: string): Promise<Desk> {
  const database = await freshDatabase();
  const folder = mkdtempSync(join(database.dataFolder, 'files-'));
  let day = today;
  let hour = '08:00';
  const say = async (line: string, over: Globals = {}): Promise<Said> => {
    const found = commandOf(words(line));
    if (found === null || isOffline(found.name)) throw new Error(`no command: ${line}`);
    const command = (await COMMANDS[found.name]()) as DeskCommand;
    const context = {
      ...contextOf(database, day, hour, over.as ?? null),
      on: iso(over.on ?? day),
      creditor: over.creditor ?? null,
    };
    const damaged = useRates(database.dataFolder);
    const answer =
      damaged && needsRates(found.name)
        ? damaged
        : await command.run(found.args, context).finally(() => registerEnteredRates([]));
    if (isRefusal(answer)) {
      const { refused, message, details } = answer;
      return { exit: 2, refused, data: details, text: message };
    }
    return { exit: answer.exit ?? 0, refused: null, data: answer.data, text: answer.text };
  };
  return {
    database,
    folder,
    on: (next, at = '08:00') => {
      iso(next);
      day = next;
      hour = at;
    },
    say,
    done: async (line, over) => {
      const said = await say(line, over);
      if (said.refused !== null) throw new Error(`${line}: ${said.refused}: ${said.text}`);
      return said.data;
    },
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    mails: async () => await listMailbox(database.dataFolder),
  };
}

function contextOf(database: FreshDatabase, day: string, hour: string, as: string | null): CommandContext {
  return {
    json: true,
    lang: 'fr',
    on: iso(day),
    creditor: null,
    as,
    dataFolder: database.dataFolder,
    clock: fixedClock(`${day}T${hour}:00+01:00`),
    newId,
    database: async () => database,
    say: () => undefined,
  };
}

/** A command line in words; double quotes hold spaces together. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
}

/** A creditor whose gates are open and who sends into the test mailbox, unless a test says otherwise. */
export function creditorFile(over: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...SAMPLE_CREDITOR, ...over });
}
