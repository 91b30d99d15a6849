import type { Day } from '../calendar/day.ts';
import { isRefusal, type Refusal, type RefusalCode } from '../platform/refusal.ts';
import type { Command, CommandIo } from './command.ts';
import {
  asChoice,
  eachOf,
  type OptionTable,
  type OptionValues,
  optionalChoice,
  optionalDay,
  readOptions,
  required,
  requiredDay,
  text,
} from './options.ts';

interface OptionNames {
  /** Options with a value. */
  readonly takes: readonly string[];
  /** Those that may be repeated. */
  readonly repeats?: readonly string[];
  /** Options without a value. */
  readonly flags?: readonly string[];
}

/** A computation of the law at the command line: what it takes, what it finds, and how it is told. */
interface Calculation<Found> extends OptionNames {
  readonly name: string;
  readonly usage: string;
  readonly find: (given: Given, io: CommandIo) => Found | Refusal;
  readonly document: (found: Found) => unknown;
  readonly words: (found: Found) => string;
}

/** What stood on the command line: each option read as what it means, or refused. */
export interface Given {
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly required: (name: string) => string | Refusal;
  readonly day: (name: string) => Day | Refusal;
  readonly dayIfAny: (name: string) => Day | null | Refusal;
  readonly choice: <T extends string>(name: string, choices: readonly T[], code?: RefusalCode) => T | Refusal;
  readonly choiceIfAny: <T extends string>(
    name: string,
    choices: readonly T[],
    code?: RefusalCode,
  ) => T | null | Refusal;
  readonly each: <T>(name: string, read: (value: string) => T | Refusal) => readonly T[] | Refusal;
}

/**
 * A command that needs no database: it must load no package, for help and calculators answer in a tenth of a
 * second. Refuses what its options refuse, and what the computation does.
 */
export function calculator<Found extends object>(calculation: Calculation<Found>): Command {
  const { name, usage, find, document, words } = calculation;
  const options = optionsOf(calculation);
  return {
    name,
    usage,
    run(args, io) {
      const values = readOptions(args, options);
      if (isRefusal(values)) return values;
      const found = find(givenIn(values), io);
      return isRefusal(found) ? found : { data: document(found), text: words(found) };
    },
  };
}

function optionsOf({ takes, repeats = [], flags = [] }: OptionNames): OptionTable {
  return Object.fromEntries([
    ...takes.map((name) => [name, { type: 'string' }] as const),
    ...repeats.map((name) => [name, { type: 'string', multiple: true }] as const),
    ...flags.map((name) => [name, { type: 'boolean' }] as const),
  ]);
}

function givenIn(values: OptionValues): Given {
  return {
    has: (name) => values[name] !== undefined,
    text: (name) => text(values, name),
    required: (name) => required(values, name),
    day: (name) => requiredDay(values, name),
    dayIfAny: (name) => optionalDay(values, name),
    choice: (name, choices, code) => asChoice(required(values, name), choices, name, code),
    choiceIfAny: (name, choices, code) => optionalChoice(values, name, choices, code),
    each: (name, read) => eachOf(values, name, read),
  };
}
