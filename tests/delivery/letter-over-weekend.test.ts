import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlannedAction } from '../../src/desk/plan.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

/** A first reminder by letter, approved on Friday 9 October after the run of that day. */
beforeEach(async () => {
  desk = await openDesk('2026-10-09');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ approvals: 'all' }))}`);
  const debtor = await seedDebtor(desk, { email: null });
  await seedInvoice(desk, debtor, { due: '2026-09-28' });
  const [action] = (await desk.done('run')).actions;
  expect(action).toMatchObject({ step: 'reminder-1', channel: 'letter', outcome: 'to_confirm' });
  await desk.done(`approve ${action.id}`);
});
afterEach(async () => await desk.database.close());

const told = (actions: readonly PlannedAction[]) =>
  actions.map(({ step, channel, outcome }) => `${step} ${channel} ${outcome}`);

test('a run of the week-end leaves an approved letter as it is, and Monday prints it', async () => {
  desk.on('2026-10-10');
  expect(told((await desk.done('plan')).actions)).toEqual(['reminder-1 letter undefined']);
  const saturday = await desk.done('run');
  expect([told(saturday.actions), saturday.batch]).toEqual([['reminder-1 letter ready'], null]);
  desk.on('2026-10-12');
  const monday = await desk.done('run');
  expect(told(monday.actions)).toEqual(['reminder-1 letter ready']);
  expect(monday.batch.files).not.toEqual([]);
});

test('held meanwhile, it is taken back, on whatever day', async () => {
  await desk.done('dispute F-1 --reason "non conforme"');
  desk.on('2026-10-10');
  const saturday = await desk.done('run');
  expect([told(saturday.actions), saturday.batch]).toEqual([['reminder-1 letter withdrawn'], null]);
});
