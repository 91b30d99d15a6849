import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DayPlan } from '../../src/desk/plan.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

/** Two invoices of 1 200.00 and 600.00 due on 30 September; a plan of three dates, agreed on 7 October. */
beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await settings();
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor);
  await seedInvoice(desk, debtor, { number: 'F-2', amount: 60_000 });
  await desk.done(
    'plan-payments F-1 F-2 --date 2026-11-05=600.00 --date 2026-12-07=600.00 --date 2027-01-05=600.00',
  );
});

afterEach(async () => {
  await desk.database.close();
});

async function settings(over: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(over))}`);
}

async function runOn(day: string): Promise<readonly string[]> {
  desk.on(day);
  const { actions } = (await desk.done('run')) as DayPlan;
  return actions.map(({ step, planDate, amount, outcome }) => `${step} ${planDate} ${amount} ${outcome}`);
}

const folded = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ');

describe('the dates of a payment plan', () => {
  test('each is announced once, five days before, with its own sum and the invoices it belongs to', async () => {
    expect(await runOn('2026-10-30')).toEqual([]);
    expect(await runOn('2026-11-02')).toEqual(['pre-due 2026-11-05 600.00 sent']);
    expect(await runOn('2026-11-02')).toEqual([]);
    expect(await runOn('2026-11-03')).toEqual([]);
    const [mail, ...more] = await desk.mails();
    expect(more).toEqual([]);
    expect(mail?.to).toContain('compta@c001.example');
    expect(folded(mail!.subject)).toBe('Ateliers Lefèvre & Fils – échéancier – versement du 05/11/2026');
    expect(mail?.attachments).toEqual([]);
    const text = folded(mail!.text);
    expect(text).toContain(
      "Le versement 1 sur 3 de l'échéancier convenu ensemble est attendu le jeudi 5 novembre 2026 : 600,00 €.",
    );
    expect(text).toContain('Il porte sur les factures F-1 et F-2.');
    expect(text).toMatch(/Montant ?:? 600,00 €/);
    expect(text).not.toMatch(/1 800|1 200|retard|relance|impayé|pénalit/i);
    expect((await desk.done('why F-2')).past).toEqual([
      {
        on: '2026-11-02',
        step: 'pre-due',
        channel: 'email',
        outcome: 'sent',
        planDate: '2026-11-05',
      },
    ]);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('a date paid for is silent, a part paid is deducted', async () => {
    await desk.done('payment add F-1 600.00');
    expect(await runOn('2026-11-02')).toEqual([]);
    desk.on('2026-11-20');
    await desk.done('payment add F-1 150.00');
    expect(await runOn('2026-12-02')).toEqual(['pre-due 2026-12-07 450.00 sent']);
    const [mail] = await desk.mails();
    expect(folded(mail!.text)).toContain(
      'le lundi 7 décembre 2026 : 450,00 €, sommes déjà reçues déduites. Il porte sur les factures F-1 et F-2.',
    );
  });

  test('paid between the approval and the sending, it stays home', async () => {
    await settings({ approvals: 'all' });
    expect(await runOn('2026-11-02')).toEqual(['pre-due 2026-11-05 600.00 to_confirm']);
    await desk.done('approve --all');
    await desk.done('payment add F-1 600.00');
    expect(await runOn('2026-11-02')).toEqual(['pre-due 2026-11-05 600.00 withdrawn']);
    expect(await desk.mails()).toEqual([]);
  });

  test('skipped by a person, it is not proposed again', async () => {
    await settings({ approvals: 'all' });
    desk.on('2026-11-02');
    const [proposed] = (await desk.done('run')).actions;
    await desk.done(`skip ${proposed.id} --reason "vu au téléphone"`);
    expect(await runOn('2026-11-03')).toEqual([]);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('looked at ahead, it is announced on its first day only', async () => {
    desk.on('2026-11-02');
    const { days } = await desk.done('plan --days 3');
    expect(days.map(({ actions }: DayPlan) => actions.length)).toEqual([1, 0, 0]);
    expect((await desk.done('plan')).actions[0]).toMatchObject({
      planDate: '2026-11-05',
      amount: '600.00',
      mode: 'automatic',
      invoices: [
        { number: 'F-1', balance: '1200.00' },
        { number: 'F-2', balance: '600.00' },
      ],
    });
  });

  test('a date missed, the invoices resume and nothing more of the plan is announced', async () => {
    await runOn('2026-11-02');
    expect(await runOn('2026-11-09')).toEqual([]);
    expect((await runOn('2026-11-10')).map((line) => line.split(' ')[1])).toEqual(['null']);
    expect((await runOn('2026-12-02')).filter((line) => !line.includes(' null '))).toEqual([]);
  });
});
