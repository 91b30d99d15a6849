import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { expect, test } from 'vitest';
import { readMailbox } from '../../src/courier/test-mailbox.ts';
import { creditorFile, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';
import { readPdf } from '../letters/read-pdf.ts';

/** Bytes that are a PDF for whoever looks at their beginning. */
function pdf(bytes: number): Uint8Array {
  const content = Buffer.alloc(bytes, ' ');
  content.write('%PDF-1.7\n');
  content.write('%%EOF\n', bytes - 6);
  return new Uint8Array(content);
}

test('R59: the copies of the invoices leave with the reminder; too heavy, a person chooses the statement instead', async () => {
  const desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor, { number: 'F-1' });
  await seedInvoice(desk, debtor, { number: 'F-2' });
  const light = await seedDebtor(desk, { key: 'C002' });
  await seedInvoice(desk, light, { number: 'F-3' });
  await desk.done(`attach F-1 ${desk.file('un.pdf', pdf(4_000_000))}`);
  await desk.done(`attach F-2 ${desk.file('deux.pdf', pdf(4_000_001))}`);
  await desk.done(`attach F-3 ${desk.file('trois.pdf', pdf(2_000))}`);
  const { actions } = await desk.done('run');
  const heavy = actions.find((action: { debtor: string }) => action.debtor === 'C001');
  expect(heavy.outcome).toBe('to_confirm');
  expect(heavy.reasons.map(({ code }: { code: string }) => code)).toContain('attachments_too_large');
  expect((await desk.say(`approve ${heavy.id}`)).refused).toBe('attachments_too_large');
  await desk.done(`approve ${heavy.id} --attach statement`);
  await desk.done('run');
  const mails = await desk.mails();
  const shown = await Promise.all(mails.map((mail) => readMailbox(desk.database.dataFolder, mail.file)));
  const attached = Object.fromEntries(
    shown.map((mail) => [mail!.to, mail!.attachments.map(({ name }) => name)]),
  );
  expect(attached['compta@c002.example']).toEqual(['COPIE_F-3.pdf']);
  expect(attached['compta@c001.example']).toHaveLength(1);
  expect(attached['compta@c001.example']?.[0]).toMatch(/^Relev/);
  expect((await desk.done('verify')).valid).toBe(true);
  await desk.database.close();
});

test('a letter says in words what is in its envelope, an e-mail names its files', async () => {
  const desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor, { number: 'F-1', due: '2026-09-28' });
  await seedInvoice(desk, debtor, { number: 'F-2', due: '2026-09-28' });
  for (const number of ['F-1', 'F-2']) {
    const page = await PDFDocument.create();
    page.addPage();
    await desk.done(`attach ${number} ${desk.file(`${number}.pdf`, await page.save())}`);
  }
  for (const day of ['2026-10-07', '2026-10-12', '2026-10-20']) {
    desk.on(day);
    await desk.done('run');
  }
  const [mail] = await desk.mails();
  const lines = (text: string) => text.replace(/\u00a0/g, ' ');
  expect(lines(mail!.text)).toContain('Copies de factures : COPIE_F-1.pdf, COPIE_F-2.pdf.');
  expect(lines(mail!.text)).toContain('Copie de notre précédent rappel : Rappel_du_2026-10-12.pdf');
  const [batch] = globSync(join(desk.database.dataFolder, 'print', '*', '*.pdf'));
  const { text } = await readPdf(new Uint8Array(readFileSync(batch!)));
  const said = lines(text).replace(/\s+/g, ' ');
  expect(said).toContain('Copies des factures F-1 et F-2. Copie pour votre information');
  expect(said).toContain('Copie de notre message du 12 octobre 2026');
  expect(said.slice(0, said.indexOf('Copie du message'))).not.toContain('.pdf');
  await desk.database.close();
});
