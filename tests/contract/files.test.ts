import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ approvals: 'all' }))}`);
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
});
afterEach(async () => await desk.database.close());

test('a PDF that cannot be written where a person said is a refusal with the reason', async () => {
  const [{ id }] = (await desk.done('run')).actions;
  const folder = join(desk.folder, 'dossier');
  mkdirSync(folder);
  for (const [out, why] of [
    ['/nulle/part/x.pdf', 'son dossier n’existe pas'],
    [folder, 'c’est un dossier'],
    [join(desk.file('fichier', ''), 'x.pdf'), 'son chemin passe par un fichier'],
  ] as const) {
    for (const line of [`letter ${id} --out ${out}`, `statement C001 --out ${out}`]) {
      const said = await desk.say(line);
      expect(said, line).toMatchObject({ exit: 2, refused: 'file_unwritable', data: { file: out } });
      expect(said.text).toContain(why);
    }
  }
});

test('a statement that could not be written is not sent either', async () => {
  expect(await desk.say('statement C001 --send --out /nulle/part/x.pdf')).toMatchObject({
    refused: 'file_unwritable',
  });
  await desk.done('run');
  expect(await desk.mails()).toEqual([]);
  const out = join(desk.folder, 'releve.pdf');
  expect(await desk.done(`statement C001 --send --out ${out}`)).toMatchObject({ file: out, queued: true });
  expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a file to read that cannot be read is a refusal too, whatever is wrong with its path', async () => {
  const through = join(desk.file('fichier', ''), 'x.pdf');
  for (const path of ['/nulle/part.pdf', desk.folder, through, `/${'x'.repeat(300)}`]) {
    for (const line of [`attach F-1 ${path}`, `creditor set ${path}`, `import ${path}`]) {
      expect((await desk.say(line)).refused, line).toBe('file_unreadable');
    }
  }
  expect(existsSync(through)).toBe(false);
});
