import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDays, iso, toIso } from '../../src/calendar/day.ts';
import { type PenaltyStatement, statementOfPenalties } from '../../src/law/penalties.ts';
import { type Cents, cents } from '../../src/money/cents.ts';
import { formatMoney } from '../../src/money/format.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
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

const folded = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const money = (amount: Cents) => folded(formatMoney(amount));

/** Every mail that left between two days, both included, by its day. */
async function mailsOf(from: string, to: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let day = iso(from); day <= iso(to); day = addDays(day, 1)) {
    const before = (await desk.mails()).length;
    desk.on(toIso(day));
    await desk.done('run');
    const mails = await desk.mails();
    if (mails.length > before) found.set(toIso(day), folded(`${mails[0]!.subject}\n${mails[0]!.text}`));
  }
  return found;
}

function asked(mail: string | undefined): string | undefined {
  return /Montant : (.*)\n/.exec(mail ?? '')?.[1];
}

/** What the law adds to an invoice, counted by the calculator that `relance penalties` runs. */
function claimOf(amount: number, due: string, until: string, over: object = {}): PenaltyStatement {
  const claim = statementOfPenalties({
    regime: 'b2b',
    principal: cents(amount),
    due: iso(due),
    until: iso(until),
    imputation: 'principal-first',
    ...over,
  });
  if (isRefusal(claim)) throw new Error(claim.message);
  return claim;
}

test('from one claiming text to the next the sum never falls while nothing is paid', async () => {
  await seedInvoice(desk, debtor, { number: 'P-1', amount: 200_000, due: '2026-09-15' });
  await seedInvoice(desk, debtor, { number: 'P-7', amount: 60_000, due: '2026-09-22' });
  const mails = await mailsOf('2026-09-16', '2026-10-23');
  expect([...mails.keys()].slice(-3)).toEqual(['2026-10-05', '2026-10-14', '2026-10-23']);
  // P-7 is at its first reminder, whose accessories are waived: the lines say which invoice they are about.
  const first = claimOf(200_000, '2026-09-15', '2026-10-05');
  const second = mails.get('2026-10-05')!;
  expect(second).toContain(`(12,40 %), facture P-1 : ${money(first.interest)}`);
  expect(second).toContain('(40,00 € × 1), facture P-1 : 40,00 €');
  expect(asked(second)).toBe(money(cents(60_000 + first.total)));
  // Its own second reminder claims its own, and goes on claiming those of P-1.
  for (const day of ['2026-10-14', '2026-10-23']) {
    const own = claimOf(200_000, '2026-09-15', day).total + claimOf(60_000, '2026-09-22', day).total;
    expect(asked(mails.get(day))).toBe(money(cents(own)));
    expect(mails.get(day)).toContain('(40,00 € × 2) : 80,00 €');
  }
});

test('a first reminder beside an invoice already claimed asks the principal and says what remains due', async () => {
  await seedInvoice(desk, debtor, { number: 'P-1', amount: 200_000, due: '2026-09-15' });
  await seedInvoice(desk, debtor, { number: 'P-9', amount: 60_000, due: '2026-09-29' });
  const mails = await mailsOf('2026-09-16', '2026-10-14');
  const last = [...mails.values()].at(-1)!;
  expect(last).toMatch(/^Facture P-9 et autre facture échue – 2 600,00 €/);
  expect(asked(last)).toBe('2 600,00 €');
  expect(last).toContain('(40,00 € × 1), facture P-9 : 40,00 €');
  const claim = claimOf(200_000, '2026-09-15', [...mails.keys()].at(-1)!);
  const accessories = cents(claim.interest + claim.indemnity);
  expect(last.replaceAll('\n', ' ')).toContain(
    `Restent dues par ailleurs les pénalités et indemnités déjà réclamées, ${money(accessories)} à ce jour : facture P-1.`,
  );
});

