import { expect, test } from 'vitest';
import { creditorFile, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

/** A PDF for whoever looks at its ends; nothing that can be printed. */
const SHAM = '%PDF-1.4\nrien\n%%EOF\n';

test('a letter whose enclosure cannot be printed is told, each day, and stops no other', async () => {
  const desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  const sham = await seedDebtor(desk, { email: null });
  await seedInvoice(desk, sham, { number: 'F-1', due: '2026-09-28' });
  await desk.done(`attach F-1 ${desk.file('un.pdf', SHAM)}`);
  const alone = await desk.say('run');
  expect(alone.data.errors).toHaveLength(1);
  expect(alone.data.batch).toBeNull();
  expect(alone.exit).toBe(3);
  const [action] = alone.data.actions;
  expect(action).toMatchObject({ debtor: 'C001', outcome: 'failed' });
  expect(alone.data.errors).toMatchObject([{ id: action.id }]);
  expect(alone.data.errors[0].message).toContain(`relance letter ${action.id}`);
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C002', email: null }), {
    number: 'F-2',
    due: '2026-09-28',
  });
  const both = await desk.say('run');
  expect(both.data.batch.files).toHaveLength(1);
  expect(both.data.errors).toMatchObject([{ id: action.id }]);
  expect(both.exit).toBe(3);
  await desk.database.close();
});
