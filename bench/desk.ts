import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iso } from '../src/calendar/day.ts';
import { COMMANDS, commandOf, isOffline } from '../src/cli/commands.ts';
import type { DeskCommand } from '../src/cli/context.ts';
import { fixedClock } from '../src/platform/clock.ts';
import type { Database } from '../src/platform/db.ts';
import { newId } from '../src/platform/ids.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { SAMPLE_CREDITOR } from '../tests/harness/sample-creditor.ts';

/** The day of every bench, so that its figures do not change with the calendar. */
export const BENCH_DAY = '2026-11-23';

/**
 * Runs a command of the product in this process, as `relance WORDS… --json` does once the program is loaded
 * and the database open; answers its document. Throws when it is refused.
 */
export async function command(database: Database, ...words: readonly string[]): Promise<unknown> {
  const found = commandOf(words);
  if (found === null || isOffline(found.name)) throw new Error(`no command: ${words.join(' ')}`);
  const { run }: DeskCommand = await COMMANDS[found.name]();
  const answer = await run(found.args, {
    json: true,
    lang: 'fr',
    on: iso(BENCH_DAY),
    creditor: null,
    as: null,
    dataFolder: database.dataFolder,
    clock: fixedClock(`${BENCH_DAY}T08:00:00+01:00`),
    newId,
    database: async () => database,
    say: (line) => void process.stderr.write(`    ${line}\n`),
  });
  if (isRefusal(answer)) throw new Error(`${words.join(' ')}: ${answer.refused}: ${answer.message}`);
  return answer.data;
}

/** Describes the creditor of a bench: everything given, armed, in rehearsal, no one asked to approve. */
export async function setCreditor(
  database: Database,
  folder: string,
  over: { readonly armed?: boolean } = {},
): Promise<void> {
  const path = join(folder, 'creditor.json');
  writeFileSync(path, JSON.stringify({ ...SAMPLE_CREDITOR, ...over }));
  await command(database, 'creditor', 'set', path);
}
