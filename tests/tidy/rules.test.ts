import { describe, expect, test } from 'vitest';
import { caseBreaches } from './cases.ts';
import { banBreaches, fileBreaches, idleTestBreaches, leftoverBreaches, shapeBreaches } from './form.ts';
import { type Module, readModule } from './module.ts';
import * as papers from './papers.ts';
import { dependencyBreaches, reachBreaches } from './reach.ts';
import { kindBreaches, wallBreaches } from './rooms.ts';
import { migrationBreaches, tableBreaches } from './sql.ts';
import { type Breach, isCode, type Tree } from './tree.ts';

/** A small house, of these files only. */
function house(files: Readonly<Record<string, string>>): { tree: Tree; modules: readonly Module[] } {
  const tree = new Map(Object.entries(files));
  const modules = [...tree].filter(([path]) => isCode(path)).map(([path, text]) => readModule(path, text));
  return { tree, modules };
}

/** The breaches of one file, without its name: `line what`. */
function inFile(rule: (module: Module) => Breach[], path: string, text: string): string[] {
  return rule(readModule(path, text)).map((breach) => breach.slice(path.length + 1));
}

describe('walls', () => {
  test.each([
    [
      'a room to the right',
      'src/law/a.ts',
      "import { x } from '../debtors/debtor.ts';",
      /debtors is to the right/,
    ],
    ['a door', 'src/desk/a.ts', "import { main } from '../cli/main.ts';", /imports a door/],
    ['a room from the platform', 'src/platform/a.ts', "import { x } from '../law/rates.ts';", /the room law/],
    ['a test', 'src/law/a.ts', "import { x } from './rates.test.ts';", /imports a test/],
    ['a transport', 'src/delivery/a.job.ts', "import { x } from 'nodemailer';", /only courier/],
    [
      'a right-hand room by a type',
      'src/law/a.ts',
      "type A = import('../desk/a.ts').A;",
      /desk is to the right/,
    ],
    ['a late import', 'src/law/a.ts', "const { a } = await import('../desk/a.ts');", /desk is to the right/],
  ])('%s is seen', (_, path, text, expected) => {
    expect(inFile(wallBreaches, path, text)).toEqual([expect.stringMatching(expected)]);
  });

  test('a file of no room is seen', () => {
    expect(inFile(wallBreaches, 'src/sales/a.ts', '')).toEqual([expect.stringMatching(/no room/)]);
  });

  test('own room, rooms to the left and the platform may be taken; a door takes all', () => {
    const text = "import { x } from '../calendar/day.ts';\nimport { y } from '../platform/db.ts';";
    expect(inFile(wallBreaches, 'src/law/a.act.ts', text)).toEqual([]);
    expect(inFile(wallBreaches, 'src/cli/a.ts', "import { x } from '../desk/a.ts';")).toEqual([]);
  });
});

describe('kinds of file', () => {
  test.each([
    ['src/law/a.ts', "import { x } from '../platform/db.ts';", /only platform\/refusal/],
    ['src/law/a.ts', "import { readFileSync } from 'node:fs';", /touches the outside/],
    ['src/law/a.ts', "import { x } from './rates.db.ts';", /imports a \.db\.ts/],
    ['src/law/a.db.ts', "import { x } from './rates.act.ts';", /imports a \.act\.ts/],
    [
      'src/law/do-it.act.ts',
      "import { sql } from 'kysely';\nexport async function doIt() {}",
      /database driver/,
    ],
    ['src/law/a.http.ts', "tx.insertInto('rates');", /outside a \.db\.ts/],
    ['src/law/do-it.act.ts', 'export async function other() {}', /does not export doIt/],
    ['src/cli/a.ts', "import { sql } from 'kysely';", /database driver/],
  ])('%s: %s', (path, text, expected) => {
    expect(inFile(kindBreaches, path, text)[0]).toMatch(expected);
  });

  test('an act with its one function, a type of the platform and a refusal are as they should be', () => {
    const act =
      "import { x } from './rates.db.ts';\nexport async function doIt() {}\nexport interface Done {}";
    const pure =
      "import type { Tx } from '../platform/db.ts';\nimport { refuse } from '../platform/refusal.ts';";
    expect(inFile(kindBreaches, 'src/law/do-it.act.ts', act)).toEqual([]);
    expect(inFile(kindBreaches, 'src/law/a.ts', pure)).toEqual([]);
  });
});

