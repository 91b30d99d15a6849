import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ rehearsal: false }))}`);
});
afterEach(async () => await desk.database.close());

test('a copy says that it is not armed, however often it is told to be, until it is adopted', async () => {
  expect(await desk.done('creditor show')).toMatchObject({ armed: true, copied: false });
  await desk.database.asOwner((tx) => sql`update instance set is_copy = true`.execute(tx));
  const shown = await desk.say('creditor show');
  expect(shown.data).toMatchObject({ armed: false, copied: true });
  expect(shown.text).toMatch(/^Armé +non\u00a0: cette base est une copie.*relance adopt/m);
  const set = await desk.done(`creditor set ${desk.file('armed.json', JSON.stringify({ armed: true }))}`);
  expect(set).toMatchObject({
    creditor: { armed: false, copied: true },
    needs: [{ code: 'instance_copied', message: expect.stringContaining('relance adopt') }],
  });
  const { data } = await desk.say('doctor');
  const states = new Map(
    data.checks.map(({ name, state }: { name: string; state: string }) => [name, state] as const),
  );
  expect([states.get('instance'), states.get('arming')]).toEqual(['fault', undefined]);
  await desk.done('adopt');
  const adopted = await desk.say('creditor show');
  expect(adopted.data).toMatchObject({ armed: true, copied: false });
  expect(adopted.text).toMatch(/^Armé +oui$/m);
});
