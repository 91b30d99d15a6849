import { expect, test } from 'vitest';
import type { PlannedAction } from '../../src/desk/plan.ts';
import { creditorFile, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

test('L03: a subject that gives the amount of several invoices names no due date of one; the past is told in French', async () => {
  const desk = await openDesk('2026-10-01');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor, { number: 'F-1', amount: 60_000 });
  await seedInvoice(desk, debtor, { number: 'F-2', amount: 10_000, due: '2026-10-07' });
  await desk.done('run');
  desk.on('2026-10-08');
  const { actions } = await desk.done('run');
  expect(actions.map(({ step, amount }: { step: string; amount: string }) => [step, amount])).toEqual([
    ['reminder-1', '700.00'],
  ]);
  const subjects = (await desk.mails()).map(({ subject }) => subject.replaceAll(/\s/g, ' '));
  expect(subjects).toContain('Facture F-1 et autre facture échue – 700,00 €');
  expect(subjects).toContain('Facture F-1 – avez-vous pu la traiter ?');
  const past = (await desk.say('why F-1')).text.split('\n').slice(1, 3);
  expect(past).toEqual([
    '  01/10/2026  premier contact (e-mail, envoyé)',
    '  08/10/2026  rappel amical (e-mail, envoyé)',
  ]);
  await desk.database.close();
});

test('before the due date, a debtor with a postal address only is said to lack an e-mail, no address', async () => {
  const desk = await openDesk('2026-09-25');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await seedInvoice(desk, await seedDebtor(desk, { email: null }));
  const { today } = await desk.done('why F-1');
  expect(today).toMatchObject({ code: 'no_address', step: 'pre-due', until: '2026-09-30' });
  const said =
    'Ce message avant échéance ne part que par e-mail, et aucun e-mail utilisable n’est connu : ' +
    'complétez la fiche du client (jusqu’au mercredi 30 septembre 2026 inclus).';
  expect(today.message.replaceAll('\u00a0', ' ')).toBe(said);
  const [held] = (await desk.done('plan')).held;
  expect(held.message.replaceAll('\u00a0', ' ')).toBe(said);
  await desk.database.close();
});

test('once a formal notice has run out, « Ensuite » is what a person has to do, since when and how', async () => {
  const desk = await openDesk('2026-11-16');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await desk.done('scenario set tests/scenarios/direct-notice.json');
  const debtor = await seedDebtor(desk);
  await desk.done('debtor set C001 --scenario direct');
  await seedInvoice(desk, debtor, { due: '2026-09-30' });
  const [notice] = (await desk.done('run')).actions;
  await desk.done(`approve ${notice.id}`);
  await desk.done('run');
  await desk.done(`registered ${notice.id} --deposited 2026-11-16 --tracking 1A23456789012`);
  const next = async () => (await desk.say('why F-1')).text.replaceAll('\u00a0', ' ').split('\n').at(-2);
  const task = async () => (await desk.done('run')).actions[0].id;
  desk.on('2026-12-01');
  await seedInvoice(desk, debtor, { number: 'F-2', due: '2026-11-20' });
  await task();
  expect((await desk.done('why F-1')).today.message).toMatch(/^Date de présentation du recommandé inconnue/);
  expect(await next()).toBe(
    '  Ensuite : Choix de la suite, dès que la présentation du recommandé sera connue (attendue depuis le ' +
      `mardi 1er décembre 2026) : relance registered ${notice.id} --presented AAAA-MM-JJ.`,
  );
  await desk.done(`registered ${notice.id} --presented 2026-11-18 --outcome received`);
  desk.on('2026-12-04');
  const { actions } = await desk.done('run');
  const route = actions.find(({ reasons }: PlannedAction) => reasons[0]!.code === 'route_open');
  expect(await next()).toBe(
    `  Ensuite : Choix de la suite, ouvert depuis le mercredi 2 décembre 2026 : décidez, puis relance done ${route.id} ` +
      '--outcome agency|lawyer|bailiff|payment-order|small-claims|mediation|given-up.',
  );
  expect((await desk.done('why F-1')).next).toMatchObject({ step: 'route', on: '2026-12-02' });
  const other = actions.find(({ reasons }: PlannedAction) => reasons[0]!.code === 'in_litigation');
  expect(other).toMatchObject({ owner: 'Claire Lefèvre', amount: '1200.00', outcome: 'to_do' });
  expect((await desk.done('why F-2')).next.message.replaceAll('\u00a0', ' ')).toBe(
    `Dossier suivi par Claire Lefèvre : le laisser attendre (relance done ${other.id} --outcome waiting) ou le ` +
      'rendre aux relances (relance litigation lift C001 --reason TEXTE).',
  );
  expect((await desk.say(`skip ${other.id} --reason "plus tard"`)).refused).toBe('nothing_to_skip');
  await desk.done(`done ${other.id} --outcome waiting`);
  expect((await desk.done('why F-2')).next).toMatchObject({ step: 'route', on: '2027-01-04' });
  await desk.done(`done ${route.id} --outcome bailiff`);
  expect((await desk.done('why F-1')).next.message.replaceAll('\u00a0', ' ')).toBe(
    'Dossier à revoir, le lundi 4 janvier 2027 si rien ne change.',
  );
  await desk.database.close();
});
