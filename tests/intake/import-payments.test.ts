import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clerk, openClerk } from './clerk.ts';

let clerk: Clerk;
beforeEach(async () => {
  clerk = await openClerk({ bankFreshnessDays: 3 });
  await clerk.invoices([
    { facture: 'F-1' },
    { facture: 'F-2', montant_ttc: '300,00' },
    { facture: 'F-3', montant_ttc: '450,00', code_client: 'C002', client: 'Dupont SA' },
  ]);
  await clerk.done('release');
});
afterEach(async () => await clerk.database.close());

const HEAD = 'facture;reference;client;code_client;montant;date;moyen';

async function pay(rows: readonly string[], options = '') {
  return await clerk.imports([HEAD, ...rows].join('\n') + '\n', options);
}

async function creditsOf(debtor: string): Promise<readonly string[]> {
  const { credits } = await clerk.done(`debtor show ${debtor}`);
  return credits.map((credit: { amount: string }) => credit.amount);
}

describe('whose money it is', () => {
  test('an invoice number is certain: the payment settles it, the rest is a credit', async () => {
    const file = await pay(['F-1;;;;500,00;20/11/2026;virement', 'F-2;;;;350,00;19/11/2026;chèque']);
    expect(file).toMatchObject({
      exit: 0,
      kind: 'payments',
      created: { payments: 2 },
      matched: { certain: 2, proposed: 0, unknown: 0 },
      unmatched: [],
      quarantined: false,
    });
    expect(await clerk.balances('F-1')).toEqual(['700.00']);
    expect(await clerk.balances('F-2')).toEqual(['0.00']);
    expect(await creditsOf('C001')).toEqual(['50.00']);
    clerk.on('2026-11-19');
    expect(await clerk.balances('F-1')).toEqual(['1200.00']);
  });

  test('a number in the reference column is one too', async () => {
    await pay([';F-1;;;500,00;20/11/2026;']);
    expect(await clerk.balances('F-1')).toEqual(['700.00']);
  });

  test('a customer and the exact amount of one item are proposed, not allocated', async () => {
    const file = await pay([';VIR 7731;Dupont SA;;450,00;20/11/2026;', ';VIR 7732;;C001;77,00;20/11/2026;']);
    expect(file).toMatchObject({
      matched: { certain: 0, proposed: 1, unknown: 1 },
      unmatched: [
        { line: 2, debtor: 'C002', invoice: 'F-3', amount: '450.00' },
        { line: 3, debtor: 'C001', invoice: null, amount: '77.00' },
      ],
    });
    expect(await clerk.balances('F-3')).toEqual(['450.00']);
    expect(await creditsOf('C002')).toEqual(['450.00']);
    const held = (await clerk.done('plan')).held;
    expect(held).toContainEqual(expect.objectContaining({ invoice: 'F-3', code: 'credit_unmatched' }));
    await clerk.done(`payment allocate ${file.unmatched[0].payment} F-3`);
    expect(await clerk.balances('F-3')).toEqual(['0.00']);
  });

  test('money of nobody known is kept and told', async () => {
    const file = await pay([';VIR INCONNU;Martin;;90,00;20/11/2026;', 'F-99;;;;80,00;20/11/2026;']);
    expect(file).toMatchObject({
      exit: 0,
      created: { payments: 2 },
      matched: { certain: 0, proposed: 0, unknown: 2 },
      unmatched: [{ debtor: null }, { debtor: null }],
    });
    expect((await clerk.done('payment list')).unassigned).toHaveLength(2);
  });

  test('money that came before its invoice settles it when the file comes again', async () => {
    const rows = ['F-9;;;;80,00;20/11/2026;'];
    await pay(rows);
    await clerk.invoices([{ facture: 'F-9', montant_ttc: '100,00' }]);
    expect(await clerk.balances('F-9')).toEqual(['100.00']);
    expect(await pay(rows)).toMatchObject({ created: { payments: 0 }, updated: 1, unchanged: 0 });
    expect(await clerk.balances('F-9')).toEqual(['20.00']);
    expect(await pay(rows)).toMatchObject({ updated: 0, unchanged: 1, import: null });
  });

  test('a voided invoice or another currency is settled by nothing', async () => {
    await clerk.done('invoice void F-2 --reason erreur');
    const file = await clerk.imports(
      'facture;montant;date;devise\nF-2;300,00;20/11/2026;EUR\nF-1;500,00;20/11/2026;CHF\n',
    );
    expect(file.matched).toEqual({ certain: 0, proposed: 0, unknown: 2 });
    expect(await clerk.balances('F-1')).toEqual(['1200.00']);
  });
});

