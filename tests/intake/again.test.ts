import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clerk, openClerk } from './clerk.ts';
import { invoicesFile } from './ledger.ts';

let clerk: Clerk;
beforeEach(async () => {
  clerk = await openClerk();
});
afterEach(async () => await clerk.database.close());

const NOTHING = { debtors: 0, invoices: 0, creditNotes: 0, payments: 0 };

describe('the same facts again', () => {
  const rows = [
    { facture: 'F-1', deja_regle: '200,00' },
    { facture: 'F-2', code_client: 'C002', client: 'Dupont', email: 'a@dupont.example,b@dupont.example' },
    { facture: 'A-1', montant_ttc: '-100,00', date_echeance: '', reference: 'F-1' },
  ];

  test('change nothing, under another name, in another order, on another day', async () => {
    await clerk.invoices(rows);
    clerk.on('2026-12-07');
    for (const again of [rows, [...rows].reverse()]) {
      expect(await clerk.invoices(again)).toMatchObject({
        exit: 0,
        created: NOTHING,
        updated: 0,
        unchanged: 3,
        changes: [],
        import: null,
      });
    }
    expect(await clerk.balances('F-1')).toEqual(['900.00']);
  });

  test('written as another tool writes them change nothing either', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    const english =
      'invoice,issued_on,due_on,amount,customer,customer_code,customer_type,email\n' +
      'F-1,2026-09-01,2026-09-30,1200.00,Menuiserie Brûlé,C001,business,compta@brule.example\n';
    expect(await clerk.imports(english)).toMatchObject({ created: NOTHING, updated: 0, unchanged: 1 });
  });

  test('without the codes of the first file they are the same customers', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    expect(
      await clerk.invoices([
        { facture: 'F-1', code_client: '' },
        { facture: 'F-2', code_client: '' },
      ]),
    ).toMatchObject({
      created: { debtors: 0, invoices: 1 },
      unchanged: 1,
    });
    expect((await clerk.done('debtor list')).debtors).toHaveLength(1);
  });

  test('an invoice that a file leaves out stays as it is', async () => {
    await clerk.invoices([{ facture: 'F-1' }, { facture: 'F-2' }]);
    await clerk.invoices([{ facture: 'F-2' }]);
    expect(await clerk.balances('F-1')).toEqual(['1200.00']);
  });

  test('a paid instalment that an export of open items drops stays paid', async () => {
    const [first, second] = [
      { facture: 'F-1', montant_ttc: '400,00', date_echeance: '30/09/2026', deja_regle: '400,00' },
      { facture: 'F-1', montant_ttc: '600,00', date_echeance: '31/12/2026' },
    ] as const;
    await clerk.invoices([first, second]);
    await clerk.invoices([{ ...second, deja_regle: '100,00' }]);
    expect(await clerk.balances('F-1')).toEqual(['0.00', '500.00']);
  });
});

