import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { invoiceById } from '../../src/invoices/invoices.db.ts';
import type { Scope } from '../../src/journal/scope.ts';
import { cents } from '../../src/money/cents.ts';
import { addPayment } from '../../src/payments/add-payment.act.ts';
import { newId } from '../../src/platform/ids.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { creditorOf, seedDebtor, seedInvoice } from '../harness/seed.ts';
import { openSink, type Sink } from '../harness/smtp.ts';

let desk: Desk;
let sink: Sink;
let creditorId: string;

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
  creditorId = await creditorOf(desk);
}

async function pay(instalmentId: string, amount: number, on: string): Promise<void> {
  await desk.database.inCreditor(creditorId, async (tx) => {
    const { invoice_id, debtor_id } = await tx
      .selectFrom('instalments')
      .select(['invoice_id', 'debtor_id'])
      .where('id', '=', instalmentId)
      .executeTakeFirstOrThrow();
    const scope: Scope = {
      tx,
      creditorId,
      actor: 'Claire Lefèvre',
      on: iso(on),
      at: `${on}T07:00:00.000Z`,
      rehearsal: true,
      dataFolder: desk.database.dataFolder,
      newId,
    };
    const invoice = await invoiceById(scope, invoice_id);
    await addPayment(scope, {
      debtorId: debtor_id,
      invoice,
      position: null,
      amount: cents(amount),
      currency: 'EUR',
      means: 'transfer',
      reference: null,
    });
  });
}

const outcomes = (answer: { actions: { step: string; outcome: string }[] }) =>
  answer.actions.map(({ step, outcome }) => `${step} ${outcome}`);

describe('never after payment', () => {
  test('R1: paid between the approval and the sending, the reminder is withdrawn with its reason', async () => {
    await settings({ approvals: 'all' });
    const item = await seedInvoice(desk, await seedDebtor(desk));
    const [action] = (await desk.done('run')).actions;
    expect(action).toMatchObject({ step: 'contact', outcome: 'to_confirm' });
    await desk.done(`approve ${action.id}`);
    await pay(item, 120_000, '2026-10-07');
    expect(outcomes(await desk.done('run'))).toEqual(['contact withdrawn']);
    expect(sink.messages).toHaveLength(0);
    expect((await desk.done('why F-1')).today.code).toBe('settled');
  });

  test('R3: payments and runs that cross never leave a reminder for what was paid before its claim', async () => {
    const items: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      const key = `C${String(index).padStart(3, '0')}`;
      items.push(await seedInvoice(desk, await seedDebtor(desk, { key }), { number: `F-${index}` }));
    }
    await Promise.all([
      desk.done('run'),
      ...items.slice(0, 6).map(async (item) => await pay(item, 120_000, '2026-10-07')),
      desk.done('run'),
    ]);
    const again = await desk.done('run');
    expect(outcomes(again).filter((line) => line.endsWith('sent'))).toEqual([]);
    const recipients = sink.messages.map(({ to }) => to[0]);
    expect(new Set(recipients).size).toBe(recipients.length);
    for (let index = 6; index < 12; index += 1) {
      expect(recipients).toContain(`compta@c${String(index).padStart(3, '0')}.example`);
    }
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('R4, R29: partly paid, it is reminded for what is left', async () => {
    const item = await seedInvoice(desk, await seedDebtor(desk));
    await pay(item, 70_000, '2026-10-02');
    const [action] = (await desk.done('run')).actions;
    expect(action).toMatchObject({ amount: '500.00', outcome: 'sent' });
    expect(sink.messages[0]?.raw.toString()).toContain('500,00');
  });
});

describe('never twice', () => {
  test('R8, R10: eight runs at once send each reminder once', async () => {
    for (let index = 0; index < 10; index += 1) {
      await seedInvoice(desk, await seedDebtor(desk, { key: `C${index}` }), { number: `F-${index}` });
    }
    await Promise.all(Array.from({ length: 8 }, async () => await desk.done('run')));
    expect(sink.messages.map(({ to }) => to[0]).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `compta@c${index}.example`).sort(),
    );
  });

  test('R8: what a person approved leaves once, whatever runs at once; the later run lists nothing as failed', async () => {
    await settings({ approvals: 'all' });
    for (let index = 0; index < 8; index += 1) {
      await seedInvoice(desk, await seedDebtor(desk, { key: `C${index}` }), { number: `F-${index}` });
    }
    await desk.done('run');
    await desk.done('approve --all');
    const both = await Promise.all([desk.say('run'), desk.say('run'), desk.say('run')]);
    expect(both.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    expect(both.flatMap(({ data }) => outcomes(data))).toEqual(
      Array.from({ length: 8 }, () => 'contact sent'),
    );
    expect(both.flatMap(({ data }) => data.errors)).toEqual([]);
    expect(new Set(sink.messages.map(({ to }) => to[0])).size).toBe(8);
    expect(sink.messages).toHaveLength(8);
  });

  test('R9: any number of runs a day come to the same', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    expect(outcomes(await desk.done('run'))).toEqual(['contact sent']);
    expect((await desk.done('run')).actions).toEqual([]);
    expect(sink.messages).toHaveLength(1);
  });

  test('R11: a call that reached somebody counts for the gap', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    await desk.done('call C001 --outcome reached --with "Madame Martin"');
    expect((await desk.done('run')).actions).toEqual([]);
    expect((await desk.done('why F-1')).today).toMatchObject({ code: 'gap', until: '2026-10-11' });
  });

  test('R25: two legitimate messages of one day both leave: a pre-due note beside a contact that waited', async () => {
    await settings({ approvals: 'all' });
    const debtor = await seedDebtor(desk);
    await seedInvoice(desk, debtor);
    await seedInvoice(desk, debtor, { number: 'F-2', due: '2026-10-12' });
    await desk.done('run');
    await desk.done('approve --all');
    expect(outcomes(await desk.done('run')).sort()).toEqual(['contact sent', 'pre-due sent']);
    expect(sink.messages).toHaveLength(2);
  });
});