describe('a credit that settles nothing yet', () => {
  test('stops interest on its part from its own day, the oldest invoice first', async () => {
    await seedInvoice(desk, debtor, { number: 'P-1', amount: 200_000, due: '2026-09-15' });
    await mailsOf('2026-09-16', '2026-09-22');
    desk.on('2026-09-25');
    await desk.done('payment add --debtor C001 500.00');
    const mails = await mailsOf('2026-09-29', '2026-09-30');
    const claim = claimOf(200_000, '2026-09-15', '2026-09-30', {
      payments: [{ on: iso('2026-09-25'), amount: cents(50_000) }],
    });
    expect(asked(mails.get('2026-09-30'))).toBe(money(claim.total));
    expect(mails.get('2026-09-30')).toContain(
      'du 26/09/2026 · au 30/09/2026 · jours 5 · taux annuel 12,40 % · base 1 500,00 €',
    );
  });
});

test('a credit is counted once, for the invoice that a text deducted it from first', async () => {
  await seedInvoice(desk, debtor, { number: 'X-1', amount: 100_000, due: '2026-09-15' });
  await seedInvoice(desk, debtor, { number: 'X-2', amount: 70_000, due: '2026-10-05' });
  await mailsOf('2026-09-16', '2026-09-16');
  desk.on('2026-09-18');
  await desk.done('payment add --debtor C001 450.00');
  const first = await mailsOf('2026-09-22', '2026-09-22');
  expect(asked(first.get('2026-09-22'))).toBe('550,00 €');
  // The announcement of X-2 finds the credit taken, and so does its first contact.
  const second = await mailsOf('2026-09-28', '2026-10-06');
  for (const [, mail] of second) {
    if (mail.includes('X-2') && !mail.includes('X-1')) expect(asked(mail)).toBe('700,00 €');
  }
  expect([...second.values()].some((mail) => asked(mail) === '700,00 €')).toBe(true);
  desk.on('2026-10-07');
  await desk.done('payment add X-1 550.00');
  const rest = await mailsOf('2026-10-08', '2026-10-30');
  // X-1 waits for somebody to use the credit; X-2 goes on being asked whole.
  expect(
    [...rest.values()].every((mail) => mail.includes('Principal : 700,00 €') || asked(mail) === '700,00 €'),
  ).toBe(true);
  expect((await desk.done('why X-1')).today.code).toBe('credit_unmatched');
});

test('a credit covers invoices one after the other, and what is left of it is deducted', async () => {
  for (const [number, amount] of [
    ['Q-1', 100_000],
    ['Q-2', 120_000],
    ['Q-3', 150_000],
  ] as const) {
    await seedInvoice(desk, debtor, { number, amount, due: '2026-09-15' });
  }
  await mailsOf('2026-09-16', '2026-09-16');
  desk.on('2026-09-18');
  await desk.done('payment add --debtor C001 1300.00');
  desk.on('2026-09-22');
  expect((await desk.done('why Q-1')).today.code).toBe('credit_unmatched');
  const mails = await mailsOf('2026-09-22', '2026-09-22');
  const mail = mails.get('2026-09-22')!;
  expect(asked(mail)).toBe('2 400,00 €');
  expect(mail).not.toContain('Q-1');
  expect(mail).toContain('−300,00 €');
});

test('a formal notice needs no rate for what it only names « pour mémoire »', async () => {
  const buyer = await seedDebtor(desk, { key: 'C002', regime: 'public' });
  await seedInvoice(desk, buyer, { number: 'PU-1', amount: 300_000, due: '2026-11-20' });
  await seedInvoice(desk, buyer, { number: 'PU-2', amount: 100_000, due: '2026-12-31' });
  for (const day of ['2026-11-16', '2026-11-23', '2026-11-30', '2026-12-08', '2026-12-21']) {
    desk.on(day);
    await desk.done('run');
    for (const [batch] of (await batchesOf()).entries()) await desk.say(`posted ${batch}`);
  }
  desk.on('2027-01-05');
  const { actions } = await desk.done('run');
  const notice = actions.find(({ step }: { step: string }) => step === 'formal-notice');
  expect(notice).toMatchObject({ debtor: 'C002', invoices: [{ number: 'PU-1' }] });
  expect((await desk.say(`approve ${notice.id}`)).refused).toBeNull();
});

async function batchesOf(): Promise<ReadonlyMap<string, string>> {
  const rows = await desk.database.asOwner(
    async (tx) => await tx.selectFrom('print_batches').select('id').execute(),
  );
  return new Map(rows.map(({ id }) => [id, id]));
}

