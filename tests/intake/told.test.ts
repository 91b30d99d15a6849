import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clerk, openClerk } from './clerk.ts';

let clerk: Clerk;
beforeEach(async () => {
  clerk = await openClerk();
});
afterEach(async () => await clerk.database.close());

/** What a person reads, with ordinary spaces. */
const printed = (answer: { readonly text: string }) =>
  answer.text.replace(/[\u00a0\u202f]/g, ' ').split('\n');

describe('an invoice of 0.00', () => {
  const rows = [{ facture: 'F-1' }, { facture: 'F-0', montant_ttc: '0,00' }];

  test('is told with its number and line, and counted as nothing to claim', async () => {
    const file = await clerk.invoices(rows);
    expect(file).toMatchObject({
      exit: 0,
      created: { debtors: 1, invoices: 1 },
      ...{ updated: 0, unchanged: 0, nothingToClaim: 1, defects: [] },
      warnings: [{ code: 'nothing_to_claim', message: expect.stringContaining('F-0 (ligne 3)') }],
    });
    expect(printed(file)).toContain(
      '  Ajouts : 1 client, 1 facture ; mises à jour : 0 ; sans changement : 0 ; sans rien à réclamer : 1',
    );
    expect(printed(file)).toContain('  Facture de 0,00 €, rien à réclamer : F-0 (ligne 3).');
    expect((await clerk.say('invoice show F-0')).refused).toBe('invoice_unknown');
  });

  test('is told again by the same file, which changes nothing', async () => {
    await clerk.invoices([
      ...rows,
      { facture: 'F-00', montant_ttc: '0,00', code_client: 'C9', client: 'Zéro' },
    ]);
    expect(
      await clerk.invoices([
        ...rows,
        { facture: 'F-00', montant_ttc: '0,00', code_client: 'C9', client: 'Zéro' },
      ]),
    ).toMatchObject({ updated: 0, unchanged: 1, nothingToClaim: 2, import: null });
  });

  test('a credit note wholly used is told likewise', async () => {
    const used = { facture: 'A-1', montant_ttc: '-50,00', deja_regle: '-50,00', date_echeance: '' };
    const file = await clerk.invoices([...rows.slice(0, 1), used]);
    expect(file).toMatchObject({ created: { creditNotes: 0 }, unchanged: 0, nothingToClaim: 1 });
    expect(printed(file)).toContain('  Avoir déjà utilisé ou nul, rien à déduire : A-1 (ligne 3).');
  });

  test('a known invoice that falls to zero stays a question', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    expect(await clerk.invoices([{ facture: 'F-1', montant_ttc: '0,00' }])).toMatchObject({
      exit: 2,
      nothingToClaim: 0,
      defects: [{ code: 'invoice_zeroed' }],
    });
  });
});

