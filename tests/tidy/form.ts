import type { Literal, Module } from './module.ts';
import { type Breach, isTest, type Tree } from './tree.ts';

const FILE_LINES = 400;
const FUNCTION_LINES = 70;
const LINE_WIDTH = 110;
/** Beside a literal that cannot be cut, a line holds a name or a call, no more. */
const BESIDE_A_LITERAL = 60;

/** A word says what a thing is about; these say only that nobody asked. */
const EMPTY_NAMES = /^(utils?|helpers?|common|shared|misc|types|services?|managers?)$/;
const GENERATED = /^(migrations\/schema\.(sql|d\.ts)|package-lock\.json)$/;
const WRITTEN = /\.(ts|mjs|sql|typ|liquid)$/;

export function lineCount(text: string): number {
  return text.split('\n').length - Number(text.endsWith('\n'));
}

/** Names of files and folders, and sizes of files. */
export function fileBreaches(tree: Tree): Breach[] {
  return [...tree].flatMap(([path, text]) => {
    const words = path.split('/').flatMap((part) => part.split('.')[0]!.split(/[-_]/));
    const empty = words.filter((word) => EMPTY_NAMES.test(word.toLowerCase()));
    const barrel = /\/index\.(ts|mjs)$/.test(path);
    const lines = WRITTEN.test(path) && !GENERATED.test(path) ? lineCount(text) : 0;
    return [
      ...empty.map((word) => `${path}:1 « ${word} » names nothing`),
      ...(barrel ? [`${path}:1 is a barrel`] : []),
      ...(lines > FILE_LINES ? [`${path}:${lines} lines, ${FILE_LINES} at most`] : []),
    ];
  });
}

/** Functions, lines and barrels of one file of code. */
export function shapeBreaches(module: Module): Breach[] {
  const { path, functions, imports } = module;
  const long = functions.filter(({ lines, role }) => lines > FUNCTION_LINES && role !== 'chapter');
  return [
    ...long.map(
      ({ line, name, lines }) => `${path}:${line} ${name} has ${lines} lines, not ${FUNCTION_LINES}`,
    ),
    ...imports
      .filter(({ reexport }) => reexport)
      .map(({ line }) => `${path}:${line} exports what is not its own`),
    ...wideLines(module),
  ];
}

function wideLines({ path, text, literals }: Module): Breach[] {
  let offset = 0;
  return text.split('\n').flatMap((line, index) => {
    const start = offset;
    offset += line.length + 1;
    if ([...line].length <= LINE_WIDTH) return [];
    const literal = Math.max(0, ...literals.map((one) => overlap(one, start, start + line.length)));
    return line.length - literal <= BESIDE_A_LITERAL ? [] : [`${path}:${index + 1} is ${line.length} wide`];
  });
}

function overlap({ start, end }: Literal, from: number, to: number): number {
  return Math.min(end, to) - Math.max(start, from);
}

interface Ban {
  readonly what: RegExp;
  readonly given?: RegExp;
  /** Where it is at home. */
  readonly home: RegExp;
  readonly instead: string;
}

const AMOUNT = /amount|cents|balance|price|total|principal|interest|indemnity|penalt|montant|solde/i;
const MONEY = /^src\/money\//;
const PLATFORM = /^src\/platform\//;

const BANS: readonly Ban[] = [
  { what: /^process\.env$/, home: /^src\/platform\/config\.ts$/, instead: 'config() gives what is needed' },
  {
    what: /^(new Date|Date\.now|Temporal\.Now)$/,
    home: PLATFORM,
    instead: 'the day or the instant is an argument',
  },
  { what: /^(performance\.now|process\.hrtime)$/, home: PLATFORM, instead: 'time is an argument' },
  { what: /^Math\.random$/, home: PLATFORM, instead: 'the generator is an argument' },
  { what: /^(setTimeout|setInterval)\($/, home: PLATFORM, instead: 'only the platform waits' },
  { what: /^console\./, home: /^$/, instead: 'the doors write to stdout and stderr' },
  { what: /^(parseFloat\(|Number\.parseFloat|\.toFixed\()$/, home: MONEY, instead: 'money counts in cents' },
  { what: /^(Number|parseInt|\.parseInt)\($/, given: AMOUNT, home: MONEY, instead: 'money reads amounts' },
  { what: /^fetch\($/, home: /^$/, instead: 'only courier has transports' },
];

/** What only one place may use: the clock, chance, the environment, floats, the console. */
export function banBreaches({ path, uses, imports }: Module): Breach[] {
  if (!path.startsWith('src/') || isTest(path)) return [];
  const used = uses.flatMap(({ line, what, given }) =>
    BANS.filter((ban) => ban.what.test(what) && (ban.given?.test(given) ?? true) && !ban.home.test(path)).map(
      ({ instead }) => `${path}:${line} ${what}: ${instead}`,
    ),
  );
  const timers = imports.filter(
    ({ specifier, names }) =>
      /^(node:)?timers/.test(specifier) &&
      names.some((name) => name !== 'setImmediate') &&
      !PLATFORM.test(path),
  );
  return [...used, ...timers.map(({ line }) => `${path}:${line} node:timers: only the platform waits`)];
}

// Spelt apart, so that this file does not hold what it looks for.
const REMINDER = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);
const COMMENTED_CODE = /^\s*\/\/.*([;{}]|=>|\),?|\)\.|\],?)\s*$/;
const RUN_OF_CODE = 3;
const NOT_RUN = /^(it|test|describe|suite|bench)\.(only|skip|todo|fails)$/;

/** What is left of work under way: reminders, code kept in comments, tests that do not run. */
export function leftoverBreaches({ path, text, uses }: Module): Breach[] {
  const lines = text.split('\n');
  const reminders = lines.flatMap((line, index) =>
    REMINDER.test(line) ? [`${path}:${index + 1} a reminder to oneself`] : [],
  );
  const dead = lines.flatMap((_, index) => {
    const run = lines.slice(index, index + RUN_OF_CODE);
    return run.length === RUN_OF_CODE && run.every((line) => COMMENTED_CODE.test(line))
      ? [`${path}:${index + 1} code kept in a comment`]
      : [];
  });
  const idle = uses.filter(({ what }) => NOT_RUN.test(what));
  return [...reminders, ...dead, ...idle.map(({ line, what }) => `${path}:${line} ${what}`)];
}

const EXPECTATION = /^(expect|assert)/;

/** Tests that nothing can fail: neither they nor what they call expects anything. */
export function idleTestBreaches({ path, functions }: Module): Breach[] {
  const expecting = new Set<string>();
  const expects = ({ mentions }: Module['functions'][number]) =>
    [...mentions].some((name) => EXPECTATION.test(name) || expecting.has(name));
  let before = -1;
  while (before < expecting.size) {
    before = expecting.size;
    for (const one of functions) if (one.name !== '*' && expects(one)) expecting.add(one.name);
  }
  return functions
    .filter((one) => one.role === 'case' && !expects(one))
    .map(({ line }) => `${path}:${line} a test that expects nothing`);
}
