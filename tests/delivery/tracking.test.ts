import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { recordRegistered } from '../../src/delivery/record-registered.act.ts';
import type { Scope } from '../../src/journal/scope.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { proposalsNamed } from '../../src/reminders/proposals.db.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { creditorOf, seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;
let creditorId: string;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  creditorId = await creditorOf(desk);
  await desk.done(`scenario set tests/scenarios/direct-notice.json`);
});
afterEach(() => desk.database.close());

test('two clerks with one slip at once: the letters do not share the number', async () => {
  for (const key of ['C001', 'C002']) {
    const debtor = await seedDebtor(desk, { key });
    await desk.done(`debtor set ${key} --scenario direct`);
    await seedInvoice(desk, debtor, { number: `F-${key}`, due: '2026-08-03' });
  }
  const { actions } = await desk.done('run');
  const [mine, theirs] = actions.map(({ id }: { id: string }) => id);
  const written = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const first = give(mine, '1A23456789012', async () => {
    written.resolve();
    await commit.promise;
  });
  await written.promise;
  const second = give(theirs, '1a23456789012', async () => undefined);
  // Long enough for the second clerk to pass, were nothing to hold it.
  await sleep(300);
  commit.resolve();
  expect(await first).toMatchObject({ tracking: '1A23456789012' });
  const refused = await second;
  if (!isRefusal(refused)) throw new Error('two letters have one number');
  expect(refused.refused).toBe('tracking_in_use');
  const [winner] = actions;
  expect(refused.details).toMatchObject({
    id: mine,
    debtor: winner.debtor,
    on: '2026-10-07',
    deposited: false,
  });
  expect(refused.message.replaceAll('\u00a0', ' ')).toContain(
    `recommandé de ${winner.debtorName} prévu le 7 octobre 2026 (${mine}) : relisez le bordereau.`,
  );
});

/** One clerk's transaction, which ends when `before` does. */
async function give(id: string, tracking: string, before: () => Promise<void>) {
  return await desk.database.inCreditor(creditorId, async (tx) => {
    const scope: Scope = {
      tx,
      creditorId,
      actor: 'Claire Lefèvre',
      on: iso('2026-10-07'),
      at: '2026-10-07T07:00:00.000Z',
      rehearsal: true,
      dataFolder: desk.database.dataFolder,
      newId,
    };
    const [proposal] = await proposalsNamed(tx, id);
    const news = { depositedOn: null, presentedOn: null, outcome: null, outcomeOn: null, proof: null };
    const said = await recordRegistered(scope, proposal!, { ...news, tracking });
    await before();
    return said;
  });
}
