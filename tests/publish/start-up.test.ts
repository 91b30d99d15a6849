import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { help } from '../../src/cli/help.ts';
import { packageFolder } from '../../src/platform/config.ts';

const entry = join(packageFolder(), 'bin/relance.mjs');

/** Has a process say on stderr each file of a package that it loads. */
const TELLING = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) {
  if (url.includes('/node_modules/')) console.error(url);
  return next(url, context);
} });`;

function start(line: string) {
  return spawnSync(process.execPath, [entry, ...line.split(' ')], {
    encoding: 'utf8',
    // By the environment: the entry may hand over to another Node.
    env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELLING)}` },
  });
}

test('help and the calculators load no package: a tenth of a second of processor time is all they take', () => {
  for (const line of [
    'help',
    'rates',
    'penalties --amount 1200.00 --due 2026-09-30 --until 2026-11-22',
    'limitation --start 2022-03-10 --regime b2b',
    'deadline --from 2026-10-01 --months 3',
    'due --invoiced 2026-03-10 --terms 30',
  ]) {
    expect(start(line), line).toMatchObject({ status: 0, stderr: '' });
  }
  expect(start('help plan').stderr).toContain('/kysely/');
});

test('help names every command, and each says its own usage', async () => {
  const { text } = await help(null, false);
  for (const [name, load] of Object.entries(COMMANDS)) {
    expect(text).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    expect((await load()).usage, name).toContain(`relance ${name}`);
  }
});

test('--lang promises what it does, and a calculator answers in French whatever it says', async () => {
  expect((await help(null, false)).text).toMatch(/--lang fr\|en +langue du texte .*wording.*en français/);
  expect(start('rates --lang en').stdout).toBe(start('rates').stdout);
});

test('help answers a machine in one document, and refuses a command that is none', () => {
  const told = (line: string) => JSON.parse(start(line).stdout);
  const all = told('help --json');
  expect(all.commands.map(({ name }: { name: string }) => name).sort()).toEqual(Object.keys(COMMANDS).sort());
  for (const command of all.commands) {
    expect(command).toEqual({
      name: expect.any(String),
      usage: expect.stringContaining(`relance ${command.name}`),
      summary: expect.any(String),
    });
  }
  expect(told('--json')).toEqual(all);
  expect(told('--help --json')).toEqual(all);
  const [due] = all.commands.filter(({ name }: { name: string }) => name === 'due');
  for (const line of ['help due --json', 'due --help --json', 'due --terms 30 --help --json'])
    expect(told(line), line).toEqual({ commands: [due] });
  for (const line of ['help zzz --json', 'zzz --help --json', 'zzz --json']) {
    expect(start(line).status, line).toBe(2);
    expect(told(line), line).toMatchObject({ refused: 'command_unknown', command: 'zzz' });
  }
  expect(start('help zzz')).toMatchObject({ status: 2, stdout: '' });
});

test('an option whose value is the next option has no value: nothing is done in a folder named --json', () => {
  for (const [line, option] of [
    ['rates --data --json', 'data'],
    ['rates --json --on --lang fr', 'on'],
    ['plan --json --as', 'as'],
    ['plan --json --creditor=', 'creditor'],
  ]) {
    const { status, stdout } = start(line!);
    expect([status, JSON.parse(stdout)], line).toMatchObject([2, { refused: 'option_missing', option }]);
  }
  const own = start('due --invoiced --terms 30 --json');
  expect(JSON.parse(own.stdout)).toMatchObject({ refused: 'option_missing', option: 'invoiced' });
  const inline = start('due --invoiced=--x --terms 30 --json');
  expect(JSON.parse(inline.stdout)).toMatchObject({ refused: 'date_invalid', value: '--x' });
});
