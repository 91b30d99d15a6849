import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { creditorFile } from '../harness/desk.ts';
import { removeCluster } from '../harness/remove-cluster.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { relance } from './relance.ts';

const HEADER = 'facture;date_facture;date_echeance;montant_ttc;client;code_client;type_client;email;libelle';
const WORDS = 'travaux '.repeat(50);

function invoices(count: number, prefix: string): string {
  const rows = Array.from(
    { length: count },
    (_, at) =>
      `${prefix}-${at};01/09/2026;02/10/2026;500,00;Client ${at};C${at};professionnel;c${at}@c.example;${WORDS}`,
  );
  return `${[HEADER, ...rows].join('\n')}\n`;
}

/** A book of three invoices, made once, at rest: each test has a copy, which is one to the program too. */
let seed: string;
let folder: string;
let book: string;

beforeAll(async () => {
  seed = mkdtempSync(join(scratchFolder(), 'relance-seed-'));
  writeFileSync(join(seed, 'creditor.json'), creditorFile({ lateStart: 'from-start' }));
  writeFileSync(join(seed, 'few.csv'), invoices(3, 'F'));
  writeFileSync(join(seed, 'many.csv'), invoices(5_000, 'G'));
  for (const line of ['creditor set creditor.json', 'import few.csv', 'release']) {
    const [words, file] = line.split(/ (?=\S+\.\w+$)/);
    const { exit, said } = await relance(
      `--data ${join(seed, 'book')} ${words}${file ? ` ${join(seed, file)}` : ''}`,
    );
    expect(exit, said).toBe(0);
  }
});
afterAll(async () => {
  rmdirSync(tiny);
  await removeCluster(join(seed, 'book'));
  await removeCluster(seed);
});

beforeEach(() => {
  folder = mkdtempSync(join(scratchFolder(), 'relance-machine-'));
  book = join(folder, 'book');
  cpSync(join(seed, 'book'), book, { recursive: true });
});
afterEach(async () => {
  if (existsSync(book)) await removeCluster(book);
  await removeCluster(folder);
});

async function intact(): Promise<void> {
  expect(JSON.parse((await relance(`--data ${book} verify --json`)).out).valid).toBe(true);
}