describe('a payment plan of which a date is missed', () => {
  beforeEach(async () => {
    await seedInvoice(desk, debtor, { number: 'P-1', amount: 80_000, due: '2026-09-15' });
    await seedInvoice(desk, debtor, { number: 'P-2', amount: 40_000, due: '2026-09-15' });
    await mailsOf('2026-09-16', '2026-09-16');
    desk.on('2026-09-18');
    await desk.done(
      'plan-payments P-1 P-2 --date 2026-09-28=300.00 --date 2026-10-28=500.00 --date 2026-11-30=400.00',
    );
  });

  test('the next text asks what was missed, and says so', async () => {
    const mails = await mailsOf('2026-10-01', '2026-10-01');
    const mail = mails.get('2026-10-01')!.replaceAll('\n', ' ');
    expect(asked(mails.get('2026-10-01'))).toBe('300,00 €');
    expect(mail).toContain('Facture P-1 – échue le 15/09/2026 – 300,00 €');
    expect(mail).toContain('échelonné, à venir : 500,00 €');
    expect(mail).toContain(
      "Nous étions convenus le 18 septembre 2026 d'un règlement échelonné des factures P-1 et P-2 : il manque à " +
        "ce jour 300,00 € du 28 septembre 2026. De cet échéancier, rien d'autre ne vous est demandé " +
        "aujourd'hui ; le reste, soit 900,00 €, est à régler aux dates convenues.",
    );
    // P-2 is wholly among the dates to come: the text does not ask it.
    expect(mail).not.toContain('P-2 ·');
    const { held } = await desk.done('plan');
    expect(held.find(({ invoice }: { invoice: string }) => invoice === 'P-2')).toMatchObject({
      code: 'plan_respected',
      until: '2026-10-30',
      balance: '400.00',
    });
  });

  test('the contested part is missing too, and is not asked', async () => {
    desk.on('2026-09-25');
    await desk.done('dispute P-1 --amount 100.00 --reason "livraison incomplète"');
    const mails = await mailsOf('2026-10-01', '2026-10-01');
    expect(asked(mails.get('2026-10-01'))).toBe('200,00 €');
    expect(mails.get('2026-10-01')!.replaceAll('\n', ' ')).toContain(
      'il manque à ce jour 300,00 € du 28 septembre 2026, y compris la part contestée de 100,00 €, qui ' +
        "n'est pas demandée.",
    );
  });

  test('a second missed date is asked with the first, and what is paid of them is not asked again', async () => {
    await mailsOf('2026-10-01', '2026-10-01');
    desk.on('2026-10-02');
    await desk.done('payment add P-1 300.00');
    const mails = await mailsOf('2026-10-05', '2026-11-02');
    const last = [...mails].at(-1)!;
    expect(last[0]).toBe('2026-11-02');
    const claim = claimOf(80_000, '2026-09-15', '2026-11-02', {
      payments: [{ on: iso('2026-10-02'), amount: cents(30_000) }],
    });
    expect(asked(last[1])).toBe(money(claim.total));
    expect(last[1].replaceAll('\n', ' ')).toContain(
      "il manque à ce jour 500,00 € du 28 octobre 2026. De cet échéancier, rien d'autre",
    );
  });

  test('a person who ends it makes the whole due again, and the text says since when', async () => {
    desk.on('2026-10-01');
    const { id } = await planOf();
    await desk.done(`plan-payments cancel ${id}`);
    const mails = await mailsOf('2026-10-01', '2026-10-01');
    expect(asked(mails.get('2026-10-01'))).toBe('1 200,00 €');
    expect(mails.get('2026-10-01')!.replaceAll('\n', ' ')).toContain(
      "Nous étions convenus le 18 septembre 2026 d'un règlement échelonné des factures P-1 et P-2. Il manquait " +
        '300,00 € du 28 septembre 2026 : cet échéancier a pris fin le 1er octobre 2026, et ses autres dates ne ' +
        'valent plus.',
    );
  });
});

async function planOf(): Promise<{ readonly id: string }> {
  return await desk.database.asOwner(
    async (tx) => await tx.selectFrom('payment_plans').select('id').executeTakeFirstOrThrow(),
  );
}
