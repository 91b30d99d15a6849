import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFolder } from '../../src/platform/config.ts';
import { creditorFile } from '../harness/desk.ts';
import { removeCluster } from '../harness/remove-cluster.ts';

const clone = packageFolder();
let home: string;
let installed: string;

/**
 * The package as npm would publish it, in an empty folder, beside the packages that it declares. These are
 * lent by the clone: npm writes the same 300 packages and 430 MB in half a minute, and needs the network.
 */
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'relance publiée-'));
  installed = join(home, 'node_modules/relance');
  mkdirSync(installed, { recursive: true });
  const { stdout } = done('npm', ['pack', '--json', '--pack-destination', home], clone);
  const [{ filename }] = JSON.parse(stdout);
  done('tar', ['-xzf', join(home, filename), '-C', installed, '--strip-components=1'], home);
  for (const name of declaredPackages()) lend(name);
  // Puts the commands of the package where npx finds them, as an installation does.
  done('npm', ['rebuild', '--ignore-scripts', '--offline', 'relance'], home);
}, 180_000);

afterAll(async () => {
  const data = join(home, 'data');
  if (existsSync(data)) await removeCluster(data);
  rmSync(home, { recursive: true, force: true });
});

function declaredPackages(): readonly string[] {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  );
  return Object.keys({ ...dependencies, ...optionalDependencies });
}

function lend(name: string): void {
  const place = join(home, 'node_modules', name);
  const lent = join(clone, 'node_modules', name);
  // What is meant for other machines is not there.
  if (!existsSync(lent)) return;
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(lent, place);
}

/** Without what `npm test` and the tests' own surroundings tell their children. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD|NODE_|VITEST|RELANCE_|DATABASE_URL)/.test(name),
  );
  return Object.fromEntries(kept);
}

function run(file: string, args: readonly string[], cwd = home): SpawnSyncReturns<string> {
  return spawnSync(file, args, { cwd, encoding: 'utf8', env: environment() });
}

function done(file: string, args: readonly string[], cwd = home): SpawnSyncReturns<string> {
  const ended = run(file, args, cwd);
  if (ended.status !== 0) {
    throw new Error(`${file} ${args.join(' ')}: ${ended.error?.message ?? ended.stdout + ended.stderr}`);
  }
  return ended;
}

function relance(...args: readonly string[]): unknown {
  return JSON.parse(done('node_modules/.bin/relance', [...args, '--json']).stdout);
}

test('npx finds the command, and it computes', () => {
  const args = ['penalties', '--amount', '1200.00', '--due', '2026-09-30', '--until', '2026-11-22', '--json'];
  const { stdout } = done('npx', ['--offline', 'relance', ...args]);
  expect(JSON.parse(stdout)).toMatchObject({ total: '1261.61' });
});

test('the law is a library: its functions, its types, and a no that is a value', () => {
  const script = `
    import { iso } from 'relance/calendar/day';
    import { statementOfPenalties } from 'relance/law/penalties';
    import { cents } from 'relance/money/cents';
    import { isRefusal } from 'relance/refusal';
    const claim = { principal: cents(120_000), due: iso('2026-09-30'), regime: 'b2b' };
    const statement = statementOfPenalties({ ...claim, until: iso('2026-11-22') });
    const refusal = statementOfPenalties({ ...claim, until: iso('2126-11-22') });
    console.log(JSON.stringify([statement.total, isRefusal(statement), isRefusal(refusal)]));`;
  writeFileSync(join(home, 'claim.mjs'), script);
  expect(JSON.parse(done(process.execPath, ['claim.mjs']).stdout)).toEqual([126_161, false, true]);
  writeFileSync(
    join(home, 'claim.ts'),
    `import { cents, type Cents } from 'relance/money/cents';
     import { statementOfPenalties } from 'relance/law/penalties';
     export const claim: Cents = cents(120_000);
     export const asked: string = statementOfPenalties;`,
  );
  const compiler = join(clone, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', 'claim.ts'];
  const { stdout } = run(process.execPath, [compiler, ...options]);
  // Its one fault, and it knows the function by its type.
  expect(stdout.trim().split('\n')[0]).toMatch(/claim\.ts\(4,.*PenaltyInput.*'string'/);
  expect(stdout.match(/error/g)).toHaveLength(1);
});

test('every file that the code reads comes with it, and no TypeScript that Node would refuse', () => {
  const beside = globSync('**/*', { cwd: join(clone, 'src'), withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(clone, 'src/').length));
  expect(beside.length).toBeGreaterThan(40);
  expect(beside.filter((path) => !existsSync(join(installed, 'dist', path)))).toEqual([]);
  const fonts = globSync('assets/fonts/*.ttf', { cwd: clone });
  expect(globSync('assets/fonts/*.ttf', { cwd: installed }).sort()).toEqual(fonts.sort());
  const typed = globSync('**/*.ts', { cwd: installed }).filter((path) => !path.endsWith('.d.ts'));
  expect(typed).toEqual([]);
});

test('a creditor, a plan and a drawn letter on its own database, from the installed package', () => {
  writeFileSync(join(home, 'creditor.json'), creditorFile());
  expect(relance('creditor', 'set', 'creditor.json')).toMatchObject({
    done: 'creditor_set',
    creditor: { key: '732829320' },
  });
  expect(relance('plan', '--on', '2026-11-23')).toMatchObject({ on: '2026-11-23', actions: [] });
  expect(existsSync(join(home, 'data/pg.json'))).toBe(true);
  // The doctor starts the database, and draws a letter with the fonts and the template of the package.
  const { checks } = relance('doctor') as { readonly checks: readonly { name: string; state: string }[] };
  for (const name of ['database', 'fonts', 'typst']) {
    expect(checks).toContainEqual(expect.objectContaining({ name, state: 'ok' }));
  }
});
