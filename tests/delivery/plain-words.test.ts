import { expect, test } from 'vitest';
import { creditorFile, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

test('L03: a subject that gives the amount of several invoices names no due date of one; the past is told in French', async () => {
  const desk = await openDesk('2026-10-01');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor, { number: 'F-1', amount: 60_000 });
  await seedInvoice(desk, debtor, { number: 'F-2', amount: 10_000, due: '2026-10-07' });
  await desk.done('run');
  desk.on('2026-10-08');
  const { actions } = await desk.done('run');
  expect(actions.map(({ step, amount }: { step: string; amount: string }) => [step, amount])).toEqual([
    ['reminder-1', '700.00'],
  ]);
  const subjects = (await desk.mails()).map(({ subject }) => subject.replaceAll(/\s/g, ' '));
  expect(subjects).toContain('Facture F-1 et autres factures échues – 700,00 €');
  expect(subjects).toContain('Facture F-1 – avez-vous pu la traiter ?');
  const past = (await desk.say('why F-1')).text.split('\n').slice(1, 3);
  expect(past).toEqual([
    '  01/10/2026  premier contact (e-mail, envoyé)',
    '  08/10/2026  rappel amical (e-mail, envoyé)',
  ]);
  await desk.database.close();
});
