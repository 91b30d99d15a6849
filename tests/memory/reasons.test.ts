import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { listCreditors } from '../../src/creditors/creditor-names.db.ts';
import { readDebtorFile } from '../../src/desk/debtor-file.db.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;
let payment: string;

beforeAll(async () => {
  desk = await openDesk('2026-11-23');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ approvals: 'all' }))}`);
  await desk.done('confirm bank');
  const debtorId = await seedDebtor(desk);
  await seedInvoice(desk, debtorId, { number: 'F-1', due: '2026-11-10' });
  await seedInvoice(desk, debtorId, { number: 'F-2', due: '2026-11-10' });
  await seedInvoice(desk, debtorId, { number: 'F-3', due: '2026-12-31' });
  payment = (await desk.done('payment add F-2 100.00')).id;
});
afterAll(() => desk.database.close());

async function change(from: string, to: string): Promise<void> {
  await desk.database.asOwner((tx) =>
    sql`update journal_values set value = ${to} where value = ${from}`.execute(tx),
  );
}

const reasons = [
  ['a step not done', () => skipLine(), 'client rappelé hier'],
  ['a dispute', () => 'dispute F-1 --amount 100', 'colis abîmé'],
  ['a pause', () => 'hold F-2 --until 2026-12-01', 'client en congé'],
  ['a payment that went back', () => `payment reverse ${payment}`, 'chèque sans provision'],
  ['a voided invoice', () => 'invoice void F-3', 'facturée deux fois'],
] as const;

async function skipLine(): Promise<string> {
  const [action] = (await desk.done('run')).actions;
  return `skip ${action.id}`;
}

test.each(reasons)('%s: its reason is bound to the journal', async (_, line, text) => {
  await desk.done(`${await line()} --reason "${text}"`);
  expect((await desk.done('verify')).valid).toBe(true);
  await change(text, 'autre chose');
  const said = await desk.say('verify');
  expect([said.exit, said.data.problems]).toMatchObject([2, [{ code: 'value_altered' }]]);
  await change('autre chose', text);
});

test('the page of the debtor still shows them', async () => {
  const [creditor] = await listCreditors(desk.database);
  const file = await desk.database.inCreditor(creditor!.id, (tx) =>
    readDebtorFile({ tx, creditorId: creditor!.id }, 'C001', iso('2026-11-23')),
  );
  const shown = file!.happenings.flatMap(({ label, state }) => [label, state]);
  expect(shown).toEqual(
    expect.arrayContaining([
      'client rappelé hier',
      'colis abîmé',
      'client en congé',
      'chèque sans provision',
    ]),
  );
});
