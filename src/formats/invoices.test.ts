import { describe, expect, test } from 'vitest';
import { addDays, iso } from '../calendar/day.ts';
import type { FileReading, ReadOptions } from './file-reading.ts';
import { hashInput, type InvoiceRecord } from './invoice.ts';
import { readInvoices } from './invoices.ts';

const today = iso('2026-11-22');

function read(lines: readonly string[], options: Partial<ReadOptions> = {}): FileReading<InvoiceRecord> {
  return readInvoices(Buffer.from(`${lines.join('\n')}\n`), { today, ...options });
}

/** One invoice under a few titles more. */
function one(titles: string, cells: string): FileReading<InvoiceRecord> {
  return read([
    `facture;date_facture;date_echeance;montant_ttc;client;code_postal;${titles}`,
    `F-1;31/08/2026;30/09/2026;1200,00;Dupont;69003;${cells}`,
  ]);
}

function codes(reading: FileReading<InvoiceRecord>): [number, string][] {
  return reading.defects.map(({ line, code }) => [line, code]);
}

describe('all defects at once, good lines kept', () => {
  test('three bad lines, several defects on one, two good', () => {
    const reading = read([
      'facture;date_facture;date_echeance;montant_ttc;client;siren;email',
      'F-1;31/08/2026;30/09/2026;12,00;Dupont;732829320;',
      ';31/02/2026;30/09/2026;douze;;732829321;paul',
      'F-3;31/08/2026;;12,00;Durand;;',
      'F-4;31/08/2026;30/08/2026;12,00;Durand;;',
      'F-5;31/08/2026;30/09/2026;;Durand;;',
    ]);
    expect(codes(reading)).toEqual([
      [3, 'number_missing'],
      [3, 'customer_missing'],
      [3, 'date_invalid'],
      [3, 'amount_invalid'],
      [4, 'due_date_missing'],
      [5, 'due_before_issued'],
      [6, 'amount_missing'],
    ]);
    expect(reading.records.map(({ number, dueOn }) => [number, dueOn])).toEqual([
      ['F-1', iso('2026-09-30')],
      ['F-3', null],
      ['F-4', null],
    ]);
    expect(reading.lines).toBe(5);
  });

  test('R35: an invoice without a due date is kept without one; a settled one needs none', () => {
    const reading = read([
      'facture;date_facture;date_echeance;montant_ttc;deja_regle;client',
      'F-1;31/08/2026;;12,00;;Dupont',
      'F-2;31/08/2026;à réception;12,00;;Dupont',
      'F-3;31/08/2026;;12,00;12,00;Dupont',
      'A-4;31/08/2026;;-12,00;;Dupont',
    ]);
    expect(codes(reading)).toEqual([
      [2, 'due_date_missing'],
      [3, 'date_invalid'],
    ]);
    expect(reading.records.map(({ dueOn }) => dueOn)).toEqual([null, null, null, null]);
  });
});

describe('dates and amounts by column', () => {
  test('dates that read both ways are read day first, with a warning', () => {
    const reading = read([
      'facture;date_facture;date_echeance;montant_ttc;client',
      'F-1;01/09/2026;05/10/2026;12;D',
    ]);
    expect(reading.records[0]).toMatchObject({ issuedOn: iso('2026-09-01'), dueOn: iso('2026-10-05') });
    expect(reading.warnings.map(({ code }) => code)).toContain('dates_ambiguous');
  });

  test('one date of another column settles them all', () => {
    const reading = read([
      'facture;date_facture;date_echeance;montant_ttc;client',
      'F-1;09/01/2026;09/30/2026;12;D',
    ]);
    expect(reading.records[0]).toMatchObject({ issuedOn: iso('2026-09-01'), dueOn: iso('2026-09-30') });
    expect(reading.understood.dates.map(({ order }) => order)).toEqual(['month-first', 'month-first']);
    expect(reading.warnings.map(({ code }) => code)).not.toContain('dates_ambiguous');
  });

  test('a wholly ambiguous column of amounts is in thousands, with a warning', () => {
    const reading = read([
      'facture;date_facture;date_echeance;montant_ttc;client',
      'F-1;31/08/2026;30/09/2026;1.234;D',
    ]);
    expect(reading.records[0]?.amount).toBe(123_400);
    expect(reading.warnings.map(({ code }) => code)).toContain('amounts_ambiguous');
  });
});