describe('tables', () => {
  const files = {
    'migrations/0002_law.sql': '-- room: law\ncreate table rates (id int);\n',
    'migrations/0003_debtors.sql': '-- room: debtors\ncreate table debtors (rate int references rates);\n',
  };

  test.each([
    ['src/debtors/a.db.ts', "tx.insertInto('rates');", /writes rates of law/],
    ['src/debtors/a.db.ts', 'sql`update rates set id = 1`;', /writes rates of law/],
    ['src/debtors/a.db.ts', "insertRows(tx, 'rates', rows);", /writes rates of law/],
    ['src/law/a.db.ts', "tx.selectFrom('debtors as d');", /reads debtors of debtors, to its right/],
    ['src/law/a.db.ts', 'sql`select from rates join debtors using (id)`;', /reads debtors/],
    ['src/law/a.ts', 'query(`delete from rates`);', /outside a \.db\.ts/],
    ['src/law/a.db.ts', 'sql`select now()`;', /asks the server for the time/],
  ])('%s: %s', (path, text, expected) => {
    const { tree, modules } = house({ ...files, [path]: text });
    expect(tableBreaches(tree, modules)[0]).toMatch(expected);
  });

  test('a room writes its own table and reads to its left', () => {
    const text =
      "tx.updateTable('debtors');\ntx.selectFrom('rates');\nsql`select 1 from rates for update of rates`;";
    const { tree, modules } = house({ ...files, 'src/debtors/a.db.ts': text });
    expect([...migrationBreaches(tree), ...tableBreaches(tree, modules)]).toEqual([]);
  });

  test.each([
    ['create table x (id int);', /does not begin/],
    ['-- room: money\ncreate table x (d int references debtors);', /points right, to debtors/],
    ['-- room: desk\nalter table rates add y int;', /changes rates of law/],
    ['-- room: desk\ncreate table x (d date default current_date);', /asks the server/],
  ])('a migration: %s', (text, expected) => {
    const { tree } = house({ ...files, 'migrations/0004_x.sql': text });
    expect(migrationBreaches(tree)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('form', () => {
  test.each([
    'src/law/utils.ts',
    'src/common/a.ts',
    'docs/misc.md',
    'src/law/rate-helpers.ts',
    'src/law/index.ts',
  ])('%s names nothing', (path) => {
    expect(fileBreaches(house({ [path]: '' }).tree)).toHaveLength(1);
  });

  test('a file has 400 lines, not 401', () => {
    expect(fileBreaches(house({ 'src/law/a.ts': '\n'.repeat(400) }).tree)).toEqual([]);
    expect(fileBreaches(house({ 'src/law/a.ts': '\n'.repeat(401) }).tree)).toHaveLength(1);
  });

  test('a function has 70 lines, not 71; a chapter of tests has as many as it needs', () => {
    const body = (lines: number) => `() => {${'\n'.repeat(lines - 1)}}`;
    expect(inFile(shapeBreaches, 'src/law/a.ts', `export const x = ${body(70)};`)).toEqual([]);
    expect(inFile(shapeBreaches, 'src/law/a.ts', `export const x = ${body(71)};`)).toEqual([
      '1 x has 71 lines, not 70',
    ]);
    expect(inFile(shapeBreaches, 'src/law/a.test.ts', `describe('a', ${body(300)});`)).toEqual([]);
  });

  test('a line has 110 characters, unless a sentence fills it', () => {
    expect(inFile(shapeBreaches, 'src/law/a.ts', `// ${'a'.repeat(107)}`)).toEqual([]);
    expect(inFile(shapeBreaches, 'src/law/a.ts', `// ${'a'.repeat(108)}`)).toEqual(['1 is 111 wide']);
    expect(inFile(shapeBreaches, 'src/law/a.ts', `const sentence = '${'a'.repeat(200)}';`)).toEqual([]);
    expect(inFile(shapeBreaches, 'src/law/a.ts', `const sql = \`\n${'a'.repeat(200)}\n\`;`)).toEqual([]);
  });

  test.each(["export * from './b.ts';", "export { b } from './b.ts';"])('%s is a barrel', (text) => {
    expect(inFile(shapeBreaches, 'src/law/a.ts', text)).toHaveLength(1);
  });

  test.each([
    ...[
      'process.env.HOME',
      'new Date()',
      'Date.now()',
      'Math.random()',
      'setTimeout(f, 1)',
      'console.log(1)',
    ],
    ...["parseFloat('1')", 'x.toFixed(2)', 'Number(amount)', 'Number(row.montant_ttc)', 'fetch(url)'],
    ...['Temporal.Now.instant()', "import { setTimeout } from 'node:timers/promises';"],
  ])('%s has its place elsewhere', (text) => {
    expect(inFile(banBreaches, 'src/law/a.ts', text)).toHaveLength(1);
  });

  test('what has a place may be used there, and a count is no amount', () => {
    expect(inFile(banBreaches, 'src/platform/config.ts', 'process.env.HOME')).toEqual([]);
    expect(inFile(banBreaches, 'src/platform/clock.ts', 'Date.now()')).toEqual([]);
    expect(inFile(banBreaches, 'src/law/a.ts', 'Number(match[1])')).toEqual([]);
  });

  test.each(['// TO' + 'DO: later', "test.only('a', () => {});", '// a();\n// b();\n// c();'])(
    '%s is left over',
    (text) => {
      expect(inFile(leftoverBreaches, 'src/law/a.test.ts', text)).toHaveLength(1);
    },
  );

  test('a comment in words is no code, and a test may say which machine it needs', () => {
    const text =
      "// First, one thing.\n// Then another,\n// and the rest.\ntest.skipIf(isRoot)('a', () => {});";
    expect(inFile(leftoverBreaches, 'src/law/a.test.ts', text)).toEqual([]);
  });
});

test('a test that expects nothing is seen, through what it calls too', () => {
  const idle = "test('a', () => {\n  run();\n});\nfunction run() {}";
  const good = "test.each([1])('a', (x) => check(x));\nconst check = (x) => expect(x).toBe(1);";
  expect(inFile(idleTestBreaches, 'src/law/a.test.ts', idle)).toEqual(['1 a test that expects nothing']);
  expect(inFile(idleTestBreaches, 'src/law/a.test.ts', good)).toEqual([]);
});

describe('reach', () => {
  const reach = (files: Readonly<Record<string, string>>) => {
    const { tree, modules } = house(files);
    return reachBreaches(tree, modules);
  };

  test('a file that only a test takes is dead, and so is an export', () => {
    const files = {
      'bin/a.mjs': "import { used } from '../src/law/a.ts';",
      'src/law/a.ts': 'export const used = 1;\nexport const spare = 2;',
      'src/law/b.ts': 'export const b = 1;',
      'src/law/b.test.ts': "import { spare } from './a.ts';\nimport { b } from './b.ts';",
    };
    expect(reach(files)).toEqual(['src/law/a.ts:2 nobody uses spare', 'src/law/b.ts:1 nothing imports it']);
  });

  test('a step of living code may be exported for its test; the types of a signature are used with it', () => {
    const files = {
      'bin/a.mjs': "const { all } = await import('../src/law/a.ts');",
      'src/law/a.ts': `export interface Given { readonly of: Inner }
        export interface Inner {}
        export function all(given: Given) { return step(); }
        export function step() {}`,
      'src/law/a.test.ts': "import { step } from './a.ts';",
    };
    expect(reach(files)).toEqual([]);
  });

  test('what the package publishes has users elsewhere, for whom a test stands', () => {
    const files = {
      'package.json': JSON.stringify({ exports: { './law/*': { default: './dist/law/*.js' } } }),
      'src/law/a.ts': 'export const a = 1;\nexport const untested = 2;',
      'src/law/a.test.ts': "import { a } from './a.ts';",
    };
    expect(reach(files)).toEqual(['src/law/a.ts:2 nobody uses untested']);
  });

  test('a process started by the name of its file is reached', () => {
    const files = {
      'bin/a.mjs': "import { start } from '../src/law/a.ts';",
      'src/law/a.ts': "export const start = () => fork('thread.ts');",
      'src/law/thread.ts': 'run();',
    };
    expect(reach(files)).toEqual([]);
  });
});

test('a package is declared for who imports it, and used by who declares it', () => {
  const { tree, modules } = house({
    'package.json': JSON.stringify({
      dependencies: { used: '1', spare: '1' },
      devDependencies: { tested: '1', idle: '1', '@types/used': '1', '@types/node': '1' },
    }),
    'src/law/a.ts': "import used from 'used/deep';\nimport tested from 'tested';\nimport fs from 'node:fs';",
    'src/law/a.test.ts': "import tested from 'tested';",
  });
  expect(dependencyBreaches(tree, modules)).toEqual([
    'src/law/a.ts:2 tested is not declared for it',
    'package.json:1 the program does not use spare',
    'package.json:1 no test uses idle',
  ]);
});

describe('papers', () => {
  test.each([
    ['# A\n\n# B\n', /2 titles/],
    ['No title.\n', /0 titles/],
    ['# A\n\n[b](b.md)\n', /leads nowhere: b\.md/],
    ['# A\n\n[b](#nothing)\n', /leads nowhere: #nothing/],
  ])('%j', (text, expected) => {
    expect(papers.pageBreaches(house({ 'docs/a.md': text }).tree)).toEqual([expect.stringMatching(expected)]);
  });

  test('links to pages, folders, headings and other hosts lead somewhere', () => {
    const text =
      '# The house\n\n[a](a.md) [law](../docs) [up](#the-house) [web](https://example.org)\n\n```\n# no title\n```\n';
    expect(papers.pageBreaches(house({ 'docs/a.md': text }).tree)).toEqual([]);
  });

  test('a refusal is documented with its status, given and asserted', () => {
    const files = {
      'docs/refusals.md':
        '## Refusals\n| `a_bad` | 400 | x | y |\n| `b_bad` | 400 | x | y |\n| `z_bad` | 400 | x | y |\n',
      'src/law/a.ts': "refuse('a_bad'); refuse('b_bad'); refuse('c_bad');",
      'src/law/a.test.ts': "expect(x).toBe('a_bad'); expect(x).toBe('b_bad');",
    };
    const { tree, modules } = house(files);
    const breaches = papers.refusalBreaches(tree, modules, { a_bad: 400, b_bad: 422, c_bad: 404 });
    expect(breaches.map((breach) => breach.replace(/^\S+ /, ''))).toEqual([
      ...['b_bad is 422', 'c_bad is missing', 'no test asserts c_bad', 'no code says z_bad'],
    ]);
  });

  test('a case of reliability names tests that bear its number, and a test no other', () => {
    const row = (number: string, tests: string) => `| ${number} | was wrong | does it | ${tests} |`;
    const files = {
      'docs/reliability.md': [
        ...[row('R1', '[a](../src/law/a.test.ts)'), row('R2', '[a](../src/law/a.test.ts)')],
        ...[row('R3', 'to come'), row('R4', 'somehow'), row('R6', 'to come')],
      ].join('\n'),
      'src/law/a.test.ts': "test('R1: x', () => {}); test('R7, R3 y', () => {});",
      'src/law/b.ts': "const word = 'R8';",
    };
    const { tree, modules } = house(files);
    expect(caseBreaches(tree, modules).map((breach) => breach.replace(/^\S+ /, ''))).toEqual([
      'src/law/a.test.ts has no test of R2',
      ...['R4 names no test', 'R6 is out of its place', 'R7 is no case'],
    ]);
  });

  test('a reason is documented in its section', () => {
    const { tree } = house({ 'docs/refusals.md': '## Held\n| `gap` | x | y |\n| `old` | x | y |\n' });
    expect(papers.reasonBreaches(tree, 'Held', ['gap', 'new'])).toEqual([
      'docs/refusals.md:1 « Held » lacks new',
      'docs/refusals.md:3 no code says old',
    ]);
  });

  test('a rule and a paper that the code names have their pages', () => {
    const text = "// see docs/law/PEN-02, docs/a.md, docs/law.\nconst rule = 'PEN-01';";
    const { tree, modules } = house({ 'src/law/a.ts': text, 'docs/law/PEN-02.md': '' });
    expect(papers.namedPaperBreaches(tree, modules)).toEqual([
      expect.stringMatching(/PEN-01 has no page/),
      expect.stringMatching(/docs\/a\.md, which is not there/),
    ]);
  });

  test('a changelog without its pending section, and what names this machine, are seen', () => {
    expect(papers.changelogBreaches(house({ 'CHANGELOG.md': '# Changelog\n' }).tree)).toHaveLength(1);
    const files = {
      'a.md': `see /${'wo'}rk/x`,
      'package-lock.json': '"resolved": "https://example.org/x.tgz"',
    };
    expect(papers.machineBreaches(house(files).tree)).toHaveLength(2);
    expect(papers.machineBreaches(house({ 'a.md': 'src/worker.ts and house/work' }).tree)).toEqual([]);
  });
});
