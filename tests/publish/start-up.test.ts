import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { helpText } from '../../src/cli/help.ts';
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
  const help = await helpText(undefined);
  for (const [name, load] of Object.entries(COMMANDS)) {
    expect(help).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    expect((await load()).usage, name).toContain(`relance ${name}`);
  }
});

test('--lang promises what it does, and a calculator answers in French whatever it says', async () => {
  expect(await helpText(undefined)).toMatch(/--lang fr\|en +langue du texte .*wording.*en français/);
  expect(start('rates --lang en').stdout).toBe(start('rates').stdout);
});
