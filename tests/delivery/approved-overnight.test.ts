import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlannedAction } from '../../src/desk/plan.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ approvals: 'all' }))}`);
});
afterEach(async () => await desk.database.close());

const told = (actions: readonly PlannedAction[]) =>
  actions.map(({ step, amount, outcome }) => `${step} ${amount} ${outcome}`).sort();

test('approved in the evening and paid in part overnight, it is asked for the rest by the first run, as planned', async () => {
  await seedInvoice(desk, await seedDebtor(desk));
  const [action] = (await desk.done('run')).actions;
  await desk.done(`approve ${action.id}`);
  desk.on('2026-10-08');
  await desk.done('payment add F-1 200.00');
  expect(told((await desk.done('plan')).actions)).toEqual(['contact 1000.00 undefined']);
  const done = await desk.done('run');
  expect(told(done.actions)).toEqual(['contact 1000.00 to_confirm', 'contact 1200.00 withdrawn']);
  expect((await desk.done('verify')).valid).toBe(true);
});

test('what waits for an approved message about another invoice has its reason in the list', async () => {
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor);
  await seedInvoice(desk, debtor, { number: 'F-2', due: '2026-10-07' });
  const [action] = (await desk.done('run')).actions;
  await desk.done(`approve ${action.id}`);
  desk.on('2026-10-08');
  for (const command of ['plan', 'run']) {
    const { actions, held } = await desk.done(command);
    expect(actions.flatMap((one: PlannedAction) => one.invoices.map(({ number }) => number))).toEqual([
      'F-1',
    ]);
    expect(held).toMatchObject([{ invoice: 'F-2', code: 'awaiting_sending' }]);
  }
});
