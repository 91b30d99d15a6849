import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeCluster } from '../harness/remove-cluster.ts';

const ENTRY = join(dirname(dirname(import.meta.dirname)), 'bin/relance.mjs');
const STORY_LINES = 40;

interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A newcomer's machine: an empty folder, `npm start`, another terminal beside. */
describe('npm start on a fresh machine', () => {
  let folder: string;
  let occupied: Server;
  let started: ChildProcess;
  let stdout = '';
  let stderr = '';
  let port = 0;

  const launch = (...args: readonly string[]) =>
    spawn(process.execPath, [ENTRY, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const type = async (...args: readonly string[]): Promise<Told> => {
    const child = launch(...args);
    const told = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => {
      told.stdout += text;
    });
    child.stderr.on('data', (text) => {
      told.stderr += text;
    });
    const [code] = await once(child, 'close');
    return { code, ...told };
  };
  const page = async (path: string) => await fetch(`http://127.0.0.1:${port}${path}`);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relance-start-'));
    occupied = createServer();
    occupied.listen(0, '127.0.0.1');
    await once(occupied, 'listening');
    const address = occupied.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const child = launch('start', '--port', String(taken));
    started = child;
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text) => {
        stdout += text;
        const open = /http:\/\/localhost:(\d+)/.exec(stdout);
        port = Number(open?.[1] ?? 0);
        if (port > 0) resolve();
      });
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.on('exit', (code) => reject(new Error(`ended with ${code}: ${stderr}`)));
    });
    expect(port).not.toBe(taken);
    expect(stderr).toContain(`Le port ${taken} est pris`);
  }, 240_000);
  afterAll(async () => {
    occupied.close();
    if (started.exitCode === null) {
      started.kill('SIGKILL');
      await once(started, 'exit');
    }
    await removeCluster(join(folder, 'data-sample'));
    await removeCluster(folder);
  });

  test('tells the story in a few lines, with the commands for one’s own file', () => {
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(STORY_LINES);
    expect(stdout).toContain('L’entreprise d’exemple, au ');
    expect(stdout).toContain('npm run relance -- import factures.csv');
    expect(existsSync(join(folder, 'data-sample/factures.csv'))).toBe(true);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  test('shows the page of the sample', async () => {
    const home = await page('/');
    expect(home.status).toBe(200);
    const text = await home.text();
    expect(text).toContain('Ateliers Lefèvre &amp; Fils');
    expect(text).toContain('Mise en demeure');
    const letters = await (await page('/courriers')).text();
    const pdf = await page(/\/courriers\/[0-9a-f-]+\.pdf/.exec(letters)![0]);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const batch = await page(/\/courriers\/lots\/[0-9a-f-]+\.pdf/.exec(letters)![0]);
    expect(batch.headers.get('content-type')).toBe('application/pdf');
  });

  test('is served once: a second page, or a fresh sample under it, is refused', async () => {
    const second = await type('serve', '--data', './data-sample', '--json');
    expect(second.code).toBe(2);
    expect(JSON.parse(second.stdout)).toMatchObject({ refused: 'already_served' });
    const fresh = await type('sample', '--fresh', '--json');
    expect(fresh.code).toBe(2);
    expect(JSON.parse(fresh.stdout)).toMatchObject({ refused: 'already_served' });
    expect(await (await page('/')).text()).toContain('Ateliers Lefèvre');
  });

  test('lets the commands work beside it', async () => {
    const again = await type('sample', '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ done: 'sample_known', counts: { invoices: 40 } });
    const exam = await type('doctor', '--data', './data-sample', '--json');
    expect(JSON.parse(exam.stdout).checks.map(({ state }: { state: string }) => state)).not.toContain(
      'fault',
    );
  });

  test('stops at a signal, with its database, whatever the browser keeps open', async () => {
    const silent = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(silent, 'connect');
    started.kill('SIGTERM');
    const [code] = await once(started, 'close');
    expect(code).toBe(0);
    expect(stdout).toContain('Page fermée.');
    await expect(page('/')).rejects.toThrow();
    const state = JSON.parse(readFileSync(join(folder, 'data-sample/pg.json'), 'utf8'));
    expect(existsSync(join(state.home, '18/postmaster.pid'))).toBe(false);
  });
});
