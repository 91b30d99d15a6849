import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDays, iso } from '../../src/calendar/day.ts';
import { newId } from '../../src/platform/ids.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
});

afterEach(async () => {
  await desk.database.close();
});

async function settings(over: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(over))}`);
}

const refused = async (line: string, as?: string) =>
  (await desk.say(line, as === undefined ? {} : { as })).refused;

describe('what is refused, and with which word', () => {
  test('a contact is approved once; a paid one no more; a task is done, not approved', async () => {
    await settings({ approvals: 'all' });
    desk.on('2026-10-02');
    await seedInvoice(desk, await seedDebtor(desk));
    await seedInvoice(desk, await seedDebtor(desk, { key: 'C002' }), { number: 'F-2' });
    await seedInvoice(desk, await seedDebtor(desk, { key: 'C003', email: null }), { number: 'F-3' });
    const { actions } = await desk.done('run');
    const id = (debtor: string) => actions.find((action: { debtor: string }) => action.debtor === debtor).id;
    await desk.done(`approve ${id('C001')}`);
    expect(await refused(`approve ${id('C001')}`)).toBe('already_approved');
    await desk.done('payment add F-2 1200.00');
    expect(await refused(`approve ${id('C002')}`)).toBe('proposal_outdated');
    expect(await refused(`approve ${id('C003')}`)).toBe('not_approvable');
    expect(await refused(`done ${id('C001')} --outcome paid`)).toBe('already_ended');
    expect(await refused(`done ${id('C002')} --outcome paid`)).toBe('not_a_task');
    expect(await refused('approve rem-00000000')).toBe('id_unknown');
    expect(await refused(`registered ${id('C001')} --tracking 1A23456789012`)).toBe('not_registered');
  });

  test('a formal notice: number first, approval, deposit, presentation, in that order', async () => {
    await settings();
    const debtor = await seedDebtor(desk);
    await seedInvoice(desk, debtor, { due: '2026-08-03' });
    for (const day of ['2026-10-07', '2026-10-15', '2026-10-30']) {
      desk.on(day);
      await desk.done('run');
    }
    desk.on('2026-11-16');
    const [notice] = (await desk.done('run')).actions;
    expect(notice.step).toBe('formal-notice');
    expect(await refused(`registered ${notice.id} --deposited 2026-11-16`)).toBe('letter_not_frozen');
    await desk.done(`registered ${notice.id} --tracking "1A 234 567 8901 2"`);
    await desk.done(`approve ${notice.id}`);
    expect(await refused(`registered ${notice.id} --presented 2026-11-18`)).toBe('date_order');
    await desk.done('run');
    await desk.done(`registered ${notice.id} --deposited 2026-11-16`);
    await desk.done('run');
    desk.on('2027-01-04');
    const [task] = (await desk.done('run')).actions;
    expect(task.reasons[0].code).toBe('presentation_unknown');
    expect(await refused(`done ${task.id} --outcome done`)).toBe('presentation_unknown');
    expect(await refused('litigation lift C001')).toBe('option_missing');
    await desk.done('litigation lift C001 --reason "accord trouvé"');
    expect(await refused('litigation lift C001 --reason "encore"')).toBe('litigation_unknown');
  });

  test('another day than today outside a rehearsal', async () => {
    await settings({ rehearsal: false });
    desk.on('2026-10-08', '22:00');
    expect(await refused('run')).toBeNull();
    expect((await desk.say('run', { on: '2026-10-09' })).refused).toBe('day_not_today');
  });

  test('a batch is posted once', async () => {
    await settings();
    await seedInvoice(desk, await seedDebtor(desk, { email: null }), { due: '2026-09-28' });
    const { batch } = await desk.done('run');
    await desk.done(`posted ${batch.id}`);
    expect(await refused(`posted ${batch.id}`)).toBe('batch_posted');
    expect((await desk.done('why F-1')).past.at(-1)).toMatchObject({ step: 'reminder-1', outcome: 'posted' });
  });

  test('a batch whose letters were composed anew is not marked posted', async () => {
    await settings();
    await seedInvoice(desk, await seedDebtor(desk, { email: null }), { due: '2026-09-28' });
    const { batch } = await desk.done('run');
    desk.on('2026-10-15');
    const again = await desk.done('run');
    expect(again.batch.id).not.toBe(batch.id);
    expect(await refused(`posted ${batch.id}`)).toBe('batch_recalled');
    expect(await refused(`posted ${again.batch.id}`)).toBeNull();
  });

  test('three times the usual volume waits for a person', async () => {
    await settings();
    const creditorId = await desk.database.asOwner(
      async (tx) =>
        (await tx.selectFrom('creditors').select('creditor_id').executeTakeFirstOrThrow()).creditor_id,
    );
    await desk.database.inCreditor(creditorId, async (tx) => {
      for (let day = 0; day < 30; day += 1) {
        const run = { started_at: '2026-10-01T08:00:00Z', outcomes: '{"sent":2}', first_errors: '[]' };
        await tx
          .insertInto('runs')
          .values({ creditor_id: creditorId, id: newId(), on_day: addDays(iso('2026-09-01'), day), ...run })
          .execute();
      }
    });
    for (let index = 0; index < 50; index += 1) {
      await seedInvoice(desk, await seedDebtor(desk, { key: `V${index}` }), { number: `V-${index}` });
    }
    const held = await desk.done('run');
    expect(held.standstill.code).toBe('volume_unusual');
    expect(await desk.mails()).toHaveLength(0);
  });

  test('an SMTP password sealed with another folder’s key is asked for again', async () => {
    const smtp = { host: '127.0.0.1', port: 2525, secure: false, user: 'compta', password: 'un secret' };
    await settings({ smtp });
    rmSync(join(desk.database.dataFolder, 'instance.key'));
    expect(await refused('run')).toBe('smtp_password_unreadable');
  });
});
