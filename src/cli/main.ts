import { resolve } from 'node:path';
import { type Day, parseIso } from '../calendar/day.ts';
import { clockFor } from '../platform/clock.ts';
import { config } from '../platform/config.ts';
import type { Database } from '../platform/db.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { RefusedError } from '../platform/refused-error.ts';
import type { Answer, Command } from './command.ts';
import { COMMANDS, type CommandName, commandOf, isOffline, needsRates, OFFLINE } from './commands.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { help } from './help.ts';
import { useRates } from './use-rates.ts';

const DONE = 0;
const BROKEN = 1;
const REFUSED = 2;
/** French civil time: the day of the offline calculators, which know no creditor. */
const FRENCH_TIME = 'Europe/Paris';

interface Globals {
  readonly json: boolean;
  readonly lang: 'fr' | 'en';
  readonly on: Day | null;
  readonly creditor: string | null;
  readonly as: string | null;
  readonly data: string | null;
}

/**
 * Runs one command line and returns its exit code: 0 done, 1 broken machine, 2 refused, 3 done with defects.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  let place: string | null = null;
  try {
    const globals = readGlobals(argv);
    if (isRefusal(globals)) return answerRefusal(globals, json);
    place = resolve(globals.options.data ?? config().dataFolder);
    const [first, ...others] = globals.rest;
    const asksHelp = first === undefined || first === 'help' || first === '--help';
    const words = (asksHelp ? others : globals.rest).filter((word) => !asksHelp || word !== '--help');
    const command = commandOf(words);
    if (command === null && words.length > 0) return answerRefusal(unknownCommand(words[0]!), json);
    if (command === null || asksHelp || others.includes('--help')) {
      return answerDone(await help(command?.name ?? null, json), json);
    }
    const answer = await runCommand(command.name, command.args, globals.options);
    return isRefusal(answer) ? answerRefusal(answer, json) : answerDone(answer, json);
  } catch (error) {
    if (error instanceof RefusedError) return answerRefusal(error.refusal, json);
    return await answerBroken(error, place, json);
  }
}

async function runCommand(
  name: CommandName,
  args: readonly string[],
  globals: Globals,
): Promise<Answer | Refusal> {
  const clock = clockFor(config().clock);
  const folder = globals.data ?? config().dataFolder;
  if (isOffline(name)) {
    const damaged = useRates(resolve(folder));
    if (damaged && needsRates(name)) return damaged;
    const command: Command = await OFFLINE[name]();
    const on = globals.on ?? clock.today(FRENCH_TIME);
    return await command.run(args, { json: globals.json, on, lang: globals.lang });
  }
  const command: DeskCommand = await COMMANDS[name]();
  const { newId } = await import('../platform/ids.ts');
  const dataFolder = resolve(globals.data ?? command.folder ?? folder);
  const damaged = useRates(dataFolder);
  if (damaged && needsRates(name)) return damaged;
  let opened: Promise<Database> | null = null;
  const context: CommandContext = {
    ...globals,
    dataFolder,
    clock,
    newId,
    database: async () => {
      opened ??= import('./open-data.ts').then(({ openData }) =>
        openData(dataFolder, config().databaseUrl, context.say),
      );
      return await opened;
    },
    say: (line) => void process.stderr.write(`${line}\n`),
  };
  try {
    return await command.run(args, context);
  } finally {
    if (opened !== null)
      await (opened as Promise<Database>).then(
        (database) => database.close(),
        () => undefined,
      );
  }
}

function answerDone(answer: Answer, json: boolean): number {
  process.stdout.write(json ? `${JSON.stringify(answer.data)}\n` : `${answer.text}\n`);
  return answer.exit ?? DONE;
}

/** On stdout for a machine, so that one document always comes; on stderr for a person. */
function answerRefusal(refusal: Refusal, json: boolean): number {
  const { refused, message, details } = refusal;
  if (json) process.stdout.write(`${JSON.stringify({ refused, message, ...details })}\n`);
  else process.stderr.write(`${message}\n`);
  return REFUSED;
}

/** As a refusal, one document for a machine; what the program alone can explain comes with its stack. */
async function answerBroken(error: unknown, place: string | null, json: boolean): Promise<number> {
  const { isDying } = await import('../platform/signals.ts');
  if (isDying()) {
    process.stderr.write('Interrompu\u00a0: rien n’est enregistré à moitié, ce qui était fini est gardé.\n');
    return BROKEN;
  }
  const { breakdownOf, breakdownText } = await import('../platform/breakdown.ts');
  const told = breakdownOf(error, config().databaseUrl === null ? place : null);
  const { broken, cause } = told;
  const message = breakdownText(told);
  if (json) process.stdout.write(`${JSON.stringify({ broken, message, cause })}\n`);
  else process.stderr.write(`${message}\n`);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (broken === 'unexpected') process.stderr.write(`${stack}\n`);
  return BROKEN;
}

function unknownCommand(name: string): Refusal {
  const message = `Commande inconnue\u00a0: ${name}. «\u00a0relance help\u00a0» les liste.`;
  return refuse('command_unknown', message, { command: name });
}

const WITH_VALUE = new Set(['--data', '--creditor', '--on', '--lang', '--as']);

/** Global options may stand anywhere on the line; what is left is the command and its own arguments. */
function readGlobals(argv: readonly string[]): { options: Globals; rest: string[] } | Refusal {
  const rest: string[] = [];
  const found = new Map<string, string>();
  let json = false;
  for (let index = 0; index < argv.length; index += 1) {
    const [name, inline] = splitOption(argv[index]!);
    // `import --as payments` and `resolve --as sent` name no user: they are the command's own.
    const own = name === '--as' && (rest[0] === 'import' || rest[0] === 'resolve');
    if (name === '--json') json = true;
    else if (!WITH_VALUE.has(name) || own) rest.push(argv[index]!);
    else {
      const value = inline ?? argv[++index];
      if (value === undefined || value === '' || (inline === undefined && value.startsWith('--')))
        return refuse('option_missing', `L’option ${name} attend une valeur.`, {
          option: name.slice(2),
        });
      found.set(name, value);
    }
  }
  const on = found.get('--on');
  const day = on === undefined ? null : parseIso(on);
  if (on !== undefined && day === null) {
    const message = `«\u00a0${on}\u00a0» n’est pas une date\u00a0: écrivez-la AAAA-MM-JJ (--on).`;
    return refuse('date_invalid', message, { option: 'on', value: on });
  }
  const lang = found.get('--lang') ?? 'fr';
  if (lang !== 'fr' && lang !== 'en') {
    return refuse('option_value_unknown', '--lang attend fr ou en.', { option: 'lang', value: lang });
  }
  const options = {
    json,
    lang,
    on: day,
    creditor: found.get('--creditor') ?? null,
    as: found.get('--as') ?? null,
    data: found.get('--data') ?? null,
  } as const;
  return { options, rest };
}

function splitOption(argument: string): [string, string | undefined] {
  const at = argument.indexOf('=');
  return argument.startsWith('--') && at > 0
    ? [argument.slice(0, at), argument.slice(at + 1)]
    : [argument, undefined];
}
