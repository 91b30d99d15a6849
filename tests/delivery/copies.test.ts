import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { creditorFile, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

test('R16: a restored copy proposes and sends nothing, until a person says that it replaces the original', async () => {
  const desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await seedInvoice(desk, await seedDebtor(desk));
  const folder = mkdtempSync(join(tmpdir(), 'relance-copy-'));
  await desk.done(`backup ${join(folder, 'tout.relance')}`);
  const copy = await openDesk('2026-10-07');
  await copy.done(`restore ${join(folder, 'tout.relance')}`);
  const silent = await copy.done('run');
  expect(silent.standstill.code).toBe('instance_copied');
  expect(silent.actions.map((action: { outcome: string }) => action.outcome)).toEqual(['ready']);
  expect(await copy.mails()).toHaveLength(0);
  expect((await desk.done('run')).actions[0].outcome).toBe('sent');
  await copy.done('adopt');
  expect((await copy.done('run')).standstill).toBeNull();
  await Promise.all([desk.database.close(), copy.database.close()]);
  rmSync(folder, { recursive: true, force: true });
});
