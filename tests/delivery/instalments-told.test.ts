import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCreditors } from '../../src/creditors/creditor-names.db.ts';
import type { HeldItem, PlannedAction } from '../../src/desk/plan.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { newId } from '../../src/platform/ids.ts';
import { buildServer } from '../../src/server.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';

/** Three instalments of one invoice, each at its own step, a retention, and an invoice due at once. */
const FILE = `facture;date_facture;date_echeance;montant_ttc;client;code_client;type_client;email;retenue_garantie;liberation_retenue
L-1;11/08/2026;10/09/2026;2000,00;Lambert;C1;professionnel;l@x.example;;
L-1;11/08/2026;10/10/2026;2000,00;Lambert;C1;professionnel;l@x.example;;
L-1;11/08/2026;10/11/2026;2000,00;Lambert;C1;professionnel;l@x.example;;
V-1;15/08/2026;10/11/2026;10000,00;Vasseur;C2;professionnel;v@x.example;500,00;12/11/2026
`;
const SECOND = 'L-1 (échéance 2/3)';
const THIRD = 'L-1 (échéance 3/3)';
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk('2026-10-20');
  await desk.done(`creditor set ${desk.file('c.json', creditorFile())}`);
  await desk.done(`import ${desk.file('f.csv', FILE)}`);
  await desk.done('release --late-start from-start');
  await desk.done('payment add L-1 2500.00');
  for (const day of ['2026-10-20', '2026-10-27', '2026-11-05']) {
    desk.on(day);
    await desk.done('run');
  }
  desk.on('2026-11-12');
});
afterAll(() => desk.database.close());

const spaced = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name).sort();

async function page(url: string): Promise<string> {
  const { database } = desk;
  const app = buildServer({
    database,
    dataFolder: database.dataFolder,
    creditorId: async () => (await listCreditors(database))[0]?.id ?? null,
    on: null,
    clock: fixedClock('2026-11-12T08:00:00Z'),
    newId,
    prefix: 'relance',
    say: () => undefined,
  });
  const { body } = await app.inject({ method: 'GET', url, headers: { host: 'localhost' } });
  await app.close();
  return spaced(body.replaceAll(/<\/?bdi>/g, ''));
}

test('an instalment contacted today does not hide another one of its invoice that waits', async () => {
  const run: { actions: PlannedAction[]; held: HeldItem[] } = await desk.done('run');
  const sent = run.actions.flatMap(({ invoices }) => invoices);
  expect(names(sent)).toEqual([THIRD, 'V-1']);
  expect(sent.map(({ number, instalment }) => [number, instalment])).toEqual(
    expect.arrayContaining([
      ['L-1', 3],
      ['V-1', 1],
    ]),
  );
  expect(names(run.held)).toEqual([SECOND, 'V-1 (retenue de garantie)']);
  expect(run.held.map(({ balance }) => balance).sort()).toEqual(['1500.00', '500.00']);

  const { data: plan, text } = await desk.say('plan');
  expect(plan.actions).toEqual([]);
  const waits = plan.held.filter(({ contactedToday }: HeldItem) => !contactedToday);
  expect(names(waits)).toEqual(names(run.held));
  expect(names(plan.held.filter(({ contactedToday }: HeldItem) => contactedToday))).toEqual(names(sent));
  expect(spaced(text)).toContain(`Déjà relancées aujourd’hui (2) : ${THIRD}, V-1`);
  expect(text).toContain('Non envoyées aujourd’hui (2)');
  expect(text).toContain(SECOND);

  const home = await page('/');
  expect(home).toMatch(/<b>2<\/b><span>en attente<\/span>\s*<small>2 000,00 €<\/small>/);
  const [before = '', held = ''] = home.split('<section id="en-attente"');
  expect(before).toContain(THIRD);
  expect(before).not.toContain(SECOND);
  expect(held).toContain(SECOND);
  expect(held).not.toContain(THIRD);
});

test('why, invoice show, debtor show, its page and the history name the same instalments', async () => {
  const why = await desk.say('why L-1');
  expect(names(why.data.instalments)).toEqual(['L-1 (échéance 1/3)', SECOND, THIRD]);
  expect(why.data).toMatchObject({ invoice: 'L-1', instalment: 2, name: SECOND, balance: '1500.00' });
  expect(spaced(why.text)).toContain(`${SECOND} — Lambert : 1 500,00 €, en retard de 33 jours`);
  expect(why.text).toContain('L-1 (échéance 1/3) — Lambert\n');
  expect(spaced((await desk.say('invoice show L-1')).text)).toBe(
    [
      'L-1 du 11 août 2026, 6 000,00 €',
      '  échéance 1/3 du 10 septembre 2026 : réglée',
      '  échéance 2/3 du 10 octobre 2026 : reste 1 500,00 € sur 2 000,00 €',
      '  échéance 3/3 du 10 novembre 2026 : reste 2 000,00 €',
    ].join('\n'),
  );
  expect(spaced((await desk.say('invoice show V-1')).text)).toContain(
    'retenue de garantie, échéance du 12 novembre 2026 : reste 500,00 €',
  );
  expect(spaced((await desk.say('debtor show C1')).text)).toBe(
    [
      'Lambert (C1), professionnel',
      `  ${SECOND}  échue le 10/10/2026  1 500,00 €`,
      `  ${THIRD}  échue le 10/11/2026  2 000,00 €`,
    ].join('\n'),
  );
  expect((await desk.say('history C1')).text).toContain(`pour ${SECOND}`);
  const opened = await desk.say('dispute L-1 --instalment 3 --amount 10.00 --reason "rayures"');
  expect(opened.text).toMatch(/^Litige dsp-\w{8} ouvert sur L-1 \(échéance 3\/3\)\.$/);
  const file = await page('/clients/fiche?cle=C1');
  expect(file).toContain(`Contestation de ${THIRD}, pour 10,00 €`);
  const told = [...file.matchAll(/numero=L-1">(.*?)<\/a>.*?<span class="next">(.*?)<\/span>/gs)];
  expect(told.map(([, name]) => name)).toEqual([SECOND, THIRD]);
  expect(told[0]![2]).not.toBe(told[1]![2]);
});

test('a payment is listed with its day and amount as a person writes them', async () => {
  const { data, text } = await desk.say('payment list --debtor C1');
  expect(spaced(text)).toBe(`${data.payments[0].id}  20/10/2026  2 500,00 €  L-1`);
});
