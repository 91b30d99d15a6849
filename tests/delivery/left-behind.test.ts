import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';
import { openSink, type Sink } from '../harness/smtp.ts';

let desk: Desk;
let sink: Sink;

beforeEach(async () => {
  sink = await openSink();
  desk = await openDesk('2026-10-07');
  await settings({});
});

afterEach(async () => {
  await sink.close();
  await desk.database.close();
});

async function settings(over: Readonly<Record<string, unknown>>): Promise<void> {
  const smtp = { host: sink.host, port: sink.port, secure: false, user: null, password: null };
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ smtp, ...over }))}`);
}

/** As if the transaction that recorded the answer had written the message alone. */
async function forgetMeaning(): Promise<void> {
  await desk.database.asOwner(async (tx) => {
    await sql`update contacts set state = 'sending'`.execute(tx);
    await sql`update proposals set state = 'approved', ended_on = null`.execute(tx);
  });
}

const outcomes = (answer: { actions: { step: string; outcome: string }[] }) =>
  answer.actions.map(({ step, outcome }) => `${step} ${outcome}`);

describe('R24: what a message came to is always what its contact says', () => {
  test('sent, and its meaning not written: the next run writes it, and nothing waits for a person', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    await desk.done('run');
    await forgetMeaning();
    expect((await desk.done('why F-1')).today.code).toBe('outcome_unknown');
    expect(outcomes(await desk.done('run'))).toEqual([]);
    expect((await desk.done('why F-1')).past).toMatchObject([{ step: 'contact', outcome: 'sent' }]);
    expect(sink.messages).toHaveLength(1);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('refused, and its meaning not written: the step is decided anew', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    sink.behaviour.data = 550;
    await desk.say('run');
    sink.behaviour.data = undefined;
    await forgetMeaning();
    expect(outcomes(await desk.done('run'))).toEqual(['contact sent']);
    expect(sink.messages).toHaveLength(1);
  });
});

describe('a doubt is told by each run, whatever stands still', () => {
  test('of a creditor disarmed meanwhile', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    sink.behaviour.data = 'take-and-close';
    await desk.say('run');
    await settings({ armed: false });
    const run = await desk.say('run');
    expect(run).toMatchObject({ exit: 3, data: { standstill: { code: 'disarmed' } } });
    expect(outcomes(run.data)).toEqual(['contact ambiguous']);
  });

  test('of a text outside the steps, with the id that settles it', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    await desk.done('statement C001 --send');
    sink.behaviour.data = 'take-and-close';
    await desk.say('run');
    sink.behaviour.data = undefined;
    const run = await desk.say('run');
    expect(run.exit).toBe(3);
    const told = run.data.errors.map(({ message }: { message: string }) => /msg-\w+/.exec(message)?.[0]);
    expect(told).toHaveLength(1);
    for (const id of told) await desk.done(`resolve ${id} --as sent`);
    await desk.say(`resolve ${(await desk.say('run')).data.actions[0]?.id} --as sent`);
    expect((await desk.say('run')).exit).toBe(0);
  });
});

describe('pages are seen only of a batch that is in the books', () => {
  const pages = (day: string) => {
    const folder = join(desk.database.dataFolder, 'print', day);
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pdf')) : [];
  };
  const lot = (name: string) => {
    const creditor = readdirSync(join(desk.database.dataFolder, 'vault'))[0]!;
    const staged = join(desk.database.dataFolder, 'print', `.${creditor}`, name);
    mkdirSync(staged, { recursive: true });
    return staged;
  };

  test('died before its commit: its pages are never seen, its letters are in another', async () => {
    await seedInvoice(desk, await seedDebtor(desk, { email: null }));
    await desk.done('run');
    const [own] = pages('2026-10-07');
    const staged = lot('lot-7K2M9QXA');
    writeFileSync(join(staged, 'lot-7K2M9QXA.pdf'), 'pages of a batch that never was');
    expect((await desk.done('run')).batch).toBeNull();
    expect(existsSync(staged)).toBe(false);
    expect(pages('2026-10-07')).toEqual([own]);
  });

  test('died after its commit: the next run shows its pages and names it', async () => {
    await seedInvoice(desk, await seedDebtor(desk, { email: null }));
    const { batch } = await desk.done('run');
    const folder = join(desk.database.dataFolder, 'print', '2026-10-07');
    const staged = lot(batch.id);
    for (const name of readdirSync(folder)) renameSync(join(folder, name), join(staged, name));
    expect(pages('2026-10-07')).toEqual([]);
    expect((await desk.done('run')).batch).toEqual(batch);
    expect(pages('2026-10-07')).toEqual([`${batch.id}.pdf`]);
    expect((await desk.done('run')).batch).toBeNull();
    await desk.done(`posted ${batch.id}`);
  });
});
