import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clerk, openClerk } from './clerk.ts';
import { invoicesFile } from './ledger.ts';

let clerk: Clerk;
beforeEach(async () => {
  clerk = await openClerk();
});
afterEach(async () => await clerk.database.close());

describe('a first file', () => {
  test('answers as the contract says', async () => {
    const file = invoicesFile([
      { facture: 'F-1' },
      { facture: 'F-2', code_client: 'C002', client: 'Dupont', type_client: '', deja_regle: '200,00' },
      { facture: 'A-1', montant_ttc: '-100,00', date_echeance: '', reference: 'F-1' },
      { facture: 'F-3', montant_ttc: 'abc' },
    ]);
    const { data, exit } = await clerk.say(`import ${clerk.file('factures.csv', file)}`);
    expect(exit).toBe(3);
    expect(data.files).toHaveLength(1);
    expect(data.files[0]).toMatchObject({
      file: 'factures.csv',
      kind: 'invoices',
      format: 'csv',
      encoding: 'utf-8',
      separator: ';',
      lines: 4,
      created: { debtors: 2, invoices: 2, creditNotes: 1, payments: 1 },
      updated: 0,
      unchanged: 0,
      defects: [{ line: 5, field: 'montant_ttc', code: 'amount_invalid', value: 'abc' }],
      needs: [{ code: 'customer_type_missing', debtors: 1 }],
      quarantined: true,
    });
    expect(data.files[0].defects[0].message).toContain('«\u00a0abc\u00a0»');
    expect(data.files[0].defects[0].remedy).not.toBe('');
  });

  test('a customer without a type is kept, and asked about before anything is sent', async () => {
    await clerk.invoices([{ facture: 'F-1', type_client: '' }]);
    await clerk.done('release');
    expect(await clerk.done('debtor show C001')).toMatchObject({ regime: null, name: 'Menuiserie Brûlé' });
    const { actions, held } = await clerk.done('plan');
    expect(actions).toEqual([]);
    expect(held).toMatchObject([{ invoice: 'F-1', code: 'customer_type_missing' }]);
  });

  test('R35 without a due date the invoice is in the books and never chased, until it has one', async () => {
    const first = await clerk.invoices([{ facture: 'F-1', date_echeance: '' }]);
    expect(first).toMatchObject({
      exit: 3,
      created: { invoices: 1 },
      defects: [{ code: 'due_date_missing' }],
    });
    await clerk.done('release');
    for (const day of ['2026-11-23', '2027-03-01']) {
      clerk.on(day);
      const { actions, held } = await clerk.done('plan');
      expect({ actions, held }).toMatchObject({ actions: [], held: [{ code: 'due_date_missing' }] });
    }
    clerk.on('2026-11-23');
    const repaired = await clerk.invoices([{ facture: 'F-1', date_echeance: '15/11/2026' }]);
    expect(repaired).toMatchObject({ exit: 0, updated: 1, defects: [] });
    expect(repaired.changes).toContainEqual(
      expect.objectContaining({ document: 'F-1', field: 'dueOn', from: null, to: '2026-11-15' }),
    );
    expect((await clerk.done('plan')).actions).toMatchObject([{ step: 'reminder-1' }]);
  });

  test('R37 each instalment is an item of its own, due on its own date', async () => {
    const file = await clerk.invoices([
      { facture: 'F-1', montant_ttc: '400,00', date_echeance: '30/09/2026' },
      { facture: 'F-1', montant_ttc: '500,00', date_echeance: '31/10/2026' },
      { facture: 'F-1', montant_ttc: '600,00', date_echeance: '31/12/2026' },
    ]);
    expect(file).toMatchObject({ exit: 0, created: { invoices: 1 } });
    const shown = await clerk.done('invoice show F-1');
    expect(shown.amount).toBe('1500.00');
    expect(
      shown.items.map(({ dueOn, balance }: { dueOn: string; balance: string }) => [dueOn, balance]),
    ).toEqual([
      ['2026-09-30', '400.00'],
      ['2026-10-31', '500.00'],
      ['2026-12-31', '600.00'],
    ]);
    await clerk.done('release');
    const [action] = (await clerk.done('plan')).actions;
    expect(action).toMatchObject({ step: 'reminder-1', amount: '900.00' });
  });

  test('a retention is not due before it is released', async () => {
    await clerk.invoices(
      [
        { facture: 'F-1', montant_ttc: '1000,00', retenue_garantie: '50,00' },
        { facture: 'F-2', montant_ttc: '1000,00', retenue_garantie: '50', liberation_retenue: '30/06/2027' },
      ],
      '',
      ['retenue_garantie', 'liberation_retenue'],
    );
    const due = async (number: string) =>
      (await clerk.done(`invoice show ${number}`)).items.map(
        (item: { dueOn: string | null; balance: string; retention: boolean }) =>
          [item.dueOn, item.balance, item.retention] as const,
      );
    expect(await due('F-1')).toEqual([
      ['2026-09-30', '950.00', false],
      [null, '50.00', true],
    ]);
    expect(await due('F-2')).toEqual([
      ['2026-09-30', '950.00', false],
      ['2027-06-30', '50.00', true],
    ]);
  });

  test('several files at once, each with its answer; a wrong path costs nothing', async () => {
    const one = clerk.file('a.csv', invoicesFile([{ facture: 'F-1' }]));
    const other = clerk.file('b.csv', invoicesFile([{ facture: 'F-2', date_facture: 'hier' }]));
    const both = await clerk.say(`import ${one} ${other}`);
    expect(both.exit).toBe(3);
    expect(both.data.files.map((file: { lines: number }) => file.lines)).toEqual([1, 1]);
    expect((await clerk.say(`import ${other}`)).exit).toBe(2);
    const wrong = await clerk.say(
      `import ${clerk.file('c.csv', invoicesFile([{ facture: 'F-9' }]))} nulle-part.csv`,
    );
    expect(wrong.refused).toBe('file_unreadable');
    expect((await clerk.say('invoice show F-9')).refused).toBe('invoice_unknown');
  });

  test('a rehearsal answers the same and writes nothing', async () => {
    const file = clerk.file(
      'f.csv',
      invoicesFile([{ facture: 'F-1', deja_regle: '10,00' }, { facture: 'F-2' }]),
    );
    const rehearsed = await clerk.say(`import ${file} --dry-run`);
    expect(rehearsed.data.files[0]).toMatchObject({ created: { debtors: 1, invoices: 2, payments: 1 } });
    expect((await clerk.say('invoice show F-1')).refused).toBe('invoice_unknown');
    expect((await clerk.say('debtor show C001')).refused).toBe('debtor_unknown');
    const done = await clerk.say(`import ${file}`);
    const { import: _made, ...answer } = done.data.files[0];
    expect({ ...answer, import: null }).toEqual(rehearsed.data.files[0]);
    expect(done.exit).toBe(rehearsed.exit);
  });

  test('a number known under another customer asks, unless a person says they are two invoices', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    const other = { facture: 'F-1', code_client: 'C002', client: 'Dupont' };
    const asked = await clerk.invoices([other]);
    expect(asked).toMatchObject({
      exit: 2,
      created: { debtors: 0, invoices: 0 },
      defects: [{ line: 2, code: 'number_under_another_customer', value: 'F-1' }],
    });
    expect(await clerk.invoices([other], '--accept-shared-numbers')).toMatchObject({
      exit: 0,
      created: { debtors: 1, invoices: 1 },
    });
    expect((await clerk.say('invoice show F-1')).refused).toBe('invoice_ambiguous');
  });

  test('a mapping names columns that no tool names so', async () => {
    const file = 'Ref interne;Le;A payer le;Combien;Qui\nF-1;01/09/2026;30/09/2026;1200,00;Dupont\n';
    const unknown = await clerk.imports(file);
    expect(unknown).toMatchObject({ exit: 2, kind: null });
    expect(unknown.defects.map(({ code }: { code: string }) => code)).toContain('header_missing');
    const mapping = {
      'Ref interne': 'facture',
      Le: 'date_facture',
      'A payer le': 'date_echeance',
      Combien: 'montant_ttc',
      Qui: 'client',
    };
    const path = clerk.file('colonnes.json', JSON.stringify(mapping));
    expect(await clerk.imports(file, `--mapping ${path}`)).toMatchObject({
      exit: 0,
      created: { invoices: 1 },
    });
    const broken = clerk.file('cassé.json', '["facture"]');
    expect((await clerk.imports(file, `--mapping ${broken}`)).refused).toBe('mapping_invalid');
    const cut = clerk.file('coupé.json', '{\n  "Qui": "client",\n}');
    expect(await clerk.imports(file, `--mapping ${cut}`)).toMatchObject({
      refused: 'mapping_invalid',
      text: expect.stringContaining('ligne 2, colonne 18, il y a une virgule de trop'),
    });
  });
});

