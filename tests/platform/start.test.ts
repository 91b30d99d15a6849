import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageFolder } from '../../src/platform/config.ts';

const entry = join(packageFolder(), 'bin/relance.mjs');

const PROBE = `
import { onInnerNode } from './inner-node.mjs';
await onInnerNode(process.argv[1]);
console.log('ran');
`;

describe('the entry', () => {
  test('answers and ends with the exit code of the command', () => {
    const good = spawnSync(
      process.execPath,
      [entry, 'penalties', '--amount', '1200.00', '--due', '2026-09-30', '--until', '2026-11-22', '--json'],
      { encoding: 'utf8' },
    );
    expect(good.status).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({ total: '1261.61' });
    expect(spawnSync(process.execPath, [entry, 'no-such-command']).status).toBe(2);
  });

  test('a reader that closes early is no failure', () => {
    const piped = spawnSync(
      '/bin/sh',
      ['-c', '"$1" "$2" rates --on 2026-11-22 | head -c 1', 'sh', process.execPath, entry],
      {
        encoding: 'utf8',
      },
    );
    expect(piped.stderr).toBe('');
    expect(piped.stdout).toHaveLength(1);
  });
});

describe('any Node', () => {
  let clone: string;

  /** A clone in small: the entry's own script, a lock file, and an npm that writes down what it was asked. */
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'relance-clone-'));
    write('bin/probe.mjs', PROBE);
    copyFileSync(join(packageFolder(), 'bin/inner-node.mjs'), join(clone, 'bin/inner-node.mjs'));
    writeExecutable(
      'tools/npm',
      `echo "$@" >> '${join(clone, 'asked')}'; echo installing; eval "$NPM_DOES"; exit "\${NPM_CODE:-0}"\n`,
    );
    lock('package-lock.json', wanted);
    lock('node_modules/.package-lock.json', { 'node_modules/a': wanted['node_modules/a'] });
  });

  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  const wanted = {
    '': { name: 'relance' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/mac': { version: '1.0.0', optional: true, os: ['aix'] },
    'node_modules/musl': { version: '1.0.0', optional: true, os: [process.platform], libc: ['musl'] },
  };

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  }

  function writeExecutable(path: string, script: string): void {
    write(path, `#!/bin/sh\n${script}`);
    chmodSync(join(clone, path), 0o755);
  }

  function lock(path: string, packages: Readonly<Record<string, unknown>>): void {
    write(path, JSON.stringify({ packages }));
  }

  function environment(code: number, does = ''): NodeJS.ProcessEnv {
    const { npm_execpath: _, ...rest } = process.env;
    const PATH = `${join(clone, 'tools')}:${process.env.PATH}`;
    return { ...rest, PATH, NPM_CODE: String(code), NPM_DOES: does };
  }

  /** Starts the probe, where npm ends with `code` after it did `npmDoes`. */
  function start(args: readonly string[] = [], code = 0, npmDoes = ''): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, [...args, join(clone, 'bin/probe.mjs'), 'one', 'two words'], {
      encoding: 'utf8',
      env: environment(code, npmDoes),
    });
  }

  test('asks npm for nothing when nothing is missing, so it starts without network', () => {
    expect(start()).toMatchObject({ status: 0, stdout: 'ran\n', stderr: '' });
    expect(existsSync(join(clone, 'asked'))).toBe(false);
  });

  test('installs what is missing or of another version, and keeps stdout for the answer', () => {
    lock('package-lock.json', { ...wanted, 'node_modules/a': { version: '1.0.1' } });
    const started = start();
    expect(started).toMatchObject({ status: 0, stdout: 'ran\n' });
    expect(started.stderr).toContain('1 paquet(s) à installer');
    expect(readFileSync(join(clone, 'asked'), 'utf8')).toMatch(/^install --no-save --ignore-scripts /);
  });

  test('an optional package of this machine is missing like any other', () => {
    lock('package-lock.json', {
      ...wanted,
      'node_modules/own': { version: '1.0.0', optional: true, os: [process.platform] },
    });
    expect(start().stderr).toContain('node_modules/own');
  });

  test('packages of tests are missing only where tests or builds start', () => {
    lock('package-lock.json', { ...wanted, 'node_modules/vitest': { version: '1.0.0', dev: true } });
    expect(start()).toMatchObject({ stdout: 'ran\n', stderr: '' });
    write('bin/probe.mjs', PROBE.replace('argv[1]', 'argv[1], { dev: true }'));
    expect(start().stderr).toContain('node_modules/vitest');
  });

  test('what only makes a start richer does not stop it when the network is away', () => {
    const own = { version: '1.0.0', optional: true, os: [process.platform] };
    lock('package-lock.json', { ...wanted, 'node_modules/own': own });
    const started = start([], 7);
    expect(started).toMatchObject({ status: 0, stdout: 'ran\n' });
    expect(started.stderr).toContain('npm 7');
  });

  test('npm runs again on the inner Node for what it left out under an older one', () => {
    const own = { version: '1.0.0', optional: true, os: [process.platform] };
    lock('package-lock.json', { ...wanted, 'node_modules/own': own });
    writeExecutable('tools/inner', 'shift 3; echo "inner $# $2"\n');
    const place = join(clone, inner);
    const npmDoes = `mkdir -p '${dirname(place)}'; cp '${join(clone, 'tools/inner')}' '${place}'; command -v node >> asked`;
    expect(start([], 0, npmDoes)).toMatchObject({ status: 0, stdout: 'inner 2 two words\n' });
    const asked = readFileSync(join(clone, 'asked'), 'utf8').trim().split('\n');
    expect(asked.filter((line) => line.startsWith('install '))).toHaveLength(2);
    expect(asked.at(-1)).toBe(place);
  });

  test('a failed installation says so and runs nothing', () => {
    rmSync(join(clone, 'node_modules'), { recursive: true });
    const started = start([], 7);
    expect(started).toMatchObject({ status: 1, stdout: '' });
    expect(started.stderr).toContain('npm 7');
  });

  const inner = `node_modules/node-${process.platform}-${process.arch}/bin/node`;
  const WITHOUT_EXEC = ['--import', 'data:text/javascript,process.execve=undefined'];

  for (const [name, args] of [
    ['becoming it', []],
    ['as its parent, where a process cannot become another', WITHOUT_EXEC],
  ] as const) {
    test(`hands over to the inner Node, with arguments and exit code, ${name}`, () => {
      writeExecutable(inner, 'shift 3; echo "inner $# $2"; exit 3\n');
      expect(start(args)).toMatchObject({ status: 3, stdout: 'inner 2 two words\n' });
    });

    test(`hands signals on, ${name}`, async () => {
      writeExecutable(
        inner,
        "trap 'echo drained; exit 4' TERM; echo up; for i in $(seq 200); do sleep 0.05; done\n",
      );
      const child = spawn(process.execPath, [...args, join(clone, 'bin/probe.mjs')], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: environment(0),
      });
      let said = '';
      child.stdout.on('data', (text) => {
        said += text;
      });
      await once(child.stdout, 'data');
      child.kill('SIGTERM');
      const [code] = await once(child, 'close');
      expect([said, code]).toEqual(['up\ndrained\n', 4]);
    });
  }
});
