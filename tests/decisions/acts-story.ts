import { creditorFile, type Desk } from '../harness/desk.ts';
import type { Sink } from '../harness/smtp.ts';

const HEAD =
  'facture;date_facture;date_echeance;montant_ttc;code_client;client;type_client;' +
  'email;adresse;code_postal;ville;libelle';

function row(
  number: string,
  debtor: string,
  due: string,
  email = `compta@${debtor.toLowerCase()}.fr`,
): string {
  const customer = `${debtor};Client ${debtor};professionnel;${email};1 rue Haute;69001;Lyon`;
  return `${number};2026-07-01;${due};900,00;${customer};Pose`;
}

const INVOICES = [
  row('F-1', 'C1', '2026-08-31'),
  row('F-2', 'C2', '2026-08-31'),
  row('F-3', 'C3', '2026-08-31', ''),
  row('F-4', 'C4', '2026-08-31'),
  row('F-5', 'C5', '2026-07-15'),
  row('F-6', 'C6', '2026-07-15'),
  row('F-7', 'C7', '2026-07-15'),
  row('F-8', 'C8', '2026-08-31'),
  row('F-9', 'C9', '2026-08-31'),
  row('F-10', 'C10', '2026-08-31'),
  row('F-11', 'C11', '2026-08-31'),
  'F-13;2014-03-01;2014-04-01;99,00;C13;Ancien client;professionnel;;;;;Pose',
];
const PDF = `%PDF-1.7\n${' '.repeat(400)}\n%%EOF\n`;
/** A pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Some weeks of a firm in which every act of the house is done at least once. */
export async function playActs(desk: Desk, sink: Sink): Promise<void> {
  const set = async (over: Readonly<Record<string, unknown>>) =>
    await desk.done(
      `creditor set ${desk.file('creditor.json', JSON.stringify({ siren: '732829320', ...over }))}`,
    );
  await desk.done(`creditor set ${desk.file('first.json', creditorFile())}`);
  await desk.done('user add "Marc Petit" --role manager');
  await desk.done('user add "Zoé Lin" --role collector');
  await desk.done('user remove "Zoé Lin"');
  await set({ iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPP' });
  await desk.done('creditor confirm-iban', { as: 'Marc Petit' });
  await desk.done(`creditor signature ${desk.file('signature.png', PNG)}`);
  await desk.done('scenario set tests/scenarios/direct-notice.json');
  await books(desk);
  await facts(desk);
  await emails(desk, sink, set);
  await letters(desk);
  await ends(desk);
}

async function books(desk: Desk): Promise<void> {
  const customers = 'code_client;client;type_client;email\nC1;Client C1;professionnel;compta@c1.fr\n';
  await desk.done(`import ${desk.file('customers.csv', customers)}`);
  const file = desk.file('invoices.csv', [HEAD, ...INVOICES].join('\n'));
  await desk.done(`import ${file} --dry-run`);
  await desk.done(`import ${file}`);
  await desk.done('release --late-start from-start');
  const payments = 'date;montant;facture;client\n2026-09-04;10,00;F-1;Client C1\n2026-09-04;77,70;;Inconnu\n';
  await desk.done(`import ${desk.file('payments.csv', payments)} --as payments`);
  await desk.done(`attach F-1 ${desk.file('copy.pdf', PDF)}`);
  await desk.done('wording set reminder-1.b2b ' + desk.file('own.liquid', await houseText(desk)));
}

async function houseText(desk: Desk): Promise<string> {
  const { text } = await desk.done('wording show reminder-1.b2b');
  return `${text}\n`;
}

async function facts(desk: Desk): Promise<void> {
  for (const debtor of ['C5', 'C6', 'C7']) await desk.done(`debtor set ${debtor} --scenario direct`);
  await desk.done('debtor set C1 --salesperson "Zoé Lin"');
  await desk.done('invoice set F-1 --received 2026-07-03');
  await desk.done('invoice set F-1 --due 2026-09-01');
  const paid = await desk.done('payment add F-2 100.00');
  await desk.done(`notice receipt ${paid.id}`);
  await desk.done(`payment reverse ${paid.id} --reason "chèque impayé"`);
  const credit = await desk.done('payment add --debtor C2 50.00');
  await desk.done(`payment allocate ${credit.id} F-2`);
  await desk.done('invoice credit F-2 20.00 --number A-2');
  await desk.done(`attach F-13 ${desk.file('old.pdf', PDF.replace('%%EOF', '%%EOF '))}`);
  await desk.done('hold F-13 --until 2026-09-08 --reason "perdu de vue"');
  await desk.say('payment add F-13 99.00', { on: '2014-04-02' });
  await desk.done('invoice void F-11 --reason "erreur"');
  await desk.done('confirm bank');
  await desk.done('confirm mailbox');
  const promise = await desk.done('promise F-9 --date 2026-09-10');
  await desk.done(`notice promise ${promise.id}`);
  await desk.done(`promise cancel ${promise.id}`);
  await desk.done('hold F-9 --until 2026-09-08 --reason "travaux"');
  await desk.done('dispute F-8 --amount 100.00 --reason "rayures"');
  await desk.done('plan-payments F-10 --date 2026-09-11=900.00');
  await desk.done('call C1 --outcome voicemail');
  await desk.done('statement C1 --send');
}

type Settings = (over: Readonly<Record<string, unknown>>) => Promise<unknown>;

async function emails(desk: Desk, sink: Sink, set: Settings): Promise<void> {
  const { actions } = await desk.done('run');
  const sent = actions.find(({ debtor, outcome }: Told) => debtor === 'C1' && outcome === 'sent');
  await desk.done(`bounced ${sent.id}`);
  await set({ approvals: 'all' });
  desk.on('2026-09-15');
  await desk.done('run');
  await desk.done('approve --all');
  await desk.done('payment add F-4 900.00');
  const { host, port } = sink;
  sink.behaviour.data = 'take-and-close';
  await set({ smtp: { host, port, secure: false, user: null, password: null } });
  const doubtful = (await desk.say('run')).data.actions.filter(
    ({ outcome }: Told) => outcome === 'ambiguous',
  );
  for (const { id } of doubtful) await desk.done(`resolve ${id} --as not-sent`);
  await set({ smtp: null });
  desk.on('2026-09-16');
  await desk.done('run');
  await desk.done('approve --all');
  desk.on('2026-09-30');
  const { actions: left } = await desk.done('run');
  const proposed = left.find(({ channel, outcome }: Told) => channel === 'email' && outcome === 'to_confirm');
  await desk.done(`skip ${proposed.id} --reason "vu au salon"`);
}

interface Told {
  readonly id: string;
  readonly debtor: string;
  readonly outcome: string;
  readonly channel: string;
  readonly step: string;
}

async function letters(desk: Desk): Promise<void> {
  desk.on('2026-10-05');
  const { actions } = await desk.done('run');
  const notices = actions.filter(({ channel }: Told) => channel === 'registered');
  await desk.done(`registered ${notices[0].id} --tracking 1A00011044808`);
  await desk.say('approve --all');
  await desk.done('approve --all', { as: 'Marc Petit' });
  const { batch } = await desk.done('run');
  await desk.done('payment add F-3 900.00');
  await desk.done('run');
  await desk.done(`posted ${batch.id}`);
  const slip = desk.file('slip.pdf', PDF);
  for (const [index, { id }] of notices.entries()) {
    const number = index === 0 ? '' : `--tracking 1A0001104480${index}`;
    await desk.done(`registered ${id} --deposited 2026-10-05 ${number} --proof ${slip} --kind slip`);
  }
  desk.on('2026-10-08');
  await desk.done(`registered ${notices[0].id} --presented 2026-10-07 --outcome received`);
  await desk.done(`registered ${notices[1].id} --presented 2026-10-07 --outcome unknown-address`);
  await desk.done(`registered ${notices[2].id} --presented 2026-10-07 --outcome received`);
  await desk.done('litigation lift C7 --reason "accord trouvé"');
  desk.on('2026-11-02');
  const later = await desk.done('run');
  const route = later.actions.find(({ step }: Told) => step === 'route');
  await desk.done(`done ${route.id} --outcome bailiff`);
}

async function ends(desk: Desk): Promise<void> {
  desk.on('2026-12-03');
  await desk.done(
    'rates set 2027-S1 --ecb 2.15 --legal-professional 2.60 --legal-individual 6.50 --source Journal',
  );
  await desk.done('verify');
  await desk.done('erase C13');
}
