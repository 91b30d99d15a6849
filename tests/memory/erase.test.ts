import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpTable, listTables } from '../../src/vault/tables.db.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await desk.done('user add "Paul Martin" --role collector');
});
afterAll(() => desk.database.close());

/** Every row of every table, as text. */
async function everything(): Promise<string> {
  return await desk.database.asOwner(async (tx) => {
    const parts: string[] = [];
    for (const table of await listTables(tx)) {
      for await (const { lines } of dumpTable(tx, table)) parts.push(lines);
    }
    return parts.join('\n');
  });
}

const PDF = '%PDF-1.4\ncopie\n%%EOF\n';
const PERSONAL = [
  'Société C001',
  'compta@c001.example',
  'Prestation F-1',
  'colis abîmé',
  'Mme Durand',
  'VIR DURAND',
];

const refusal = async () => {
  const said = await desk.say('erase C001');
  const codes = said.data.reasons?.map(({ code }: { code: string }) => code);
  return [said.refused, said.data.from, codes];
};

test('refused while money is open, limitation runs or the accounts are to be kept, each with its day', async () => {
  await seedInvoice(desk, await seedDebtor(desk), { number: 'F-1', due: '2026-09-30' });
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C002' }), { number: 'G-1', due: '2026-09-30' });
  await desk.done(`attach F-1 ${desk.file('one.pdf', PDF)}`);
  await desk.done(`attach G-1 ${desk.file('same.pdf', PDF)}`);
  expect((await desk.done('run')).actions[0].outcome).toBe('sent');
  const dispute = await desk.done('dispute F-1 --amount 100 --reason "colis abîmé"');
  await desk.done(`dispute close ${dispute.id}`);
  await desk.done('promise F-1 --date 2026-10-20 --by "Mme Durand"');
  expect((await desk.say('erase C001', { as: 'Paul Martin' })).refused).toBe('role_forbidden');
  expect(await refusal()).toEqual([
    'erasure_refused',
    null,
    ['balance_open', 'limitation_running', 'accounts_kept'],
  ]);
  await desk.done('payment add F-1 1300.00 --reference "VIR DURAND"');
  expect(await refusal()).toEqual([
    'erasure_refused',
    null,
    ['credit_open', 'limitation_running', 'accounts_kept'],
  ]);
  await seedInvoice(desk, await idOf('C001'), { number: 'F-2', due: '2026-10-01', amount: 10_000 });
  const [credit] = (await desk.done('payment list --debtor C001')).credits;
  await desk.done(`payment allocate ${credit.id} F-2`);
  expect(await refusal()).toEqual(['erasure_refused', '2036-10-08', ['limitation_running', 'accounts_kept']]);
  desk.on('2031-10-02');
  expect(await refusal()).toEqual(['erasure_refused', '2036-10-08', ['accounts_kept']]);
  desk.on('2036-10-07');
  expect((await refusal())[0]).toBe('erasure_refused');
});

test('when the law allows it, nothing names the debtor any more and the journal still holds', async () => {
  desk.on('2036-10-08');
  const before = await everything();
  expect(PERSONAL.filter((text) => !before.includes(text))).toEqual([]);
  const erased = await desk.done('erase C001');
  expect(erased).toMatchObject({
    done: 'debtor_erased',
    id: 'C001',
    debtor: 'C001',
    values: 1,
    documents: 3,
  });
  const after = await everything();
  expect(PERSONAL.filter((text) => after.includes(text))).toEqual([]);
  expect(await desk.done('debtor show C001')).toMatchObject({ name: 'effacé', address: null, contacts: [] });
  const verified = await desk.done('verify');
  expect([verified.valid, verified.problems, verified.erased.length]).toEqual([true, [], 4]);
  expect(verified.erased[0].message).toBe('effacé le 8\u00a0octobre\u00a02036');
  expect((await desk.say('erase C001')).refused).toBe('already_erased');
});

test('the history tells what went, and the next run destroys the bytes', async () => {
  const { events } = await desk.done('history C001');
  const messages: string[] = events.map(({ message }: { message: string }) =>
    message.replace(/\u00a0/g, ' '),
  );
  expect(messages.find((message) => message.startsWith('Litige'))).toContain('« effacé le 8 octobre 2036 »');
  expect(messages.find((message) => message.startsWith('Textes figés'))).toContain(
    '(effacé le 8 octobre 2036)',
  );
  expect(messages.at(-1)).toContain('Données personnelles effacées');
  const files = () => globSync(join(desk.database.dataFolder, 'vault', '*', '??', '*')).length;
  const kept = files();
  desk.on('2036-10-09');
  await desk.done('payment add G-1 1200.00');
  await desk.done('run');
  expect(kept - files()).toBe(3);
  expect((await desk.done('verify')).valid).toBe(true);
});

test('a key that says who it was is replaced; who was never invoiced goes at once', async () => {
  await desk.done('debtor set "jean dupont 06000" --name "Jean Dupont" --email jean@dupont.example');
  const { id } = await desk.done('erase "jean dupont 06000"');
  expect(id).toMatch(/^deb-[0-9A-Z]{8}$/);
  expect((await desk.say(`erase ${id}`)).refused).toBe('already_erased');
  expect(await everything()).not.toMatch(/jean.?dupont/i);
  await desk.done(`debtor set ${id} --name "Quelqu’un"`);
  expect((await desk.done(`erase ${id}`)).done).toBe('debtor_erased');
});

async function idOf(key: string): Promise<string> {
  return await desk.database.asOwner(
    async (tx) =>
      (await tx.selectFrom('debtors').select('id').where('key', '=', key).executeTakeFirstOrThrow()).id,
  );
}