describe('credits', () => {
  test('R51 a credit note lowers the invoice it corrects, else is a credit that is never chased', async () => {
    await clerk.invoices([
      { facture: 'A-1', montant_ttc: '-100,00', date_echeance: '', reference: 'F-1' },
      { facture: 'F-1' },
      { facture: 'A-2', montant_ttc: '-50,00', date_echeance: '' },
    ]);
    expect(await clerk.balances('F-1')).toEqual(['1100.00']);
    const { credits } = await clerk.done('debtor show C001');
    expect(credits).toMatchObject([{ kind: 'credit-note', amount: '50.00', label: 'A-2' }]);
    await clerk.done('release');
    const [action] = (await clerk.done('plan')).actions;
    expect(action).toMatchObject({ amount: '1050.00', invoices: [{ number: 'F-1' }] });
  });

  test('a credit note finds its invoice when that comes in a later file', async () => {
    const note = { facture: 'A-1', montant_ttc: '-100,00', date_echeance: '', reference: 'F-1' };
    await clerk.invoices([note]);
    expect((await clerk.done('debtor show C001')).credits).toMatchObject([{ amount: '100.00' }]);
    await clerk.invoices([note, { facture: 'F-1' }]);
    expect(await clerk.balances('F-1')).toEqual(['1100.00']);
    expect((await clerk.done('debtor show C001')).credits).toEqual([]);
  });

  test('a balance that already counts the credit note does not count it twice', async () => {
    const file =
      'facture;date_facture;date_echeance;montant_ttc;reste_du;client;type_client;reference\n' +
      'F-1;01/09/2026;30/09/2026;1000,00;800,00;Dupont;professionnel;\n' +
      'A-1;05/10/2026;;-200,00;0,00;Dupont;professionnel;F-1\n';
    expect(await clerk.imports(file)).toMatchObject({ created: { creditNotes: 1, payments: 0 } });
    expect(await clerk.balances('F-1')).toEqual(['800.00']);
    const paid = file.replace('800,00', '0,00');
    expect(await clerk.imports(paid)).toMatchObject({ exit: 0, updated: 1, created: { payments: 1 } });
    expect(await clerk.balances('F-1')).toEqual(['0.00']);
    expect((await clerk.done('debtor show Dupont')).credits).toEqual([]);
  });

  test('a credit note that the tool has used since is offered no more', async () => {
    const file = (open: string) =>
      'facture;date_facture;date_echeance;montant_ttc;reste_du;client;type_client\n' +
      `A-1;05/10/2026;;-200,00;${open};Dupont;professionnel\n`;
    await clerk.imports(file('-200,00'));
    const used = await clerk.imports(file('0,00'));
    expect(used).toMatchObject({ updated: 1, changes: [{ document: 'A-1', from: '200.00', to: '0.00' }] });
    expect((await clerk.done('debtor show Dupont')).credits).toEqual([]);
  });

  test('R46 each instalment is owed until its own money came, counted from its due date or the day of the file', async () => {
    await clerk.invoices([
      { facture: 'F-1', montant_ttc: '400,00', date_echeance: '30/09/2026', deja_regle: '400,00' },
      { facture: 'F-1', montant_ttc: '600,00', date_echeance: '31/12/2026', deja_regle: '100,00' },
    ]);
    expect(await clerk.balances('F-1')).toEqual(['0.00', '500.00']);
    clerk.on('2026-09-29');
    expect(await clerk.balances('F-1')).toEqual(['400.00', '600.00']);
    clerk.on('2026-09-30');
    expect(await clerk.balances('F-1')).toEqual(['0.00', '600.00']);
  });

  test('R54 what is received beyond the claim is a credit, told and never chased', async () => {
    const file = await clerk.invoices([{ facture: 'F-1', montant_ttc: '100,00', deja_regle: '130,00' }]);
    expect(file.warnings).toContainEqual(expect.objectContaining({ code: 'overpaid' }));
    expect(await clerk.balances('F-1')).toEqual(['0.00']);
    expect((await clerk.done('debtor show C001')).credits).toMatchObject([{ amount: '30.00' }]);
    await clerk.done('release');
    expect(await clerk.done('plan')).toMatchObject({ actions: [], held: [] });
  });
});
