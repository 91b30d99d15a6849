import { expect, test } from 'vitest';
import { readMailbox } from '../../src/courier/test-mailbox.ts';
import { creditorFile, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

test('L01: a first contact that stands for a pre-due names the invoice to come, and only that one', async () => {
  const desk = await openDesk('2026-10-01');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor, { number: 'F-1', amount: 60_000 });
  await seedInvoice(desk, debtor, { number: 'F-2', amount: 70_000, due: '2026-10-05' });
  await seedInvoice(desk, debtor, { number: 'F-3', amount: 80_000, due: '2026-11-16' });
  const { actions } = await desk.done('run');
  expect(actions.map(({ step, amount }: { step: string; amount: string }) => [step, amount])).toEqual([
    ['contact', '600.00'],
  ]);
  expect((await desk.done('why F-2')).past).toEqual([
    { on: '2026-10-01', step: 'pre-due', channel: 'email', outcome: 'sent', announcedIn: 'contact' },
  ]);
  expect((await desk.say('why F-2')).text).toContain(
    '01/10/2026  annoncée dans un autre message (premier contact, e-mail, envoyé)',
  );
  expect((await desk.say('history C001')).text).toContain(
    'premier contact par e-mail pour F-1, qui annonce F-2.',
  );
  const [mail] = await desk.mails();
  const { text } = (await readMailbox(desk.database.dataFolder, mail!.file))!;
  expect(text).toContain('À échoir, pour information (non demandé)');
  expect(text).toContain('F-2');
  expect(text).toMatch(/Montant\s:\s600,00\s€/);
  expect(text).not.toContain('F-3');
  await desk.database.close();
});
