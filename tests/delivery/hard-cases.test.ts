import { globSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

interface Contact {
  readonly id: string;
  readonly debtor: string;
  readonly step: string;
  readonly channel: string;
  readonly outcome: string;
  readonly amount: string;
  readonly invoices: readonly { readonly number: string }[];
}

const COUNTING = new Set([
  'contact',
  'reminder-1',
  'reminder-2',
  'reminder-3',
  'reminder-3-bis',
  'formal-notice',
]);

test('R14: a debtor who never answers is written to a few times, never twice a day nor thrice a week, then no more', async () => {
  await settings({ smtp: null });
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-10-05' });
  const { days } = await desk.done('plan --days 366');
  const told: { day: number; step: string }[] = [];
  for (const [day, { actions }] of (days as { actions: Contact[] }[]).entries()) {
    const counting = actions.filter(({ step, channel }) => COUNTING.has(step) && channel !== 'task');
    expect(counting.length).toBeLessThanOrEqual(1);
    for (const { step } of counting) told.push({ day, step });
  }
  expect(told.length).toBeGreaterThanOrEqual(4);
  expect(new Set(told.map(({ step }) => step)).size).toBe(told.length);
  for (const { day } of told) {
    expect(told.filter((other) => other.day > day - 7 && other.day <= day).length).toBeLessThanOrEqual(2);
  }
  expect(told.at(-1)).toMatchObject({ step: 'formal-notice' });
});

test('R15: an event told twice counts once: a payments file, a bounce, a batch posted', async () => {
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor, { due: '2026-09-28' });
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C002', email: null }), {
    number: 'F-2',
    due: '2026-09-28',
  });
  const first = await desk.done('run');
  const email = (first.actions as Contact[]).find(({ debtor: key }) => key === 'C001')!;
  await desk.done(`bounced ${email.id}`);
  expect((await desk.say(`bounced ${email.id}`)).refused).toBe('not_sent');
  await desk.done(`posted ${first.batch.id}`);
  expect((await desk.say(`posted ${first.batch.id}`)).refused).toBe('batch_posted');
  const file = desk.file('p.csv', 'montant;date;facture;id_reglement\n500,00;06/10/2026;F-2;VIR-1\n');
  await desk.done(`import ${file}`);
  const again = await desk.done(`import ${file}`);
  expect(again.files[0]).toMatchObject({ created: { payments: 0 }, unchanged: 1 });
  expect((await desk.done('invoice show F-2')).items[0].balance).toBe('700.00');
});

test('R18: one contact whose papers cannot be read fails alone and is told; the others leave', async () => {
  for (const key of ['C1', 'C2', 'C3']) {
    await seedInvoice(desk, await seedDebtor(desk, { key }), { number: `F-${key}` });
  }
  await desk.done(`attach F-C2 ${desk.file('copie.pdf', `%PDF-1.7\n${' '.repeat(400)}\n%%EOF\n`)}`);
  const vault = join(desk.database.dataFolder, 'vault');
  const [copy] = globSync('**/*', { cwd: vault, withFileTypes: true }).filter((one) => one.isFile());
  truncateSync(join(copy!.parentPath, copy!.name), 100);
  const { exit, data } = await desk.say('run');
  expect(exit).toBe(3);
  const outcomes = (data.actions as Contact[]).map(({ debtor, outcome }) => `${debtor} ${outcome}`);
  expect(outcomes.sort()).toEqual(['C1 sent', 'C2 failed', 'C3 sent']);
  expect(data.errors).toMatchObject([{ message: expect.stringContaining('son fichier a été modifié') }]);
  expect(sink.messages).toHaveLength(2);
  const { checks } = (await desk.say('doctor')).data as { checks: { name: string; state: string }[] };
  const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
  expect(states).toMatchObject({ vault: 'fault', runs: 'warning' });
});

test('R30: which addresses a server refused, and which messages came back, is told one by one', async () => {
  for (const index of [1, 2, 3, 4, 5]) {
    await seedInvoice(desk, await seedDebtor(desk, { key: `C${index}` }), {
      number: `F-${index}`,
      due: '2026-09-28',
    });
  }
  sink.behaviour.recipients = { 'compta@c2.example': 550 };
  const { exit, data } = await desk.say('run');
  expect(exit).toBe(3);
  const of = (outcome: string) =>
    (data.actions as Contact[]).filter((one) => one.outcome === outcome).map(({ debtor }) => debtor);
  expect(of('failed')).toEqual(['C2']);
  const came = (data.actions as Contact[]).find(({ debtor }) => debtor === 'C4')!;
  await desk.done(`bounced ${came.id}`);
  for (const [key, bounced] of [
    ['C1', null],
    ['C2', '2026-10-07'],
    ['C4', '2026-10-07'],
  ] as const) {
    expect((await desk.done(`debtor show ${key}`)).contacts[0].bouncedOn, key).toBe(bounced);
  }
  expect((await desk.done('why F-4')).past).toMatchObject([{ outcome: 'undelivered' }]);
  desk.on('2026-10-08');
  const next = ((await desk.done('plan')).actions as Contact[]).map(
    ({ debtor, channel }) => `${debtor} ${channel}`,
  );
  expect(next.sort()).toEqual(['C2 letter', 'C4 letter']);
});

