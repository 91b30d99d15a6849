import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlannedAction } from '../../src/desk/plan.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

/** F-1 overdue and in a plan whose next date is announced on 2 November; F-2 reminded on that very day. */
beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor);
  await seedInvoice(desk, debtor, { number: 'F-2', amount: 40_000, due: '2026-10-26' });
  await desk.done('plan-payments F-1 --date 2026-11-05=600.00 --date 2026-12-07=600.00');
  desk.on('2026-10-27');
  await desk.done('run');
});
afterEach(async () => await desk.database.close());

const told = (actions: readonly PlannedAction[]) =>
  actions.map(({ step, planDate, amount }) => `${step} ${planDate} ${amount}`).sort();

test('the announcement of a plan’s date does not hold the reminder of another invoice', async () => {
  desk.on('2026-11-02');
  const promised = ['pre-due 2026-11-05 600.00', 'reminder-1 null 400.00'];
  expect(told((await desk.done('plan')).actions)).toEqual(promised);
  const { actions } = await desk.done('run');
  expect(actions.map(({ outcome }: PlannedAction) => outcome)).toEqual(['sent', 'sent']);
  expect(told(actions)).toEqual(promised);
});
