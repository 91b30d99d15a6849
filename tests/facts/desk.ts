import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { iso } from '../../src/calendar/day.ts';
import type { Answer } from '../../src/cli/command.ts';
import { COMMANDS, type CommandName, isOffline } from '../../src/cli/commands.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { scopeOf } from '../../src/cli/with-creditor.ts';
import { listCreditors } from '../../src/creditors/creditor-names.db.ts';
import type { Scope } from '../../src/journal/scope.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';

/** What a command answered to a machine, with the exit code of the door. */
// biome-ignore lint/suspicious/noExplicitAny: documents of many shapes, whose keys each test names
export type Told = any;

export interface Desk {
  readonly database: FreshDatabase;
  /** Runs one command line as the door would; `on` and `as` are its global options. */
  run(words: readonly string[], globals?: { on?: string; as?: string; creditor?: string }): Promise<Told>;
  /** Writes a file in the data folder and answers its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Work inside one transaction of the first creditor. */
  during<T>(work: (scope: Scope) => Promise<T>, on?: string): Promise<T>;
  close(): Promise<void>;
}

const TODAY = '2026-11-23';

/** A database of its own and the commands of the product over it, on Monday 23 November 2026. */
export async function openDesk(): Promise<Desk> {
  const database = await freshDatabase();
  const context: CommandContext = {
    json: true,
    lang: 'fr',
    on: null,
    creditor: null,
    as: null,
    dataFolder: database.dataFolder,
    clock: fixedClock(`${TODAY}T08:30:00Z`),
    newId,
    database: async () => database,
    say: () => undefined,
  };
  return {
    database,
    run: async ([name = '', ...args], { on, as, creditor } = {}) => {
      const known = name as CommandName;
      if (isOffline(known)) throw new Error(`${name} needs no data folder`);
      const command = await COMMANDS[known]();
      const own = { on: on ? iso(on) : null, as: as ?? null, creditor: creditor ?? null };
      return told(await command.run(args, { ...context, ...own }));
    },
    file: (name, content) => {
      const path = join(database.dataFolder, name);
      writeFileSync(path, content);
      return path;
    },
    during: async (work, on = TODAY) => {
      const [creditor] = await listCreditors(database);
      if (!creditor) throw new Error('no creditor yet');
      return await database.inCreditor(creditor.id, (tx) =>
        work(scopeOf({ ...context, on: iso(on) }, tx, creditor, 'Claire Lefèvre', false)),
      );
    },
    close: () => database.close(),
  };
}

function told(answer: Answer | Refusal): Told {
  if (isRefusal(answer)) {
    return { refused: answer.refused, message: answer.message, ...answer.details, exit: 2 };
  }
  return { ...(answer.data as object), exit: answer.exit ?? 0, text: answer.text };
}

export const SETTINGS = {
  name: 'Ateliers Lefèvre & Fils',
  legalForm: 'SAS',
  capital: '50000.00',
  siren: '732829320',
  rcs: 'Lyon',
  vatNumber: 'FR44732829320',
  address: { lines: ["12 rue de l'Église"], postcode: '69003', city: 'Lyon', country: 'FR' },
  email: 'compta@lefevre.example',
  phone: '+33472000000',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  accountHolder: 'ATELIERS LEFEVRE ET FILS',
  signatory: { name: 'Claire Lefèvre', role: 'Gérante' },
  timeZone: 'Europe/Paris',
  smtp: { host: '127.0.0.1', port: 2525, secure: false, user: null, password: null },
  lateStart: 'at-age',
  minimumGapDays: 5,
  bankFreshnessDays: 3,
  mailboxCheck: 'required',
  approvals: 'default',
  vatRegime: 'debits',
  rehearsal: false,
  armed: true,
};

/** `creditor set` with the settings of the contract, changed where a test says so. */
export async function setSettings(desk: Desk, over: object = {}, globals = {}): Promise<Told> {
  const path = desk.file('creditor.json', JSON.stringify({ ...SETTINGS, ...over }));
  return await desk.run(['creditor', 'set', path], globals);
}