describe('a changed file', () => {
  test('updates and says what changed', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    const file = await clerk.invoices([
      { facture: 'F-1', montant_ttc: '1000,00', date_echeance: '15/10/2026', email: 'new@brule.example' },
    ]);
    expect(file).toMatchObject({ exit: 0, created: NOTHING, updated: 2, unchanged: 0, quarantined: true });
    expect(file.changes).toEqual([
      { line: 0, document: 'C001', field: 'contact', from: null, to: 'new@brule.example' },
      { line: 0, document: 'C001', field: 'contact', from: 'compta@brule.example', to: null },
      { line: 2, document: 'F-1', field: 'amount', from: '1200.00', to: '1000.00', currency: 'EUR' },
      { line: 2, document: 'F-1', field: 'dueOn', from: '2026-09-30', to: '2026-10-15' },
      { line: 2, document: 'F-1', field: 'balance', from: '1200.00', to: '1000.00', currency: 'EUR' },
    ]);
    expect(file.text.replace(/[\u00a0\u202f]/g, ' ').split('\n')).toEqual(
      expect.arrayContaining([
        '  Ajouts : aucun ; mises à jour : 2 ; sans changement : 0',
        '  C001 : contact ajouté, new@brule.example',
        '  C001 : contact retiré, compta@brule.example',
        '  ligne 2 : F-1, montant 1 200,00 € → 1 000,00 €',
        '  ligne 2 : F-1, échéance 30/09/2026 → 15/10/2026',
        '  ligne 2 : F-1, reste dû 1 200,00 € → 1 000,00 €',
      ]),
    );
    expect(await clerk.balances('F-1')).toEqual(['1000.00']);
  });

  test('more already received adds the difference; less is told and changes nothing', async () => {
    await clerk.invoices([{ facture: 'F-1', deja_regle: '200,00' }]);
    const more = await clerk.invoices([{ facture: 'F-1', deja_regle: '500,00' }]);
    expect(more).toMatchObject({ created: { payments: 1 }, updated: 1 });
    expect(await clerk.balances('F-1')).toEqual(['700.00']);
    const less = await clerk.invoices([{ facture: 'F-1', deja_regle: '300,00', montant_ttc: '900,00' }]);
    expect(less).toMatchObject({
      exit: 2,
      created: NOTHING,
      updated: 0,
      defects: [{ line: 2, field: 'deja_regle', code: 'paid_lowered', value: 'F-1' }],
    });
    expect(less.defects[0].message).toContain('500,00\u00a0€ puis 300,00\u00a0€');
    expect(await clerk.balances('F-1')).toEqual(['700.00']);
  });

  test('a rejected payment that a person recorded agrees with the file that says less', async () => {
    await clerk.invoices([{ facture: 'F-1', deja_regle: '200,00' }]);
    const { payments } = await clerk.done('payment list --debtor C001');
    expect(payments).toEqual([expect.objectContaining({ amount: '200.00', invoices: ['F-1'] })]);
    await clerk.done(`payment reverse ${payments[0].id} --reason impayé`);
    expect((await clerk.done('payment list --debtor C001')).payments).toEqual([]);
    expect(await clerk.balances('F-1')).toEqual(['1200.00']);
    expect(await clerk.invoices([{ facture: 'F-1', deja_regle: '0,00' }])).toMatchObject({
      exit: 0,
      defects: [],
    });
    expect(await clerk.balances('F-1')).toEqual(['1200.00']);
  });

  test('money that a person entered first is not booked again when the file learns of it', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    await clerk.done('payment add F-1 500.00');
    expect(await clerk.invoices([{ facture: 'F-1', deja_regle: '500,00' }])).toMatchObject({
      exit: 0,
      created: { payments: 0 },
    });
    expect(await clerk.balances('F-1')).toEqual(['700.00']);
    await clerk.invoices([{ facture: 'F-1', deja_regle: '800,00' }]);
    expect(await clerk.balances('F-1')).toEqual(['400.00']);
    expect((await clerk.done('debtor show C001')).credits).toEqual([]);
  });

  test('a corrected amount below what was received frees the rest as a credit', async () => {
    await clerk.invoices([{ facture: 'F-1', deja_regle: '1200,00' }]);
    await clerk.invoices([{ facture: 'F-1', deja_regle: '1200,00', montant_ttc: '1000,00' }]);
    expect(await clerk.balances('F-1')).toEqual(['0.00']);
    expect((await clerk.done('debtor show C001')).credits).toMatchObject([{ amount: '200.00' }]);
  });

  test('a paid invoice that is split into instalments stays as paid as it was', async () => {
    await clerk.invoices([{ facture: 'F-1', deja_regle: '1200,00' }]);
    const split = await clerk.invoices([
      { facture: 'F-1', montant_ttc: '600,00', deja_regle: '600,00' },
      { facture: 'F-1', montant_ttc: '600,00', deja_regle: '600,00', date_echeance: '31/10/2026' },
    ]);
    expect(split).toMatchObject({ exit: 0, updated: 1, created: { payments: 0 } });
    expect(await clerk.balances('F-1')).toEqual(['0.00', '0.00']);
    expect((await clerk.done('debtor show C001')).credits).toEqual([]);
  });

  test('instalments that no longer match are told, not guessed', async () => {
    await clerk.invoices([
      { facture: 'F-1', montant_ttc: '600,00' },
      { facture: 'F-1', montant_ttc: '600,00', date_echeance: '31/10/2026' },
    ]);
    const merged = await clerk.invoices([{ facture: 'F-1' }]);
    expect(merged).toMatchObject({ exit: 2, defects: [{ code: 'instalments_changed' }] });
    expect(await clerk.balances('F-1')).toEqual(['600.00', '600.00']);
  });

  test('a retention that the file speaks of no more is due', async () => {
    const row = { facture: 'F-1', montant_ttc: '1000,00' };
    await clerk.invoices([{ ...row, retenue_garantie: '50,00' }], '', ['retenue_garantie']);
    const released = await clerk.invoices([row]);
    expect(released.changes).toContainEqual(
      expect.objectContaining({ field: 'dueOn', from: null, to: '2026-09-30' }),
    );
    expect(await clerk.balances('F-1')).toEqual(['950.00', '50.00']);
  });

  test('another currency, or an amount that falls to zero, is told', async () => {
    await clerk.invoices([{ facture: 'F-1' }, { facture: 'F-2' }]);
    const file = await clerk.invoices(
      [
        { facture: 'F-1', devise: 'CHF' },
        { facture: 'F-2', montant_ttc: '0,00' },
      ],
      '',
      ['devise'],
    );
    expect(file).toMatchObject({
      exit: 2,
      defects: [{ code: 'currency_changed' }, { code: 'invoice_zeroed' }],
    });
  });
});

