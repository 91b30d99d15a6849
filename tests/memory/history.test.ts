import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HISTORY_WORDS } from '../../src/desk/history-words.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
});
afterAll(() => desk.database.close());

/** Kinds of event that only the creditor's chain holds. */
const OF_THE_CREDITOR = new Set([
  'bank.covered',
  'creditor.iban_decided',
  'creditor.set',
  'creditor.signature_set',
  'day.sealed',
  'file.imported',
  'mailbox.read',
  'rate.entered',
  'scenario.published',
  'user.added',
  'user.removed',
  'wording.set',
  'wording.set',
]);

test('every event that a debtor’s chain may hold has its sentence', async () => {
  const declared: string[] = [];
  for (const file of globSync('src/*/events.ts')) {
    const module: Readonly<Record<string, { readonly type: string }>> = await import(resolve(file));
    declared.push(...Object.values(module).map(({ type }) => type));
  }
  const told = HISTORY_WORDS.map(({ type }) => type);
  expect([...told].sort()).toEqual(declared.filter((type) => !OF_THE_CREDITOR.has(type)).sort());
});

test('a debtor’s history in order: who, what, the figures and numbers, and a reason', async () => {
  const debtorId = await seedDebtor(desk);
  await seedInvoice(desk, debtorId, { number: 'F-1', due: '2026-09-30' });
  const [action] = (await desk.done('run')).actions;
  const { id: paymentId } = await desk.done('payment add F-1 200.00');
  const { id: disputeId } = await desk.done('dispute F-1 --amount 100 --reason "colis abîmé"');
  await desk.done(`payment reverse ${paymentId} --reason "chèque impayé"`, {});
  const { debtor, events } = await desk.done('history C001');
  expect(debtor).toBe('C001');
  const messages: string[] = events.map(({ message }: { message: string }) =>
    message.replace(/[\u00a0\u202f]/g, ' '),
  );
  expect(messages[0]).toContain(`${action.id} proposé : premier contact par e-mail, 1 200,00 € pour F-1`);
  expect(messages).toContain(
    `Règlement ${paymentId} de 200,00 € reçu le 07/10/2026 : 200,00 € sur F-1. (répétition)`,
  );
  expect(messages.at(-2)).toBe(`Litige ${disputeId}, 100,00 € de F-1 : « colis abîmé ». (répétition)`);
  expect(messages.at(-1)).toBe(
    `Règlement ${paymentId} de 200,00 € annulé le 07/10/2026 : « chèque impayé ». (répétition)`,
  );
  expect(events[0]).toMatchObject({ on: '2026-10-07', actor: 'relance', type: 'reminder.proposed' });
  expect(events.at(-1)).toMatchObject({ actor: 'Claire Lefèvre', type: 'payment.reversed' });
  expect(messages.filter((message) => /Événement|illisible|absent|…/.test(message))).toEqual([]);
  expect((await desk.say('history C001')).text).toContain('07/10/2026  Claire Lefèvre\u00a0: Litige');
  expect((await desk.say('history inconnu')).refused).toBe('debtor_unknown');
});