function postmaster(): number | null {
  const file = join(book, 'pg', '18', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

async function once(happened: () => boolean): Promise<void> {
  for (let waited = 0; waited < 1_000 && !happened(); waited += 1) await sleep(20);
}

/** Whether this account may make small disks. */
const tiny = mkdtempSync(join(scratchFolder(), 'relance-disk-'));
const mounts = mount('size=64m');
if (mounts) spawnSync('umount', [tiny]);

function mount(options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', tiny]).status === 0;
}

describe('a broken machine is told, and loses nothing', () => {
  test('a limit on the size of files', async () => {
    const stopped = await relance(`--data ${book} plan --json`, { before: 'ulimit -f 200;' });
    expect(stopped.exit).toBe(1);
    expect(JSON.parse(stopped.out)).toMatchObject({
      broken: 'file_too_large',
      message: expect.stringContaining('ulimit -f unlimited'),
      cause: expect.any(String),
    });
    await intact();
  });

  test.skipIf(!mounts)('a disk that fills up, and has room again; a disk that is read-only', async () => {
    mount('size=120m');
    try {
      cpSync(book, join(tiny, 'book'), { recursive: true });
      const place = `--data ${join(tiny, 'book')}`;
      const { bavail, bsize } = (await import('node:fs')).statfsSync(tiny);
      writeFileSync(join(tiny, 'filler'), Buffer.alloc(bavail * bsize - 1_000_000));
      const full = await relance(`${place} import ${join(seed, 'many.csv')} --json`);
      expect(full.exit).toBe(1);
      expect(JSON.parse(full.out)).toMatchObject({ broken: 'disk_full', message: /Le disque est plein/ });
      const health = JSON.parse((await relance(`${place} doctor --json`)).out).checks;
      expect(health.find(({ name }: { name: string }) => name === 'disk').state).toBe('fault');
      truncateSync(join(tiny, 'filler'), 0);
      expect((await relance(`${place} verify`)).exit).toBe(0);
      expect((await relance(`${place} import ${join(seed, 'few.csv')}`)).exit).toBe(0);
      spawnSync('mount', ['-o', 'remount,ro', tiny]);
      const closed = await relance(`${place} plan --json`);
      expect([closed.exit, JSON.parse(closed.out).refused]).toEqual([2, 'data_folder_unusable']);
    } finally {
      spawnSync('umount', ['-l', tiny]);
    }
  });

  test('the database killed under an import', async () => {
    const cut = await relance(`--data ${book} import ${join(seed, 'many.csv')} --json`, {
      meanwhile: async (child) => {
        let told = '';
        child.stderr?.on('data', (text) => {
          told += text;
        });
        await once(() => told.includes('lues'));
        process.kill(postmaster()!, 'SIGKILL');
      },
    });
    expect(cut.exit).toBe(1);
    expect(JSON.parse(cut.out)).toMatchObject({ broken: 'database_lost' });
    await intact();
    expect(JSON.parse((await relance(`--data ${book} debtor list --json`)).out).debtors).toHaveLength(3);
  });

  test('Ctrl-C in the middle of an import leaves no database and no half of a file', async () => {
    const cut = await relance(`--data ${book} import ${join(seed, 'many.csv')}`, {
      meanwhile: async (child) => {
        let told = '';
        child.stderr?.on('data', (text) => {
          told += text;
        });
        await once(() => told.includes('lues'));
        child.kill('SIGINT');
      },
    });
    expect(cut.signal).toBe('SIGINT');
    expect(cut.said).toContain('Interrompu');
    expect(postmaster()).toBeNull();
    expect(JSON.parse((await relance(`--data ${book} debtor list --json`)).out).debtors).toHaveLength(3);
  });

  test('what names the place of the database is cut short: it is found again', async () => {
    truncateSync(join(book, 'pg.json'), 20);
    expect((await relance(`--data ${book} plan`)).exit).toBe(0);
  });

  test('what names the instance is cut short: nothing leaves until a person adopts it', async () => {
    await relance(`--data ${book} adopt`);
    truncateSync(join(book, 'instance.json'), 5);
    const { out } = await relance(`--data ${book} run --on 2026-10-05 --json`);
    expect(JSON.parse(out).standstill.code).toBe('instance_copied');
    await relance(`--data ${book} adopt`);
    expect(
      JSON.parse((await relance(`--data ${book} run --on 2026-10-05 --json`)).out).standstill,
    ).toBeNull();
  });

  test('a temporary folder that is not there, or whose path no socket can bear', async () => {
    expect((await relance(`--data ${book} plan`, { env: { TMPDIR: '/nowhere/at/all' } })).exit).toBe(0);
    const long = join(folder, 'x'.repeat(120));
    mkdirSync(long);
    expect((await relance(`--data ${book} plan`, { env: { TMPDIR: long } })).exit).toBe(0);
    expect((await relance(`--data ${book} plan`)).exit).toBe(0);
  });

  test('nobody reads the answer, or the news, or neither can be written', async () => {
    expect((await relance('rates', { after: '| head -1' })).exit).toBe(0);
    const heard = await relance(`--data ${book} import ${join(seed, 'few.csv')}`, { after: '2>&- | cat' });
    expect([heard.exit, heard.out.includes('few.csv')]).toEqual([0, true]);
    if (!existsSync('/dev/full')) return;
    const full = await relance('rates', { after: '> /dev/full' });
    expect([full.exit, full.said]).toEqual([
      1,
      expect.stringContaining('sa réponse ne peut pas être écrite'),
    ]);
  });
});
