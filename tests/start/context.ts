import { type Day, iso } from '../../src/calendar/day.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { fixedClock, systemClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/db.ts';
import { newId } from '../../src/platform/ids.ts';

/** A command line over a database of a test; `at` fixes the clock, `on` is `--on`. */
export function contextOver(
  database: Database,
  over: { readonly on?: string; readonly at?: string; readonly json?: boolean } = {},
): CommandContext {
  const on: Day | null = over.on === undefined ? null : iso(over.on);
  return {
    json: over.json ?? true,
    lang: 'fr',
    on,
    creditor: null,
    as: null,
    dataFolder: database.dataFolder,
    clock: over.at === undefined ? systemClock : fixedClock(over.at),
    newId,
    database: async () => database,
    say: () => undefined,
  };
}
