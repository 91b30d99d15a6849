import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
});
afterEach(() => desk.database.close());

async function debtorWithoutEmail(key: string, number: string): Promise<void> {
  await seedInvoice(desk, await seedDebtor(desk, { key, email: null }), { number, due: '2026-09-28' });
}

const plain = (text: string) => text.replace(/\u00a0/g, ' ').split('\n');

test('the run that prints letters says what to type once they are posted', async () => {
  await debtorWithoutEmail('C001', 'F-1');
  const { data, text } = await desk.say('run');
  expect(plain(text)).toContain(`Une fois postés, marquez le lot posté : relance posted ${data.batch.id}`);
  const again = plain((await desk.say('run')).text);
  expect(again.filter((line) => line.includes('relance posted'))).toEqual([]);
});

test('a registered letter is told by itself, by the run and by its batch', async () => {
  const debtor = await seedDebtor(desk);
  await desk.done('scenario set tests/scenarios/direct-notice.json');
  await desk.done('debtor set C001 --scenario direct');
  await seedInvoice(desk, debtor, { due: '2026-08-03' });
  const [notice] = (await desk.done('run')).actions;
  await desk.done(`approve ${notice.id}`);
  const { data, text } = await desk.say('run');
  const gesture =
    `Une fois le recommandé déposé : relance registered ${notice.id} --deposited AAAA-MM-JJ ` +
    '--tracking NUMÉRO';
  // The copy by simple letter leaves with the batch.
  expect(plain(text).filter((line) => line.includes('Une fois'))).toEqual([
    `Une fois postés, marquez le lot posté : relance posted ${data.batch.id}`,
    gesture,
  ]);
  const posted = await desk.say(`posted ${data.batch.id}`);
  expect(posted.data.registered).toMatchObject([{ id: notice.id, debtor: 'C001', invoices: ['F-1'] }]);
  expect(plain(posted.text)).toContain(gesture);
});

test('a batch of which a letter was composed anew says which letters count as posted', async () => {
  await debtorWithoutEmail('C001', 'F-1');
  await debtorWithoutEmail('C002', 'F-2');
  const { batch } = await desk.done('run');
  await desk.done('payment add F-2 200.00');
  const { data: again, text: told } = await desk.say('run');
  expect(plain(told).at(-1)).toMatch(
    /^Courriers retirés, à ne plus poster s’ils sont imprimés : Société C002 \(rem-\w{8}\)$/,
  );
  const { data, text } = await desk.say(`posted ${batch.id}`);
  expect(data).toMatchObject({
    letters: 1,
    contacts: 1,
    posted: [{ debtor: 'C001', debtorName: 'Société C001', step: 'reminder-1', invoices: ['F-1'] }],
    leftOut: [{ debtor: 'C002', debtorName: 'Société C002', step: 'reminder-1', invoices: ['F-2'] }],
    registered: [],
  });
  expect(plain(text)).toEqual([
    `Lot ${batch.id} posté : 1 courrier simple, 1 relance faite.`,
    `  posté            ${data.posted[0].id}  Société C001 — rappel amical, F-1`,
    `  laissé de côté   ${data.leftOut[0].id}  Société C002 — rappel amical, F-2`,
    'Ce qui est laissé de côté a été retiré ou refait depuis l’impression : cela ne compte pas comme posté.',
    'Si une de ces lettres est partie quand même, écartez la relance refaite : « relance skip ».',
  ]);
  expect((await desk.done('why F-1')).past).toMatchObject([{ step: 'reminder-1', outcome: 'posted' }]);
  expect((await desk.done('why F-2')).past).toEqual([]);
  expect((await desk.done(`posted ${again.batch.id}`)).posted).toMatchObject([{ debtor: 'C002' }]);
});

test('a letter approved and printed may still be skipped; an approved e-mail is held instead', async () => {
  await debtorWithoutEmail('C001', 'F-1');
  const { actions, batch } = await desk.done('run');
  expect(await desk.done(`skip ${actions[0].id} --reason "remise en main propre"`)).toMatchObject({
    done: 'skipped',
    step: 'reminder-1',
    invoices: ['F-1'],
  });
  expect((await desk.say(`posted ${batch.id}`)).refused).toBe('batch_recalled');
  expect((await desk.done('run')).batch).toBeNull();
  expect((await desk.done('why F-1')).past).toMatchObject([{ step: 'reminder-1', outcome: 'skipped' }]);
  await desk.done(`creditor set ${desk.file('ask.json', '{ "approvals": "all" }')}`);
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C002' }), { number: 'F-2' });
  const [mail] = (await desk.done('run')).actions;
  await desk.done(`approve ${mail.id}`);
  expect((await desk.say(`skip ${mail.id} --reason "non"`)).refused).toBe('already_approved');
});
