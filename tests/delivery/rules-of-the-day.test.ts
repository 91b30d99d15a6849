import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-02');
});

afterEach(async () => {
  await desk.database.close();
});

async function settings(over: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(over))}`);
}

const steps = (answer: { actions: { step: string; outcome: string }[] }) =>
  answer.actions.map(({ step, outcome }) => `${step} ${outcome}`);

test('R22: no step is written down before its day: looking ahead leaves nothing behind', async () => {
  await settings();
  await seedInvoice(desk, await seedDebtor(desk));
  await desk.done('plan --days 90');
  await desk.done('why F-1');
  const count = async () =>
    await desk.database.asOwner(async (tx) =>
      (await tx.selectFrom('proposals').select('step').execute()).map(({ step }) => step),
    );
  expect(await count()).toEqual([]);
  await desk.done('run');
  expect(await count()).toEqual(['contact']);
});

test('R26: one run does the contacts of every debtor, not of the last one only', async () => {
  await settings();
  for (const key of ['A', 'B', 'C']) {
    await seedInvoice(desk, await seedDebtor(desk, { key }), { number: `F-${key}` });
  }
  expect(steps(await desk.done('run'))).toEqual(['contact sent', 'contact sent', 'contact sent']);
});

test('R36: the gap is counted in civil days, whatever the hour of the last contact', async () => {
  await settings();
  const debtor = await seedDebtor(desk);
  await seedInvoice(desk, debtor);
  desk.on('2026-10-02', '22:50');
  expect(steps(await desk.done('run'))).toEqual(['contact sent']);
  await seedInvoice(desk, debtor, { number: 'F-2', due: '2026-10-05' });
  desk.on('2026-10-06', '21:00');
  expect((await desk.done('why F-2')).today).toMatchObject({ code: 'gap', until: '2026-10-06' });
  desk.on('2026-10-07', '00:05');
  const [action] = (await desk.done('run')).actions;
  expect(action.invoices.map(({ number }: { number: string }) => number)).toContain('F-2');
});

test('R41: forty euros once an invoice, however many instalments are late and however often one runs', async () => {
  await settings();
  const csv = [
    'facture;date_facture;date_echeance;montant_ttc;client;code_client;type_client;email',
    'F-9;01/08/2026;15/09/2026;600,00;Dupont;C9;professionnel;compta@dupont.example',
    'F-9;01/08/2026;25/09/2026;600,00;Dupont;C9;professionnel;compta@dupont.example',
  ].join('\n');
  await desk.done(`import ${desk.file('f.csv', csv)}`);
  await desk.done('release');
  await desk.done('run');
  await desk.done('run');
  const [mail] = await desk.mails();
  const text = mail!.text.replaceAll(/[\u00a0\u202f]/g, ' ');
  expect(text).toContain('40,00 € × 1');
  expect(text.match(/40,00 € ×/g)).toHaveLength(1);
});

test('R48: what was claimed is never lowered by news that come later: the frozen text stays, the next claims more', async () => {
  await settings();
  await seedInvoice(desk, await seedDebtor(desk));
  const claimed: number[] = [];
  for (const day of ['2026-10-02', '2026-10-08', '2026-10-16', '2026-11-02']) {
    desk.on(day);
    await desk.done('confirm bank');
    await desk.done('run');
  }
  for (const mail of (await desk.mails()).toReversed()) {
    const found = /Total : ([\d ]+),(\d\d) €/.exec(mail.text.replaceAll(/[\u00a0\u202f]/g, ' '));
    if (found) claimed.push(Number(found[1]!.replaceAll(' ', '') + found[2]));
  }
  expect(claimed.length).toBeGreaterThanOrEqual(2);
  expect(claimed).toEqual([...claimed].sort((a, b) => a - b));
  expect((await desk.done('verify')).valid).toBe(true);
});

test('R63: who may approve what, role by role; settings left out of a file stay as they are', async () => {
  await settings({ approvals: 'default', armed: true });
  for (const role of ['manager', 'collector', 'sales', 'reader', 'accountant']) {
    await desk.done(`user add ${role} --role ${role}`);
  }
  for (const key of ['manager', 'collector', 'sales', 'reader', 'accountant']) {
    await seedInvoice(desk, await seedDebtor(desk, { key }), { number: `F-${key}`, due: '2026-09-25' });
  }
  desk.on('2026-10-05');
  await desk.done('run');
  desk.on('2026-10-12');
  const { actions } = await desk.done('run');
  const allowed: Record<string, boolean> = {};
  for (const { id, debtor } of actions as { id: string; debtor: string }[]) {
    const { refused } = await desk.say(`approve ${id}`, { as: debtor });
    expect([null, 'role_forbidden']).toContain(refused);
    allowed[debtor] = refused === null;
  }
  expect(allowed).toEqual({ manager: true, collector: true, accountant: true, sales: false, reader: false });
  await desk.done(
    `creditor set ${desk.file('phone.json', JSON.stringify({ name: 'Ateliers Lefèvre & Fils', phone: '+33472000001' }))}`,
  );
  expect((await desk.done('creditor show')).creditor ?? (await desk.done('creditor show'))).toMatchObject({
    armed: true,
    approvals: 'default',
    phone: '+33472000001',
  });
});