test('R34: of three invoices late, due today and not due yet, the late one alone is asked for', async () => {
  for (const [key, due] of [
    ['LATE', '2026-10-06'],
    ['TODAY', '2026-10-07'],
    ['LATER', '2026-10-08'],
  ] as const) {
    await seedInvoice(desk, await seedDebtor(desk, { key }), { number: `F-${key}`, due });
  }
  const { actions } = (await desk.say('run')).data as { actions: Contact[] };
  const asking = actions.filter(({ step }) => COUNTING.has(step));
  expect(asking.map(({ debtor, step }) => `${debtor} ${step}`)).toEqual(['LATE contact']);
  const lateness = async (number: string) => (await desk.done(`invoice show ${number}`)).items[0].daysLate;
  expect([await lateness('F-LATE'), await lateness('F-TODAY'), await lateness('F-LATER')]).toEqual([
    1, 0, -1,
  ]);
});

test('R57: an invoice disputed between the proposal and the approval is left out of the text', async () => {
  await settings({ approvals: 'all' });
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor, { number: 'F-1' });
  await seedInvoice(desk, debtor, { number: 'F-2' });
  const [before] = (await desk.done('run')).actions as Contact[];
  expect(before!.amount).toBe('2400.00');
  await desk.done('dispute F-2 --reason "Marchandise abîmée"');
  const approved = await desk.done(`approve ${before!.id}`);
  expect(approved).toMatchObject({ done: 'approved', amount: '1200.00' });
  expect(approved.message).toMatch(
    /a changé depuis la proposition.*1\u202f200,00\u00a0€, au lieu de 2\u202f400,00/,
  );
  await desk.done('run');
  expect(sink.messages).toHaveLength(1);
  expect(sink.messages[0]!.raw.toString()).not.toContain('2 400,00');
  expect((await desk.done('why F-1')).past).toMatchObject([{ step: 'contact', outcome: 'sent' }]);
  expect((await desk.done('why F-2')).today).toMatchObject({ code: 'dispute' });
});

test('R64: nothing in a message tells that it was opened: no picture, no address to fetch, no receipt asked', async () => {
  await seedInvoice(desk, await seedDebtor(desk));
  await desk.done('run');
  const raw = sink.messages[0]!.raw.toString();
  const html = Buffer.from(raw.replace(/=\r?\n/g, '')).toString();
  expect(html).not.toMatch(/<img[^>]+src\s*=\s*(?:3D)?["']?https?:/i);
  expect(html).not.toMatch(/url\(\s*["']?https?:|<link\b|<iframe\b|<script\b/i);
  expect(raw).not.toMatch(/^(?:Disposition-Notification-To|Return-Receipt-To|X-Confirm-Reading-To):/im);
});

test('R67: an insolvency freezes every text from its day on, and only a person’s word ends it', async () => {
  const header = 'facture;date_facture;date_echeance;montant_ttc;client;code_client;type_client;email';
  const row = 'F-9;01/09/2026;30/09/2026;900,00;Société C001;C001;professionnel;compta@c001.example';
  await seedInvoice(desk, await seedDebtor(desk));
  await desk.done('debtor set C001 --insolvency 2026-10-02');
  expect((await desk.done('run')).actions).toEqual([]);
  expect((await desk.done('why F-1')).today).toMatchObject({ code: 'insolvency' });
  await desk.done(`import ${desk.file('f.csv', `${header}\n${row}\n`)}`);
  desk.on('2026-12-07');
  expect(((await desk.done('run')).actions as Contact[]).filter(({ step }) => COUNTING.has(step))).toEqual(
    [],
  );
  expect(sink.messages).toHaveLength(0);
  const told = (await desk.done('history C001')).events as { message: string }[];
  expect(told.some(({ message }) => /collective/i.test(message))).toBe(true);
  await desk.done('debtor set C001 --insolvency-ended 2026-12-01');
  expect((await desk.done('why F-1')).today.code).not.toBe('insolvency');
});

test('R10: a person who approves while the run works sends nothing a second time', async () => {
  await settings({ approvals: 'all' });
  for (const index of [1, 2, 3, 4]) {
    await seedInvoice(desk, await seedDebtor(desk, { key: `C${index}` }), { number: `F-${index}` });
  }
  const { actions } = (await desk.say('run')).data as { actions: Contact[] };
  await Promise.all([
    ...actions.flatMap(({ id }) => [desk.say(`approve ${id}`), desk.say(`approve ${id}`)]),
    desk.say('run'),
    desk.say('run'),
  ]);
  await desk.done('run');
  const to = sink.messages.map(({ to: [first] }) => first);
  expect(to.length).toBe(4);
  expect(new Set(to).size).toBe(4);
});
