import type { Day } from '../calendar/day.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/db.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Answer } from './command.ts';

/** What a command that works on a data folder is given, besides its own arguments. */
export interface CommandContext {
  readonly json: boolean;
  readonly lang: 'fr' | 'en';
  /** `--on`, or null: today in the creditor's zone. */
  readonly on: Day | null;
  /** `--creditor`, a key, a name or the beginning of an id. */
  readonly creditor: string | null;
  /** `--as`, the user who acts; null: the owner. */
  readonly as: string | null;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Opens (and starts) the database once; the door closes it. */
  database(): Promise<Database>;
  /** Progress and notices, on stderr. */
  say(line: string): void;
}

/** A command of the product proper: `relance payment add …`. */
export interface DeskCommand {
  readonly name: string;
  readonly usage: string;
  /** Where it works unless `--data` says otherwise, when that is not the user's own data folder. */
  readonly folder?: string;
  run(args: readonly string[], context: CommandContext): Promise<Answer | Refusal>;
}
