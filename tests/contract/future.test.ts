import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

async function settings(rehearsal: boolean): Promise<void> {
  const over = { rehearsal, bankFreshnessDays: 3, mailboxCheck: 'required' };
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(over))}`);
}

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await settings(false);
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
});
afterEach(async () => await desk.database.close());

test('a fact of a day to come is refused: one typing error opened the gate of the bank for a year', async () => {
  const { id } = await desk.done('payment add F-1 10.00');
  const lines = [
    'confirm bank',
    'confirm mailbox',
    'payment add F-1 10.00',
    'payment add --debtor C001 10.00',
    `payment reverse ${id} --reason x`,
    'call C001 --outcome reached',
    'posted lot-00000000',
  ];
  for (const line of lines) {
    expect(await desk.say(line, { on: '2027-10-06' }), line).toMatchObject({
      ...{ exit: 2, refused: 'date_in_future' },
      data: { on: '2027-10-06', today: '2026-10-07' },
    });
  }
  const deposit = await desk.say('registered rem-00000000 --deposited 2027-10-06');
  expect(deposit).toMatchObject({ refused: 'date_in_future', data: { on: '2027-10-06' } });
  const { held } = await desk.done('plan');
  expect(held).toMatchObject([{ invoice: 'F-1', code: 'bank_stale' }]);
  for (const on of ['2026-10-07', '2026-10-05']) {
    expect((await desk.say('confirm bank', { on })).exit, on).toBe(0);
  }
});

test('in a rehearsal any day may be tried', async () => {
  await settings(true);
  expect(await desk.say('confirm bank', { on: '2026-12-01' })).toMatchObject({
    data: { coveredUntil: '2026-12-01' },
  });
  expect((await desk.say('payment add F-1 10.00', { on: '2026-12-01' })).exit).toBe(0);
});