describe('the same money', () => {
  test('comes once, whatever the file’s name and order, two equal transfers twice', async () => {
    const rows = ['F-1;;;;100,00;20/11/2026;', 'F-1;;;;100,00;20/11/2026;', 'F-2;;;;50,00;19/11/2026;'];
    await pay(rows);
    expect(await clerk.balances('F-1')).toEqual(['1000.00']);
    expect(await pay([...rows].reverse())).toMatchObject({
      created: { payments: 0 },
      updated: 0,
      unchanged: 3,
      import: null,
    });
    expect(await pay([...rows, 'F-1;;;;100,00;20/11/2026;'])).toMatchObject({ created: { payments: 1 } });
    expect(await clerk.balances('F-1')).toEqual(['900.00']);
  });

  test('entered by hand the days before, it is not booked again', async () => {
    await clerk.say('payment add F-1 500.00', { on: '2026-11-19' });
    const rows = ['F-1;;;;500,00;20/11/2026;'];
    expect(await pay(rows)).toMatchObject({ created: { payments: 0 }, unchanged: 1 });
    expect(await clerk.balances('F-1')).toEqual(['700.00']);
    expect(await pay(rows)).toMatchObject({ created: { payments: 0 }, unchanged: 1 });
    expect(await pay(['F-1;;;;500,00;21/11/2026;'])).toMatchObject({ created: { payments: 1 } });
    expect(await clerk.balances('F-1')).toEqual(['200.00']);
  });

  test('told by a file of invoices before, it takes the place of what was told', async () => {
    await clerk.invoices([{ facture: 'F-4', deja_regle: '500,00' }]);
    expect(await clerk.balances('F-4')).toEqual(['700.00']);
    await pay(['F-4;;;;200,00;05/10/2026;', 'F-4;;;;300,00;12/10/2026;']);
    expect(await clerk.balances('F-4')).toEqual(['700.00']);
    expect(await creditsOf('C001')).toEqual([]);
    clerk.on('2026-10-10');
    expect(await clerk.balances('F-4')).toEqual(['1000.00']);
    clerk.on('2026-11-23');
    expect(await clerk.invoices([{ facture: 'F-4', deja_regle: '600,00' }])).toMatchObject({
      created: { payments: 1 },
    });
    expect(await clerk.balances('F-4')).toEqual(['600.00']);
  });

  test('a part of what was told leaves the rest told', async () => {
    await clerk.invoices([{ facture: 'F-4', deja_regle: '500,00' }]);
    await pay(['F-4;;;;200,00;05/10/2026;']);
    expect(await clerk.balances('F-4')).toEqual(['700.00']);
    clerk.on('2026-12-01');
    await pay(['F-4;;;;100,00;30/11/2026;']);
    expect(await clerk.balances('F-4')).toEqual(['600.00']);
  });
});

describe('money given back', () => {
  test('R5 reopens what it had settled from its day, once, and no step is done again', async () => {
    await pay(['F-1;;;;1200,00;02/11/2026;prélèvement']);
    const rows = ['F-1;;;;1200,00;02/11/2026;prélèvement', 'F-1;;;;-1200,00;10/11/2026;'];
    expect(await pay(rows)).toMatchObject({
      exit: 0,
      updated: 1,
      unchanged: 1,
      changes: [{ document: 'F-1', field: 'payment', from: '1200.00', to: null }],
    });
    expect(await clerk.balances('F-1')).toEqual(['1200.00']);
    clerk.on('2026-11-09');
    expect(await clerk.balances('F-1')).toEqual(['0.00']);
    clerk.on('2026-11-23');
    expect(await pay(rows)).toMatchObject({ updated: 0, unchanged: 2, import: null });
    expect(await clerk.balances('F-1')).toEqual(['1200.00']);
  });

  test('in the file that brings it too', async () => {
    await pay(['F-1;;;;-1200,00;10/11/2026;', 'F-1;;;;1200,00;02/11/2026;']);
    expect(await clerk.balances('F-1')).toEqual(['1200.00']);
    expect(await creditsOf('C001')).toEqual([]);
  });

  test('that nobody paid is left out and told', async () => {
    await pay(['F-1;;;;100,00;02/11/2026;']);
    expect(await pay(['F-1;;;;-99,00;10/11/2026;'])).toMatchObject({
      exit: 2,
      updated: 0,
      defects: [{ line: 2, code: 'returned_payment_unknown', value: '-99,00' }],
    });
    expect(await clerk.balances('F-1')).toEqual(['1100.00']);
  });
});

test('the bank is known up to the last day of the file', async () => {
  const stale = (await clerk.done('plan')).held;
  expect(stale).toContainEqual(expect.objectContaining({ code: 'bank_stale' }));
  expect(await pay(['F-3;;;;10,00;18/11/2026;', 'F-3;;;;10,00;20/11/2026;'])).toMatchObject({
    coveredUntil: '2026-11-20',
  });
  expect((await clerk.done('plan')).actions).not.toEqual([]);
  expect((await clerk.say('verify')).data).toMatchObject({ valid: true });
});
