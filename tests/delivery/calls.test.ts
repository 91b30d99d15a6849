import { afterEach, beforeEach, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { type DayPlan, planText } from '../../src/desk/plan.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-01');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await seedInvoice(desk, await seedDebtor(desk));
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C002' }), { number: 'F-2' });
  await desk.done('debtor set C001 --phone "04 93 00 00 00"');
});

afterEach(async () => {
  await desk.database.close();
});

test('a call comes with what to say, in six lines, in the plan and in the run; a message with none', async () => {
  const planned = (await desk.done('plan')) as DayPlan;
  const call = planned.actions.find(({ channel }) => channel === 'call')!;
  expect(call.debtor).toBe('C001');
  expect(call.script).toHaveLength(6);
  expect(call.script?.[0]).toContain('la facture F-1');
  expect(call.script?.join(' ').replace(/[\u00a0\u202f]/g, ' ')).toContain('1 200,00 €');
  expect(planned.actions.find(({ channel }) => channel === 'email')).not.toHaveProperty('script');
  const ran = (await desk.done('run')) as DayPlan;
  expect(ran.actions.find(({ channel }) => channel === 'call')).toMatchObject({
    outcome: 'to_do',
    script: call.script,
  });
  const lines = planText(planned, iso('2026-10-01')).split('\n');
  expect(lines.filter((line) => /^ {6}[1-6]\. /.test(line))).toEqual(
    call.script!.map((line, index) => `      ${index + 1}. ${line}`),
  );
});
