import type { Day } from '../calendar/day.ts';
import type { Refusal } from '../platform/refusal.ts';

/**
 * What a command answers: the JSON document that docs/contract.md promises, and the same said to a person.
 */
export interface Answer {
  readonly data: unknown;
  /** French, aligned, without a final line break. */
  readonly text: string;
  /** 3 when some lines were done and some not, 2 when none was; 0 when absent. */
  readonly exit?: 0 | 2 | 3;
}

/** What the door tells an offline command; `on` is `--on`, else today. */
export interface CommandIo {
  readonly json: boolean;
  readonly on: Day;
  readonly lang: 'fr' | 'en';
}

/**
 * A command that needs neither database nor data folder: law, money and dates only, so that it starts at
 * once.
 */
export interface Command {
  readonly name: string;
  readonly usage: string;
  run(args: readonly string[], io: CommandIo): Answer | Refusal | Promise<Answer | Refusal>;
}
