import { expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

test('a registered letter deposited before any batch was made is done: a run prints its copy only, and takes nothing back', async () => {
  const desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await desk.done('scenario set tests/scenarios/direct-notice.json');
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-08-03' });
  await desk.done('debtor set C001 --scenario direct');
  // Proposed while nothing may leave, so that the approved letter is in no batch.
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ armed: false }))}`);
  const [notice] = (await desk.done('run')).actions;
  expect(notice).toMatchObject({ step: 'formal-notice', channel: 'registered' });
  await desk.done(`approve ${notice.id}`);
  await desk.done(`registered ${notice.id} --deposited 2026-10-07 --tracking 1A23456789012`);
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ armed: true }))}`);
  const run = await desk.done('run');
  expect(await printedKinds(desk)).toEqual(['letter']);
  expect(run.actions.filter(({ outcome }: { outcome: string }) => outcome === 'withdrawn')).toEqual([]);
  const { past } = await desk.done('why F-1');
  expect(past.map(({ step, outcome }: { step: string; outcome: string }) => `${step} ${outcome}`)).toContain(
    'formal-notice posted',
  );
  expect((await desk.done('verify')).valid).toBe(true);
  await desk.database.close();
});

async function printedKinds(desk: Desk): Promise<readonly string[]> {
  const rows = await desk.database.asOwner(
    async (tx) =>
      await tx
        .selectFrom('print_batch_letters')
        .innerJoin('letters', 'letters.id', 'print_batch_letters.letter_id')
        .select(['letters.kind', 'letters.superseded_on'])
        .execute(),
  );
  return rows.map(({ kind, superseded_on }) => (superseded_on === null ? kind : `${kind} taken back`));
}
