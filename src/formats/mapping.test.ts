import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { type ColumnSpec, DEBTOR_COLUMNS, INVOICE_COLUMNS, PAYMENT_COLUMNS } from './columns.ts';
import { matchColumns } from './mapping.ts';
import { recognise, recogniseHeader } from './recognise.ts';
import { foldHeader } from './text.ts';

describe('headers', () => {
  test.each([
    ['invoices', INVOICE_COLUMNS],
    ['customers', DEBTOR_COLUMNS],
    ['payments', PAYMENT_COLUMNS],
  ])('no title of %s means two columns', (_, specs: readonly ColumnSpec[]) => {
    const meanings = new Map<string, Set<string>>();
    for (const { name, english, aliases } of specs) {
      for (const title of [name, english, ...aliases].map(foldHeader)) {
        meanings.set(title, (meanings.get(title) ?? new Set()).add(name));
      }
    }
    expect([...meanings].filter(([, names]) => names.size > 1)).toEqual([]);
  });

  test.each([
    ['N° FACTURE', 'facture'],
    ['n°_facture', 'facture'],
    ['Date d’échéance', 'date_echeance'],
    ["DATE D'ECHEANCE", 'date_echeance'],
    ['dateEcheance', 'date_echeance'],
    ['E-Mail', 'email'],
    ['Tél.', 'telephone'],
    ['N° TVA intracom.', 'tva_intra'],
    ['Reste à payer', 'reste_du'],
    ['Due Date', 'date_echeance'],
  ])('%s', (title, column) => {
    expect(matchColumns([title], INVOICE_COLUMNS).understood).toEqual([{ header: title, column }]);
  });

  test.each([
    ['email_client', 'email'],
    ['mail_client', 'email'],
    ['adresse_client', 'adresse'],
    ['Adresse du client', 'adresse'],
    ['ville_client', 'ville'],
    ['telephone_client', 'telephone'],
    ['Tél. client', 'telephone'],
    ['code_postal_client', 'code_postal'],
    ['CP tiers', 'code_postal'],
    ['clientEmail', 'email'],
    ['customer_city', 'ville'],
    ['siret client', 'siret'],
    ['client_code', 'code_client'],
    ['nom_client', 'client'],
    ['n° client', 'code_client'],
    ['compte client', 'code_client'],
  ])('%s is the customer’s', (title, column) => {
    for (const specs of [INVOICE_COLUMNS, DEBTOR_COLUMNS] as const) {
      expect(matchColumns([title], specs).understood).toEqual([{ header: title, column }]);
    }
  });

  test('where a title stands with and without the customer, the plain one is taken', () => {
    const columns = matchColumns(['ville_client', 'ville'], INVOICE_COLUMNS);
    expect(columns).toMatchObject({ understood: [{ header: 'ville' }], unused: ['ville_client'] });
  });

  test('the best title of several is kept, the others are told', () => {
    const columns = matchColumns(['Total', 'Net à payer', 'Total TTC'], INVOICE_COLUMNS);
    expect(columns.understood).toEqual([{ header: 'Total TTC', column: 'montant_ttc' }]);
    expect(columns.unused).toEqual(['Total', 'Net à payer']);
  });

  test('« Référence » is the number when nothing else is', () => {
    const alone = matchColumns(['Référence', 'Total TTC'], INVOICE_COLUMNS);
    expect(alone.understood[0]).toEqual({ header: 'Référence', column: 'facture' });
    const beside = matchColumns(['N° Facture', 'Référence', 'Total TTC'], INVOICE_COLUMNS);
    expect(beside.understood[1]).toEqual({ header: 'Référence', column: 'reference' });
  });
});

describe('what a table holds', () => {
  test.each([
    ['facture;date_facture;date_echeance;montant_ttc;client', 'invoices'],
    ['invoice;issued_on;due_on;amount;customer', 'invoices'],
    ['Numéro;Client;Date;Montant TTC', 'invoices'],
    ['N° facture;Date;Échéance;Tiers;Solde', 'invoices'],
    ['facture;montant;date;moyen', 'payments'],
    ['invoice;customer;amount;paid_on;means;reference', 'payments'],
    ['N° facture;Client;Date de règlement;Montant', 'payments'],
    ['Référence;Date;Montant', 'payments'],
    ['Raison sociale;SIREN;E-mail', 'debtors'],
    ['code_client;client;adresse;code_postal;ville', 'debtors'],
    ['Numéro;Client;Date;Montant', 'unknown'],
    ['Compte;Client;Non échu;1-30 jours;Total', 'unknown'],
    ['couleur;taille', 'unknown'],
    ['client', 'unknown'],
  ])('%s: %s', (titles, kind) => {
    expect(recogniseHeader(titles.split(';'))).toBe(kind);
  });

  test.each([
    'Date operation;Libelle court;Type operation;Libelle operation;Montant operation en euro',
    "Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise",
    'Date;Libellé;Débit euros;Crédit euros',
    'Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Debit;Credit;Date de valeur',
    'Date;Date de valeur;Montant;Libellé;Solde',
    'Date;Libellé;Montant(EUROS)',
    'dateOp;dateVal;label;category;supplierFound;amount;comment;accountNum;accountbalance',
    "Statut;Date de la valeur (UTC);Date de l'opération (local);Montant total (TTC);Débit;Crédit;Référence",
    'Date opération;Libellé;Débit;Crédit;Devise;Référence',
    'JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|PieceRef|Debit|Credit',
  ])('an account statement or entry file is left to others: %s', (titles) => {
    expect(recogniseHeader(titles.split(/[;|]/))).toBe('unknown');
  });

  test.each(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'])(
    'a long file in %s, by its beginning',
    (encoding) => {
      const line = 'F-1;31/08/2026;30/09/2026;12,00;Hôtel « Beauséjour »';
      const text = `N° facture;Date;Échéance;Montant TTC;Société\n${`${line}\n`.repeat(20_000)}`;
      expect(recognise(iconv.encode(text, encoding))).toBe('invoices');
    },
  );

  test('a saved mapping tells', () => {
    const titles = ['Ref', 'Le', 'Pour le', 'Combien', 'Qui'];
    const mapping = {
      Ref: 'facture',
      Le: 'issued_on',
      'Pour le': 'due_on',
      Combien: 'amount',
      Qui: 'client',
    };
    expect(recogniseHeader(titles, mapping)).toBe('invoices');
  });
});