describe('never silently not', () => {
  test('R13: cut after the message was taken, the outcome is doubtful, no machine sends it again, a person settles it', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    sink.behaviour.data = 'take-and-close';
    const first = await desk.say('run');
    expect(first.exit).toBe(3);
    expect(outcomes(first.data)).toEqual(['contact ambiguous']);
    sink.behaviour.data = undefined;
    desk.on('2026-10-09');
    expect(outcomes(await desk.done('run')).filter((line) => line.endsWith('sent'))).toEqual([]);
    expect((await desk.done('why F-1')).today.code).toBe('outcome_unknown');
    const [action] = first.data.actions;
    await desk.done(`resolve ${action.id} --as not-sent`);
    expect(outcomes(await desk.done('run'))).toEqual(['contact sent']);
    expect(sink.messages).toHaveLength(2);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('R13: what a killed run had begun is doubtful at the next run, what it had only claimed leaves', async () => {
    for (const index of [1, 2, 3]) {
      await seedInvoice(desk, await seedDebtor(desk, { key: `C${index}` }), { number: `F-${index}` });
    }
    sink.behaviour.data = 451;
    await desk.say('run');
    sink.behaviour.data = undefined;
    // As a process killed in the middle leaves them: one being sent, one claimed; the third is another run's.
    const living = await desk.database.holdName('run:living');
    await desk.database.asOwner(async (tx) => {
      await tx.updateTable('contacts').set({ state: 'sending' }).execute();
      const rows = await tx.selectFrom('messages').select('id').orderBy('created_at').orderBy('id').execute();
      for (const [index, owner] of ['run:dead', 'run:dead', 'run:living'].entries()) {
        await tx
          .updateTable('messages')
          .set({
            state: index === 1 ? 'reserved' : 'sending',
            lease_owner: owner,
            lease_until: '2026-10-07T07:20:00.000Z',
            next_attempt_at: '2026-10-07T06:00:00.000Z',
          })
          .where('id', '=', rows[index]!.id)
          .execute();
      }
    });
    const next = await desk.say('run');
    expect(next.exit).toBe(3);
    expect(outcomes(next.data).sort()).toEqual(['contact ambiguous', 'contact ready', 'contact sent']);
    await living();
    const last = await desk.say('run');
    expect(outcomes(last.data)).toEqual(['contact ambiguous', 'contact ambiguous']);
    expect(sink.messages).toHaveLength(1);
    for (const { id } of last.data.actions) await desk.done(`resolve ${id} --as sent`);
    expect((await desk.say('run')).exit).toBe(0);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('R19, R23: a server that is away for now: the message waits, leaves later, under the same Message-ID', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    sink.behaviour.data = 451;
    const failed = await desk.say('run');
    expect(failed.exit).toBe(3);
    expect(outcomes(failed.data)).toEqual(['contact failed']);
    sink.behaviour.data = undefined;
    desk.on('2026-10-08');
    expect(outcomes(await desk.done('run'))).toEqual(['contact sent']);
    expect(sink.messages).toHaveLength(1);
    expect((await desk.done('why F-1')).past.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'undelivered',
      'sent',
    ]);
  });

  test('R19: a server that cannot be reached fails the run, not the message: the next run sends it at once', async () => {
    await seedInvoice(desk, await seedDebtor(desk));
    const { port } = sink;
    await sink.close();
    const failed = await desk.say('run');
    expect([failed.exit, outcomes(failed.data)]).toEqual([3, ['contact failed']]);
    sink = await openSink({ port });
    expect(outcomes(await desk.done('run'))).toEqual(['contact sent']);
    expect(sink.messages).toHaveLength(1);
  });

  test('R19: put off by the far end, it says when it is tried again; days later it is written anew', async () => {
    await seedInvoice(desk, await seedDebtor(desk), { due: '2026-10-12' });
    sink.behaviour.data = 450;
    expect(outcomes(await desk.done('run'))).toEqual(['pre-due failed']);
    const { actions, errors } = await desk.done('run');
    expect(actions).toMatchObject([{ step: 'pre-due', outcome: 'ready' }]);
    expect(errors).toMatchObject([{ id: actions[0].id, message: expect.stringContaining('nouvel essai') }]);
    sink.behaviour.data = undefined;
    desk.on('2026-10-13');
    expect(outcomes(await desk.done('run')).sort()).toEqual(['contact sent', 'pre-due withdrawn']);
    expect(sink.messages).toHaveLength(1);
  });

  test('an address refused for good: the next reminder goes by letter, and says so', async () => {
    await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
    sink.behaviour.recipients = { 'compta@c001.example': 550 };
    expect(outcomes((await desk.say('run')).data)).toEqual(['contact failed']);
    desk.on('2026-10-08');
    const [task] = (await desk.done('run')).actions;
    expect(task).toMatchObject({ channel: 'letter', step: 'reminder-1', outcome: 'ready' });
    expect(task.reasons.map(({ code }: { code: string }) => code)).toContain('letter_instead_of_email');
  });

  test('an e-mail that came back is no reminder: its step is done again, by letter, and no text says it was sent', async () => {
    await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
    const [sent] = (await desk.done('run')).actions;
    expect((await desk.say('bounced rem-00000000')).refused).toBe('id_unknown');
    await desk.done(`bounced ${sent.id}`);
    expect((await desk.say(`bounced ${sent.id}`)).refused).toBe('not_sent');
    const [again] = (await desk.done('run')).actions;
    expect(again).toMatchObject({ step: 'reminder-1', channel: 'letter', outcome: 'ready' });
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('R27: reminding some invoices leaves the others listed, each with its reason', async () => {
    const debtor = await seedDebtor(desk);
    await seedInvoice(desk, debtor);
    await seedInvoice(desk, debtor, { number: 'F-2', due: '2026-10-12' });
    await seedInvoice(desk, debtor, { number: 'F-3', due: '2026-10-06' });
    const answer = await desk.done('run');
    expect(outcomes(answer)).toEqual(['contact sent']);
    expect(answer.actions[0].invoices.map(({ number }: { number: string }) => number)).toEqual([
      'F-1',
      'F-3',
    ]);
    desk.on('2026-10-08');
    const held = (await desk.done('run')).held.map(({ invoice }: { invoice: string }) => invoice);
    expect(held.sort()).toEqual(['F-1', 'F-2', 'F-3']);
  });

  test('disarmed, everything stays ready and says why', async () => {
    await settings({ armed: false });
    await seedInvoice(desk, await seedDebtor(desk));
    const answer = await desk.done('run');
    expect(outcomes(answer)).toEqual(['contact ready']);
    expect(answer.standstill.code).toBe('disarmed');
    expect(sink.messages).toHaveLength(0);
    await settings({ armed: true });
    expect(outcomes(await desk.done('run'))).toEqual(['contact sent']);
  });

  test('another day than today only in a rehearsal, and a rehearsal never beyond this machine', async () => {
    await settings({ rehearsal: false });
    const elsewhere = await desk.say('run');
    expect(elsewhere.refused).toBeNull();
    await settings({
      rehearsal: true,
      smtp: { host: 'smtp.example.com', port: 587, secure: false, user: null, password: null },
    });
    expect((await desk.say('run')).refused).toBe('smtp_not_loopback');
  });
});