describe('closed invoices', () => {
  test('R7 what is closed comes back only when a person says so', async () => {
    await clerk.invoices([{ facture: 'F-1', deja_regle: '1200,00' }]);
    const revived = { facture: 'F-1', montant_ttc: '1500,00', deja_regle: '1200,00' };
    const asked = await clerk.invoices([revived]);
    expect(asked).toMatchObject({ exit: 2, updated: 0, defects: [{ line: 2, code: 'invoice_revived' }] });
    expect(asked.defects[0].message).toContain('300,00');
    expect(await clerk.balances('F-1')).toEqual(['0.00']);
    expect(await clerk.invoices([revived], '--accept-revived')).toMatchObject({ exit: 0, updated: 1 });
    expect(await clerk.balances('F-1')).toEqual(['300.00']);
  });

  test('R7 a voided invoice that the tool still lists stays voided, and is asked about once it changes', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    await clerk.done('invoice void F-1 --reason "facture refaite"');
    expect(await clerk.invoices([{ facture: 'F-1' }])).toMatchObject({ exit: 0, unchanged: 1 });
    expect(await clerk.invoices([{ facture: 'F-1', email: 'new@brule.example' }])).toMatchObject({ exit: 0 });
    const changed = { facture: 'F-1', montant_ttc: '900,00' };
    expect(await clerk.invoices([changed])).toMatchObject({
      exit: 3,
      defects: [{ code: 'invoice_revived' }],
    });
    expect((await clerk.done('invoice show F-1')).voidedOn).toBe('2026-11-23');
    await clerk.invoices([changed], '--accept-revived');
    expect(await clerk.done('invoice show F-1')).toMatchObject({ voidedOn: null, amount: '900.00' });
  });

  test('R7 an invoice paid in our books stays paid whatever an old file says', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    await clerk.done('payment add F-1 1200.00');
    await clerk.invoices([{ facture: 'F-1', email: 'new@brule.example' }]);
    expect(await clerk.balances('F-1')).toEqual(['0.00']);
  });
});

describe('what a person entered', () => {
  test('is not taken back by a file, which says so', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    await clerk.done('debtor set C001 --name "Brûlé SARL" --email daf@brule.example --regime association');
    const file = await clerk.invoices([{ facture: 'F-1' }]);
    expect(file).toMatchObject({
      exit: 0,
      updated: 0,
      needs: [{ code: 'customer_type_differs', debtors: 1 }],
    });
    expect(file.warnings).toContainEqual(expect.objectContaining({ code: 'entered_facts_kept' }));
    const shown = await clerk.done('debtor show C001');
    expect(shown).toMatchObject({ name: 'Brûlé SARL', regime: 'nonpro' });
    expect(JSON.stringify(shown)).not.toContain('compta@brule.example');
  });

  test('a due date that a person gave stands when the file still has none', async () => {
    const row = { facture: 'F-1', date_echeance: '' };
    await clerk.invoices([row]);
    await clerk.done('invoice set F-1 --due 2026-10-31');
    await clerk.invoices([{ ...row, deja_regle: '100,00' }]);
    expect((await clerk.done('invoice show F-1')).items[0]).toMatchObject({
      dueOn: '2026-10-31',
      balance: '1100.00',
    });
    await clerk.invoices([{ ...row, deja_regle: '100,00', date_echeance: '30/09/2026' }]);
    expect((await clerk.done('invoice show F-1')).items[0]).toMatchObject({ dueOn: '2026-10-31' });
  });

  test('a blank in a file erases nothing', async () => {
    await clerk.invoices([{ facture: 'F-1', commande: 'BC-7' }], '', ['commande']);
    await clerk.imports(
      'facture;date_facture;date_echeance;montant_ttc;client;code_client\nF-1;01/09/2026;30/09/2026;1200,00;Menuiserie Brûlé;C001\n',
    );
    expect(await clerk.done('invoice show F-1')).toMatchObject({ order: 'BC-7' });
    expect(JSON.stringify(await clerk.done('debtor show C001'))).toContain('compta@brule.example');
  });
});

test('an import is told once to the chain of each debtor and of the creditor, and the journal holds', async () => {
  const file = clerk.file(
    'f.csv',
    invoicesFile([{ facture: 'F-1' }, { facture: 'F-2', code_client: 'C002', client: 'B' }]),
  );
  await clerk.done(`import ${file}`);
  await clerk.done(`import ${file}`);
  const types = await clerk.database.asOwner(async (tx) => {
    const rows = await tx
      .selectFrom('journal_events')
      .select(['chain', 'type', 'payload'])
      .orderBy('seq')
      .execute();
    return rows.filter((row) => /import/.test(row.type));
  });
  expect(types.filter(({ type }) => type === 'invoices.imported')).toHaveLength(2);
  expect(types.filter(({ type }) => type === 'file.imported')).toHaveLength(1);
  for (const { payload } of types) expect(payload).not.toMatch(/brule|Menuiserie|F-1/i);
  expect((await clerk.say('verify')).data).toMatchObject({ valid: true, problems: [] });
});
