import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

async function settings(over: Readonly<Record<string, unknown>>): Promise<void> {
  const file = desk.file('creditor.json', creditorFile({ approvals: 'all', ...over }));
  await desk.done(`creditor set ${file}`);
}

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await settings({ rehearsal: false });
});
afterEach(async () => await desk.database.close());

test('approving on another day is refused whole, one or all, with nothing pending too', async () => {
  const on = '2026-10-08';
  const wrongDay = { exit: 2, refused: 'day_not_today', data: { on, today: '2026-10-07' } };
  expect(await desk.say('approve --all', { on })).toMatchObject(wrongDay);
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
  const [{ id }] = (await desk.done('run')).actions;
  for (const line of ['approve --all', `approve ${id}`, `approve ${id} ${id}`]) {
    expect(await desk.say(line, { on }), line).toMatchObject(wrongDay);
  }
  await settings({ rehearsal: true });
  expect(await desk.say('approve --all', { on })).toMatchObject({ exit: 0, data: { approved: 1 } });
});

test('what was approved or skipped is told in words that agree, whatever the step', async () => {
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C002' }), { number: 'F-2', due: '2026-09-28' });
  const [one, two] = (await desk.done('run')).actions;
  const approved = await desk.say(`approve ${one.id}`);
  expect(approved.text).toBe(`${one.id}  premier contact\u00a0: approbation enregistrée, textes figés.`);
  const skipped = await desk.say(`skip ${two.id} --reason x`);
  expect(skipped.text).toBe(`${two.id}\u00a0: premier contact, étape passée.`);
});

test('each line of approve --all bears a short id, also where it is refused', async () => {
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
  const [{ id }] = (await desk.done('run')).actions;
  await desk.done('user add Paul --role reader');
  const refused = await desk.say('approve --all', { as: 'Paul' });
  expect(refused).toMatchObject({
    exit: 2,
    data: { approvals: [{ id, done: null, refused: 'role_forbidden' }], approved: 0, refused: 1 },
  });
});
