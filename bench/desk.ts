import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iso } from '../src/calendar/day.ts';
import { COMMANDS, commandOf, isOffline } from '../src/cli/commands.ts';
import type { DeskCommand } from '../src/cli/context.ts';
import { fixedClock } from '../src/platform/clock.ts';
import type { Database } from '../src/platform/db.ts';
import { newId } from '../src/platform/ids.ts';
import { isRefusal } from '../src/platform/refusal.ts';

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
  writeFileSync(path, JSON.stringify({ ...CREDITOR, ...over }));
  await command(database, 'creditor', 'set', path);
}

const CREDITOR = {
  name: 'Ateliers Lefèvre & Fils',
  legalForm: 'SAS',
  capital: '50000.00',
  siren: '732829320',
  rcs: 'Lyon',
  vatNumber: 'FR44732829320',
  address: { lines: ['12 rue de l’Église'], postcode: '69003', city: 'Lyon', country: 'FR' },
  email: 'compta@lefevre.example',
  phone: '+33472000000',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  accountHolder: 'ATELIERS LEFEVRE ET FILS',
  signatory: { name: 'Claire Lefèvre', role: 'Gérante' },
  bankFreshnessDays: null,
  mailboxCheck: 'off',
  approvals: 'none',
  rehearsal: true,
  armed: true,
};
