import { mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';
import { readPdf } from '../letters/read-pdf.ts';

let desk: Desk;
let print: string;

/** Three debtors by letter, two of them in one batch; one by e-mail. */
beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  for (const key of ['C001', 'C002']) {
    const debtor = await seedDebtor(desk, { key, email: null });
    await seedInvoice(desk, debtor, { number: `F-${key}`, due: '2026-09-28' });
  }
  const { batch } = await desk.done('run');
  await desk.done(`posted ${batch.id}`);
  desk.on('2026-10-08');
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C003' }), { number: 'F-C003', due: '2026-09-28' });
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C004' }), { number: 'F-C004', due: '2026-09-28' });
  await desk.done('run');
  for (const key of ['C001', 'C002', 'C003', 'C004']) await desk.done(`payment add F-${key} 1200.00`);
  desk.on('2036-11-03');
  print = join(desk.database.dataFolder, 'print', '2026-10-07');
});
afterEach(() => desk.database.close());

const ended = (end: string) => readdirSync(print).find((name) => name.endsWith(end))!;
const printedPages = async () => await readPdf(new Uint8Array(readFileSync(join(print, ended('.pdf')))));
const lists = () => ['.csv', '.json'].map((end) => readFileSync(join(print, ended(end)), 'utf8')).join();
const mailsTo = async () => (await desk.mails()).map(({ to }) => to);

test('a debtor’s pages and lines leave the batches that hold others, which read as before', async () => {
  const before = await printedPages();
  expect(before.text).toContain('Société C001');
  const erased = await desk.say('erase C001');
  expect(erased.exit).toBe(0);
  expect(erased.data.rewritten.map((file: string) => file.slice(-4))).toEqual(['.pdf', '.csv', 'json']);
  expect(erased.text).toContain(`refait sans ce client ${join(print, ended('.pdf'))}`);
  const after = await printedPages();
  expect(after.text).not.toContain('C001');
  const other = before.pages.filter(({ text }) => text.includes('C002'));
  expect(after.pages.map(({ text }) => text)).toEqual(other.map(({ text }) => text));
  expect(lists()).not.toMatch(/C001/);
  expect(JSON.parse(readFileSync(join(print, ended('.json')), 'utf8')).letters).toMatchObject([
    { debtor: 'C002', firstPage: 1, pages: other.length },
  ]);
  expect((await desk.done('verify')).valid).toBe(true);
});

test('a batch of nobody else goes, and its day', async () => {
  await desk.done('erase C001');
  const { removed, rewritten } = await desk.done('erase C002');
  expect(removed.map((file: string) => file.slice(-4))).toEqual(['.pdf', '.csv', 'json']);
  expect(rewritten).toEqual([]);
  expect(readdirSync(join(desk.database.dataFolder, 'print'))).toEqual([]);
});

test('a debtor’s e-mails leave the test mailbox, the others’ stay', async () => {
  expect(await mailsTo()).toHaveLength(2);
  const { removed } = await desk.done('erase C003');
  expect(removed).toHaveLength(1);
  expect(await mailsTo()).toEqual(['compta@c004.example']);
});

test('a file that cannot be removed is named; the command typed again takes what is left', async () => {
  const mailbox = join(desk.database.dataFolder, 'mailbox');
  const mine = (await desk.mails()).find(({ to }) => to.includes('c003'))!.file;
  // Another file of the same message, which is a folder: no right on files stops the administrator of a test.
  const stubborn = join(mailbox, `20261008T080000000Z-${mine.slice(-12)}`);
  mkdirSync(stubborn);
  const erased = await desk.say('erase C003');
  expect(erased.exit).toBe(3);
  expect(erased.data.failed.map(({ file }: { file: string }) => file)).toEqual([stubborn]);
  expect(erased.text).toContain(`PAS SUPPRIMÉ          ${stubborn}`);
  expect((await desk.say('erase C003')).data).toMatchObject({ done: 'files_erased' });
  rmdirSync(stubborn);
  expect((await desk.say('erase C003')).refused).toBe('already_erased');
});

test('what is said of backups: until when they hold the debtor, and what to do', async () => {
  const { text, data } = await desk.say('erase C004');
  expect(data.left).toEqual(['imports', 'backups']);
  expect(text.replaceAll('\u00a0', ' ')).toContain('Vos sauvegardes faites jusqu’à ce jour compris');
});
