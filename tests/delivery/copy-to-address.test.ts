import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-01');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
});
afterEach(async () => await desk.database.close());

test('the copy of a formal notice does not go to an address that the debtor has left since its deposit', async () => {
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-30' });
  for (const day of ['2026-10-01', '2026-10-07', '2026-10-15', '2026-10-30']) {
    desk.on(day);
    await desk.done('run');
  }
  desk.on('2026-11-16');
  const [notice] = (await desk.done('run')).actions;
  expect(notice).toMatchObject({ step: 'formal-notice', channel: 'registered', outcome: 'to_confirm' });
  await desk.done(`approve ${notice.id}`);
  await desk.done('run');
  await desk.done(`registered ${notice.id} --tracking 1A00000000019 --deposited 2026-11-16`);
  const before = (await desk.mails()).length;
  desk.on('2026-11-17');
  await desk.done('debtor set C001 --email direction@c001.example');
  await desk.done('run');
  expect((await desk.mails()).length).toBe(before);
  expect((await desk.done('verify')).valid).toBe(true);
});