describe('who the debtor is', () => {
  test.each([
    ['code_client;siren', 'C1;732829320', 'C1', 'code'],
    ['siren', '732829320', '732829320', 'siren'],
    ['siret', '73282932000074', '732829320', 'siren'],
    ['tva_intra', 'FR44732829320', '732829320', 'siren'],
    ['siren', '', 'dupont 69003', 'name'],
  ])('%s %s', (titles, cells, key, keyFrom) => {
    const reading = one(titles, cells);
    expect(reading.records[0]?.debtor).toMatchObject({ key, keyFrom });
    const flagged = reading.warnings.some(({ code }) => code === 'debtor_key_by_name');
    expect(flagged).toBe(keyFrom === 'name');
  });

  test('a code without a name is a customer known from elsewhere', () => {
    const reading = read([
      'facture;date_facture;date_echeance;montant_ttc;code_client',
      'F-1;31/08/2026;30/09/2026;12;C1',
    ]);
    expect(reading.records[0]?.debtor).toMatchObject({ key: 'C1', name: null });
    expect(reading.defects).toEqual([]);
  });

  test.each([
    ['professionnel', 'b2b'],
    ['particulier', 'b2c'],
    ['association', 'nonpro'],
    ['public', 'public'],
    ['', null],
  ])('type_client « %s »', (word, regime) => {
    const reading = one('type_client', word);
    expect(reading.records[0]?.debtor.regime).toBe(regime);
    expect(reading.needs).toEqual(regime === null ? [{ code: 'customer_type_missing', debtors: 1 }] : []);
  });

  test('the type is needed once per debtor, and one line that gives it suffices', () => {
    const reading = read([
      'facture;date_facture;date_echeance;montant_ttc;client;code_client;type_client',
      'F-1;31/08/2026;30/09/2026;12;Dupont;C1;',
      'F-2;31/08/2026;30/09/2026;12;Dupont;C1;public',
      'F-3;31/08/2026;30/09/2026;12;Durand;C2;',
      'F-4;31/08/2026;30/09/2026;12;Durand;C2;',
    ]);
    expect(reading.needs).toEqual([{ code: 'customer_type_missing', debtors: 1 }]);
  });
});

describe('one number on several lines', () => {
  const head = 'facture;date_facture;date_echeance;montant_ttc;client;code_client';

  test('R37: with different due dates they are instalments, each with its amount', () => {
    const reading = read([
      head,
      'F-1;31/08/2026;31/12/2026;300,00;Dupont;C1',
      'F-1;31/08/2026;31/10/2026;300,00;Dupont;C1',
      'F-1;31/08/2026;30/11/2026;300,00;Dupont;C1',
    ]);
    expect(reading.defects).toEqual([]);
    expect(
      reading.records.map(({ line, instalment, instalments }) => [line, instalment, instalments]),
    ).toEqual([
      [2, 3, 3],
      [3, 1, 3],
      [4, 2, 3],
    ]);
  });

  test('with the same due date the first of equal lines is kept', () => {
    const same = 'F-1;31/08/2026;31/10/2026;300,00;Dupont;C1';
    const reading = read([head, same, same, same]);
    expect(codes(reading)).toEqual([
      [3, 'duplicate_line'],
      [4, 'duplicate_line'],
    ]);
    expect(reading.records.map(({ line }) => line)).toEqual([2]);
  });

  test.each([
    ['another amount', 'F-1;31/08/2026;31/10/2026;301,00;Dupont;C1'],
    ['another issue date', 'F-1;31/08/2025;31/10/2025;300,00;Dupont;C1'],
    ['another sign', 'F-1;31/08/2026;30/11/2026;-300,00;Dupont;C1'],
  ])('with %s neither is believed', (_, other) => {
    const reading = read([head, 'F-1;31/08/2026;31/10/2026;300,00;Dupont;C1', other]);
    expect(codes(reading)).toEqual([
      [2, 'duplicate_line'],
      [3, 'duplicate_line'],
    ]);
    expect(reading.records).toEqual([]);
  });

  test('under two customers it is a defect, until a person confirms', () => {
    const lines = [
      head,
      'F-1;31/08/2026;31/10/2026;300,00;Dupont;C1',
      'F-1;31/08/2026;31/10/2026;99,00;Durand;C2',
    ];
    expect(codes(read(lines))).toEqual([
      [2, 'number_under_two_customers'],
      [3, 'number_under_two_customers'],
    ]);
    const confirmed = read(lines, { sharedNumbers: true });
    expect(confirmed.defects).toEqual([]);
    expect(confirmed.records).toHaveLength(2);
  });

  test('a row per article counts once; a row per payment keeps equal payments of one day', () => {
    const articles = read([
      `${head};Item Name`,
      'F-1;31/08/2026;31/10/2026;300,00;Dupont;C1;Vis',
      'F-1;31/08/2026;31/10/2026;300,00;Dupont;C1;Vis',
    ]);
    expect(articles.records).toHaveLength(1);
    const payments = read([
      `${head};montant_reglement;date_reglement;id_reglement`,
      'F-1;31/08/2026;31/10/2026;300,00;Dupont;C1;100,00;01/11/2026;',
      'F-1;31/08/2026;31/10/2026;300,00;Dupont;C1;100,00;01/11/2026;',
      'F-2;31/08/2026;31/10/2026;300,00;Dupont;C1;50,00;01/11/2026;P1',
      'F-2;31/08/2026;31/10/2026;300,00;Dupont;C1;50,00;01/11/2026;P1',
      'F-3;31/08/2026;31/10/2026;300,00;Dupont;C1;;;',
    ]);
    expect(payments.defects).toEqual([]);
    expect(payments.records.map(({ number, paid, open }) => [number, paid, open])).toEqual([
      ['F-1', 20_000, 10_000],
      ['F-2', 5000, 25_000],
      ['F-3', 0, 30_000],
    ]);
  });
});

