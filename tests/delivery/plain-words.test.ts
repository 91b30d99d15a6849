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

test('before the due date, a debtor with a postal address only is said to lack an e-mail, no address', async () => {
  const desk = await openDesk('2026-09-25');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await seedInvoice(desk, await seedDebtor(desk, { email: null }));
  const { today } = await desk.done('why F-1');
  expect(today).toMatchObject({ code: 'no_address', step: 'pre-due', until: '2026-09-30' });
  const said =
    'Ce message avant échéance ne part que par e-mail, et aucun e-mail utilisable n’est connu : ' +
    'complétez la fiche du client (jusqu’au mercredi 30 septembre 2026 inclus).';
  expect(today.message.replaceAll('\u00a0', ' ')).toBe(said);
  const [held] = (await desk.done('plan')).held;
  expect(held.message.replaceAll('\u00a0', ' ')).toBe(said);
  await desk.database.close();
});
