import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';
import { readPdf } from '../letters/read-pdf.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
  await desk.done('debtor set C001 --role accounts --contact "Madame Martin" --email compta@c001.example');
});

afterEach(async () => {
  await desk.database.close();
});

const squeezed = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, '').replaceAll('’', "'");

test('L17: the page kept of an e-mail bears from whom, to whom, of which day, and its words as they left', async () => {
  await desk.done('run');
  desk.on('2026-10-12');
  const { actions } = await desk.done('run');
  expect(actions[0]).toMatchObject({ step: 'reminder-1', outcome: 'sent' });
  const out = join(desk.folder, 'kept.pdf');
  await desk.done(`letter ${actions[0].id} --out ${out}`);
  const page = squeezed((await readPdf(new Uint8Array(readFileSync(out)))).text);
  const [mail] = await desk.mails();
  for (const said of [
    'Copie du message du 12 octobre 2026',
    'Ateliers Lefèvre & Fils <compta@lefevre.example>',
    'Madame Martin <compta@c001.example>',
    mail!.subject,
    ...mail!.text.split('\n'),
  ]) {
    expect(page).toContain(squeezed(said));
  }
});