describe('money already received', () => {
  test.each([
    ['on the due date', '30/09/2026', iso('2026-09-30')],
    ['or on the day of the file if earlier', '31/12/2026', today],
  ])('%s', (_, due, on) => {
    const reading = read([
      'facture;date_facture;date_echeance;montant_ttc;deja_regle;client',
      `F-1;31/08/2026;${due};1200,00;200,00;Dupont`,
    ]);
    expect(reading.records[0]?.payments).toEqual([
      { on, amount: 20_000, means: null, reference: null, dated: 'assumed' },
    ]);
  });

  test('a date of payment in the file is better; one in the future is not believed', () => {
    const [paid] = one('deja_regle;date_reglement', '1200,00;15/09/2026').records;
    expect(paid).toMatchObject({ open: 0, payments: [{ on: iso('2026-09-15'), dated: 'file' }] });
    const future = one('deja_regle;date_reglement', '1200,00;15/12/2026');
    expect(future.records[0]).toMatchObject({
      open: 0,
      payments: [{ on: iso('2026-09-30'), dated: 'assumed' }],
    });
    expect(future.defects).toMatchObject([{ code: 'payment_in_future', rejects: 'value' }]);
  });

  test.each([
    ['reste_du', '900,00', 30_000, 90_000],
    ['deja_regle;reste_du', '300,00;900,00', 30_000, 90_000],
    ['statut', 'Payée', 120_000, 0],
    ['statut', 'En retard', 0, 120_000],
    ['facture_payee', '1', 120_000, 0],
    ['reste_du', '-50,00', 125_000, -5000],
  ])('%s %s', (titles, cells, paid, open) => {
    const reading = one(titles, cells);
    expect(reading.records[0]).toMatchObject({ paid, open });
    expect(reading.defects).toEqual([]);
    expect(reading.warnings.some(({ code }) => code === 'overpaid')).toBe(open < 0);
  });

  test.each([
    ['statut;reste_du', 'Payée;900,00', 'status_disagrees', 90_000],
    ['statut;reste_du', 'En retard;0,00', 'status_disagrees', 0],
    ['statut;reste_du', 'Partiellement payée;1200,00', 'status_disagrees', 120_000],
    ['facture_payee;reste_du', '1;900,00', 'status_disagrees', 90_000],
    ['deja_regle;reste_du', '200,00;900,00', 'amounts_disagree', 90_000],
    ['deja_regle;reste_du', '400,00;900,00', 'amounts_disagree', 80_000],
  ])('%s %s is flagged, and the safest balance kept', (titles, cells, code, open) => {
    const reading = one(titles, cells);
    expect(reading.records[0]?.open).toBe(open);
    expect(reading.defects).toMatchObject([{ code, rejects: 'value' }]);
  });

  test('an amount already paid that cannot be read rejects the line: the balance would be too high', () => {
    expect(one('deja_regle', 'oui').defects).toMatchObject([{ code: 'amount_invalid', rejects: 'line' }]);
    expect(one('deja_regle', 'oui').records).toEqual([]);
  });

  test('a list of open items without totals gives what remains due', () => {
    const reading = read([
      'facture;date_facture;date_echeance;solde;client',
      'F-1;31/08/2026;30/09/2026;90,00;Dupont',
    ]);
    expect(reading.records).toMatchObject([{ amount: 9000, paid: 0, open: 9000 }]);
    expect(reading.warnings.map(({ code }) => code)).toContain('amount_from_open');
  });
});