describe('what changed is told in French', () => {
  test('facts by their names, words, amounts and dates', async () => {
    const extra = ['client_depuis', 'mode_reglement', 'commande', 'devise'];
    const row = { facture: 'F-1', client_depuis: '01/03/2015', mode_reglement: 'virement', devise: 'CHF' };
    await clerk.invoices([row], '', extra);
    const changed = {
      ...{ client_depuis: '01/03/2014', mode_reglement: 'prélèvement', commande: 'BC-7' },
      ...{ montant_ttc: '11200,00', deja_regle: '200,00', type_client: 'association' },
    };
    const file = await clerk.invoices([{ ...row, ...changed }], '', extra);
    expect(printed(file)).toEqual(
      expect.arrayContaining([
        '  C001 : type de client professionnel → association ou non-professionnel',
        '  C001 : client depuis 01/03/2015 → 01/03/2014',
        '  ligne 2 : F-1, commande rien → BC-7',
        '  ligne 2 : F-1, mode de règlement virement → prélèvement',
        '  ligne 2 : F-1, montant 1 200,00 CHF → 11 200,00 CHF',
        '  ligne 2 : F-1, encaissement ajouté, 200,00 CHF',
        '  ligne 2 : F-1, reste dû 1 200,00 CHF → 11 000,00 CHF',
      ]),
    );
    expect(file.changes).toContainEqual({
      ...{ line: 0, document: 'C001', field: 'customerSince', from: '2015-03-01', to: '2014-03-01' },
    });
  });

  test('money that found no invoice, with the command that gives it one', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    const file = await clerk.imports(
      'client;montant;date\nMenuiserie Brûlé;1200,00;20/11/2026\nInconnu;55,00;20/11/2026\n',
      '--as payments',
    );
    const [proposed, unknown] = file.unmatched;
    expect(printed(file)).toEqual([
      `${file.file} : 2 lignes de règlements (CSV, UTF-8, points-virgules)`,
      '  Ajouts : 2 règlements ; mises à jour : 0 ; sans changement : 0',
      '  Règlements affectés à leur facture : 0 ; à confirmer : 1 ; sans facture connue : 1',
      `  ligne 2 : 1 200,00 €, client C001, c’est le montant dû sur F-1 : « relance payment allocate ${proposed.payment} F-1 »`,
      `  ligne 3 : 55,00 €, payeur inconnu, gardé en attendant sa facture : « relance payment allocate ${unknown.payment} FACTURE »`,
      '  Encaissements connus jusqu’au 20/11/2026',
    ]);
    expect((await clerk.done(`payment allocate ${unknown.payment} F-1`)).invoice.balance).toBe('1145.00');
  });
});

describe('what is wrong is told once', () => {
  test('the same defect of many lines, with their numbers', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({
      facture: `F-${index}`,
      iban: 'FR1420041010050500013M02606',
    }));
    const file = await clerk.invoices(rows, '', ['iban']);
    expect(file.defects).toHaveLength(12);
    const told = printed(file).filter((line) => line.includes('IBAN refusé'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^ {2}12 lignes \(2, 3, 4, 5, 6, 7, 8, 9…\) : IBAN refusé, facture gardée/);
    expect(told[0]).toContain('cessionnaire dans cede_a');
    expect(told[0]).toContain('--mapping qui contient { "iban": "" }');
    const mapping = clerk.file('colonnes.json', '{ "iban": "" }');
    expect(await clerk.invoices(rows, `--mapping ${mapping}`, ['iban'])).toMatchObject({
      exit: 0,
      defects: [],
    });
  });

  test('lines refused are counted', async () => {
    const bad = { facture: 'F-2', date_facture: '31/02/2026', montant_ttc: 'cent' };
    const file = await clerk.invoices([{ facture: 'F-1' }, bad, { ...bad, facture: 'F-3' }]);
    expect(printed(file)[1]).toBe(
      '  Ajouts : 1 client, 1 facture ; mises à jour : 0 ; sans changement : 0 ; lignes refusées : 2',
    );
  });

  test('the columns that a file lacks, and nothing about counts', async () => {
    const file = await clerk.imports('facture;total\nF-1;12,00\n');
    expect(printed(file)[0]).toBe(`${file.file} : refusé, rien n’en est importé`);
    expect(printed(file).join('\n')).toContain(
      'ligne 1 : Pour un fichier de factures, il manque les colonnes « date_facture », « client ». Voyez',
    );
    expect(file.text).not.toContain('Ajouts');
    const one = printed(await clerk.imports('date;montant;client\n10/11/2026;5,00;Dupont\n'));
    expect(one).toHaveLength(3);
    expect(one[2]).toContain('Pour un fichier de factures, il manque la colonne « facture ».');
    expect((await clerk.say('import')).text).toBe('Il manque FICHIER.');
  });

  test('a statement of account says what it is and what to do instead', async () => {
    const file = await clerk.imports(
      'Date;Libellé;Débit;Crédit\n05/01/2026;VIR DUPONT;;12,00\n',
      '--as payments',
    );
    expect(file).toMatchObject({ exit: 2, warnings: [], defects: [{ code: 'bank_statement_not_read' }] });
    expect(printed(file)).toHaveLength(2);
    expect(printed(file)[1]).toContain('« relance confirm bank --on JOUR »');
  });
});
