import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDays, iso, toIso } from '../../src/calendar/day.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;
let debtor: string;

beforeEach(async () => {
  desk = await openDesk('2026-09-16');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  debtor = await seedDebtor(desk);
});

afterEach(async () => {
  await desk.database.close();
});

const folded = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ');

/** Every mail that left between two days, both included, by its day. */
async function mailsOf(from: string, to: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let day = iso(from); day <= iso(to); day = addDays(day, 1)) {
    const before = (await desk.mails()).length;
    desk.on(toIso(day));
    await desk.done('run');
    const mails = await desk.mails();
    if (mails.length > before) found.set(toIso(day), folded(`${mails[0]!.subject} ${mails[0]!.text}`));
  }
  return found;
}

describe('a reminder whose wording another invoice called for', () => {
  test('is a reminder of each invoice that completed its own step with it', async () => {
    await seedInvoice(desk, debtor, { number: 'E-1', amount: 260_000, due: '2026-09-15' });
    await seedInvoice(desk, debtor, { number: 'E-2', amount: 90_000, due: '2026-10-05' });
    await seedInvoice(desk, debtor, { number: 'E-3', amount: 50_000, due: '2026-10-16' });
    const beside = (await mailsOf('2026-09-16', '2026-10-26')).get('2026-10-26');
    expect(beside).toContain('Prestation E-2 · rappel du 12 octobre 2026');
    expect(beside).toMatch(/^Facture impayée depuis 41 jours et autres factures échues – 4 122,63 €/);
    // E-2 completes its second reminder there and E-3 its first: nothing more is owed of E-1 the day after.
    desk.on('2026-10-27');
    await desk.done('payment add E-1 2600.00');
    const [after] = await mailsOf('2026-10-28', '2026-11-06');
    expect(after?.[0]).toBe('2026-11-04');
    expect(after?.[1]).toContain('Malgré nos rappels des 12 et 26 octobre 2026, la facture ci-dessous reste');
    expect(after?.[1]).toContain('Prestation E-2 · rappels des 12 et 26 octobre 2026');
    expect(after?.[1]).toContain('Prestation E-3 · rappel du 26 octobre 2026');
    const [mail] = await desk.mails();
    expect(mail?.attachments.map(({ name }) => name)).toEqual([
      'Rappel_du_2026-10-12.pdf',
      'Rappel_du_2026-10-26.pdf',
    ]);
  });
});

describe('a payment that was taken back', () => {
  beforeEach(async () => {
    await seedInvoice(desk, debtor, { number: 'E-1', amount: 260_000, due: '2026-09-15' });
    await mailsOf('2026-09-16', '2026-09-22');
    desk.on('2026-09-24');
  });

  async function nextMails(): Promise<readonly string[]> {
    return [...(await mailsOf('2026-09-29', '2026-10-20')).values()];
  }

  test('is said once, in the next text about what it settled', async () => {
    const { id } = await desk.done('payment add E-1 1000.00 --means chèque');
    desk.on('2026-09-28');
    await desk.done(`payment reverse ${id} --reason "chèque sans provision"`);
    const [next, later] = await nextMails();
    expect(next).toContain(
      "Le règlement de 1 000,00 € du 24 septembre 2026, annulé le 28 septembre 2026 par la banque ou par nous, n'est " +
        'plus compté.',
    );
    expect(later).not.toContain('annulé');
  });

  test('is not said when it was put right the same day, nor when it was entered anew for its day', async () => {
    const wrong = await desk.done('payment add E-1 1000.00');
    await desk.done(`payment reverse ${wrong.id} --reason "faute de frappe"`);
    const again = await desk.done('payment add E-1 1000.00');
    desk.on('2026-09-28');
    await desk.done(`payment reverse ${again.id} --reason "montant erroné"`);
    expect((await desk.say('payment add E-1 100.00', { on: '2026-09-24' })).refused).toBeNull();
    expect((await nextMails()).join(' ')).not.toContain('annulé');
  });
});

test('an instalment and a retention are told as what they are, a credit with its day once', async () => {
  desk.on('2026-09-24');
  const head =
    'facture;date_facture;date_echeance;montant_ttc;client;code_client;type_client;email;adresse;code_postal;ville;' +
    'libelle;retenue_garantie;liberation_retenue';
  const rest = (key: string) =>
    `Société ${key};${key};professionnel;compta@${key}.example;1 rue Neuve;69003;Lyon;Lot`;
  desk.file(
    'invoices.csv',
    [
      head,
      `L-1;25/08/2026;30/09/2026;2 000,00;${rest('CL')};;`,
      `L-1;25/08/2026;31/10/2026;2 000,00;${rest('CL')};;`,
      `V-1;25/08/2026;30/09/2026;3 000,00;${rest('CV')};150,00;30/11/2026`,
    ].join('\n'),
  );
  await desk.done(`import ${desk.folder}/invoices.csv`);
  await desk.done('release');
  await mailsOf('2026-09-25', '2026-09-25');
  const texts = (await desk.mails()).map(({ text }) => folded(text));
  expect(
    texts.some((text) =>
      text.includes('L-1 (échéance 1/2) du 25 août 2026, pour 2 000,00 € sur 4 000,00 € TTC'),
    ),
  ).toBe(true);
  expect(
    texts.some((text) =>
      text.includes(
        "n° V-1 du 25 août 2026, pour 2 850,00 € sur 3 000,00 € TTC, hors retenue de garantie de 150,00 € jusqu'au 30 novembre 2026, arrive",
      ),
    ),
  ).toBe(true);
  desk.on('2026-09-28');
  await desk.done('payment add --debtor CL 500.00');
  await mailsOf('2026-10-07', '2026-10-07');
  const mail = (await desk.mails())
    .map(({ text }) => folded(text))
    .find((text) => text.includes('À déduire'));
  expect(mail).toContain(
    'n° L-1 (échéance 1/2), soit 1 500,00 € déduction faite de 500,00 € portés à votre crédit',
  );
  expect(mail).toContain('À déduire : Règlement (28/09/2026) : −500,00 €');
  const { id } = await desk.done('promise L-1 --instalment 2 --date 2026-10-30');
  await desk.done(`notice promise ${id}`);
  await desk.done('run');
  const promised = (await desk.mails())
    .map(({ text }) => folded(text))
    .find((text) => text.includes('nous notons'));
  expect(promised).toContain('le règlement de la facture L-1 (échéance 2/2), soit 2 000,00 €');
});