describe('R51: credit notes and what claims nothing', () => {
  const head = 'facture;date_facture;date_echeance;montant_ttc;client;type;statut;reference';

  test('negative, or positive with a type or status that says so', () => {
    const reading = read([
      head,
      'A-1;31/08/2026;31/08/2026;-50,00;Dupont;;;F-9',
      'A-2;31/08/2026;31/08/2026;50,00;Dupont;Avoir;;F-9',
      'A-3;31/08/2026;31/08/2026;50,00;Dupont;;Avoir;',
      'F-4;31/08/2026;30/09/2026;50,00;Dupont;Facture;Envoyée;',
    ]);
    expect(
      reading.records.map(({ kind, amount, open, reference }) => [kind, amount, open, reference]),
    ).toEqual([
      ['credit_note', -5000, -5000, 'F-9'],
      ['credit_note', -5000, -5000, 'F-9'],
      ['credit_note', -5000, -5000, null],
      ['invoice', 5000, 5000, null],
    ]);
  });

  test('a credit note that was used has nothing left, whatever the sign of its columns', () => {
    const used = read([
      'facture;date_facture;montant_ttc;client;reste_du',
      'A-1;31/08/2026;-50,00;Dupont;0,00',
      'A-2;31/08/2026;-50,00;Dupont;20,00',
    ]);
    expect(used.records.map(({ paid, open }) => [paid, open])).toEqual([
      [-5000, 0],
      [-3000, -2000],
    ]);
  });

  test('drafts, cancelled documents, quotes and suppliers’ invoices are listed, not imported', () => {
    const reading = read([
      head,
      'F-1;31/08/2026;30/09/2026;50,00;Dupont;;Brouillon;',
      'F-2;31/08/2026;30/09/2026;50,00;Dupont;;Annulée;',
      'D-3;31/08/2026;30/09/2026;50,00;Dupont;Devis;;',
      'F-4;31/08/2026;30/09/2026;50,00;Dupont;Facture fournisseur;;',
      ';;;50,00;;;;',
      'F-6;31/08/2026;30/09/2026;50,00;Dupont;;Bizarre;',
    ]);
    expect(reading.understood.ignored.map(({ line, reason, number }) => [line, reason, number])).toEqual([
      [2, 'draft', 'F-1'],
      [3, 'cancelled', 'F-2'],
      [4, 'not_an_invoice', 'D-3'],
      [5, 'not_an_invoice', 'F-4'],
      [6, 'totals', null],
    ]);
    expect(reading.records.map(({ number }) => number)).toEqual(['F-6']);
    expect(reading.warnings.map(({ code }) => code)).toEqual([
      ...['debtor_key_by_name', 'status_unknown', 'lines_ignored'],
    ]);
    expect(reading.lines).toBe(1);
  });
});

describe('assignment, retention, currency', () => {
  test('an IBAN counts only for an assigned invoice, and a wrong one leaves the assignee without', () => {
    const iban = 'FR7630006000011234567890189';
    expect(one('cede_a;iban', `Factor;${iban}`).records[0]?.assignee).toEqual({ name: 'Factor', iban });
    expect(one('cede_a;iban', 'Factor;FRDEBIT').records[0]?.assignee).toEqual({ name: 'Factor', iban: null });
    const refused = one('cede_a;iban', `non;${iban}`);
    expect(refused.records[0]?.assignee).toBeNull();
    expect(refused.defects).toMatchObject([{ code: 'iban_without_assignee', rejects: 'value' }]);
  });

  test('a retention is part of the invoice', () => {
    expect(one('retenue_garantie', '60,00').records[0]?.retention).toBe(6000);
    expect(one('retenue_garantie', '0').records[0]?.retention).toBeNull();
    expect(one('retenue_garantie', '-1').records).toEqual([]);
  });

  test('euros unless the line says otherwise', () => {
    expect(one('devise', '').records[0]?.currency).toBe('EUR');
    expect(one('devise', 'chf').records[0]?.currency).toBe('CHF');
    const beside = read(['facture;date_facture;montant_ttc;client', 'F-1;31/08/2026;12,00 USD;Dupont']);
    expect(beside.records[0]?.currency).toBe('USD');
  });
});

describe('whether a record changed', () => {
  test('depends on its facts alone: not on line, order, day of import or neighbours', () => {
    const head = 'facture;date_facture;date_echeance;montant_ttc;deja_regle;client';
    const line = 'F-1;31/08/2026;31/12/2026;1200,00;200,00;Dupont';
    const [alone] = read([head, line]).records;
    const [, later] = read([head, 'F-0;31/08/2026;31/12/2026;1,00;;Durand', line], {
      today: addDays(today, 9),
    }).records;
    const [instalment] = read([head, line, line.replace('31/12', '31/10')]).records;
    const [changed] = read([head, line.replace('200,00;', '300,00;')]).records;
    const text = alone ? hashInput(alone) : '';
    expect(later ? hashInput(later) : '').toBe(text);
    expect(instalment ? hashInput(instalment) : '').toBe(text);
    expect(changed ? hashInput(changed) : '').not.toBe(text);
  });
});
