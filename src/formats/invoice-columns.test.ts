import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
import type { FileReading, ReadOptions } from './file-reading.ts';
import type { InvoiceRecord } from './invoice.ts';
import { readInvoices } from './invoices.ts';

const today = iso('2026-11-22');

function read(lines: readonly string[], options: Partial<ReadOptions> = {}): FileReading<InvoiceRecord> {
  return readInvoices(Buffer.from(`${lines.join('\n')}\n`), { today, ...options });
}

const FULL = {
  facture: 'F-2026-014',
  date_facture: '31/08/2026',
  date_echeance: '30/09/2026',
  montant_ttc: '1 200,00',
  deja_regle: '200,00',
  libelle: 'Entretien de septembre',
  client: 'Ateliers Lefèvre & Fils',
  code_client: 'LEF01',
  type_client: 'professionnel',
  forme_juridique: 'SAS',
  client_depuis: '02/01/2020',
  commercial: 'Zoé Martin',
  date_prestation: '30/08/2026',
  date_reception: '02/09/2026',
  commande: 'BC-77',
  engagement: 'E-12',
  code_service: 'SVC1',
  depot_chorus: '123456',
  date_depot_chorus: '01/09/2026',
  mode_reglement: 'prélèvement',
  cede_a: 'Factor SA',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  retenue_garantie: '60,00',
  liberation_retenue: '30/09/2027',
  siren: '732 829 320',
  siret: '732 829 320 00074',
  tva_intra: 'FR44732829320',
  email: 'compta@lefevre.example, paul@lefevre.example',
  telephone: '04 72 00 00 00',
  contact: 'Paul Roche',
  adresse: '12 rue de l’Église',
  adresse2: 'Bâtiment B',
  code_postal: '69003',
  ville: 'Lyon',
  pays: 'France',
  devise: 'EUR',
  reference: 'REF-1',
  langue: 'fr',
  scenario: 'vip',
};

const ENGLISH = [
  ...['invoice', 'issued_on', 'due_on', 'amount', 'paid', 'description', 'customer', 'customer_code'],
  ...['customer_type', 'legal_form', 'customer_since', 'salesperson', 'performed_on', 'received_on', 'order'],
  ...['commitment', 'service_code', 'chorus_deposit', 'chorus_deposited_on', 'payment_method', 'assigned_to'],
  ...[
    'iban',
    'retention',
    'retention_release_on',
    'siren',
    'siret',
    'vat_number',
    'email',
    'phone',
    'contact',
  ],
  ...['address', 'address2', 'postcode', 'city', 'country', 'currency', 'reference', 'language', 'scenario'],
];

const FULL_RECORD: InvoiceRecord = {
  ...{ line: 2, kind: 'invoice', number: 'F-2026-014' },
  debtor: {
    ...{ key: 'LEF01', keyFrom: 'code', name: 'Ateliers Lefèvre & Fils', code: 'LEF01', regime: 'b2b' },
    ...{ legalForm: 'SAS', customerSince: iso('2020-01-02'), salesperson: 'Zoé Martin' },
    ...{ siren: '732829320', siret: '73282932000074', vatNumber: 'FR44732829320' },
    ...{ emails: ['compta@lefevre.example', 'paul@lefevre.example'], phones: ['+33472000000'] },
    contact: 'Paul Roche',
    address: {
      ...{ lines: ['12 rue de l’Église', 'Bâtiment B'], postcode: '69003', city: 'Lyon', country: 'FR' },
    },
    ...{ language: 'fr', scenario: 'vip', terms: null },
  },
  ...{ issuedOn: iso('2026-08-31'), dueOn: iso('2026-09-30'), currency: 'EUR' },
  ...{ amount: cents(120_000), paid: cents(20_000), open: cents(100_000) },
  payments: [
    { on: iso('2026-09-30'), amount: cents(20_000), means: null, reference: null, dated: 'assumed' },
  ],
  ...{ description: 'Entretien de septembre', performedOn: iso('2026-08-30'), receivedOn: iso('2026-09-02') },
  ...{ order: 'BC-77', commitment: 'E-12', serviceCode: 'SVC1' },
  ...{ chorusDeposit: '123456', chorusDepositedOn: iso('2026-09-01'), paymentMethod: 'direct_debit' },
  assignee: { name: 'Factor SA', iban: 'FR7630006000011234567890189' },
  ...{ retention: cents(6000), retentionReleaseOn: iso('2027-09-30') },
  ...{ reference: 'REF-1', instalment: 1, instalments: 1 },
};

test('the columns of the contract, in French', () => {
  const reading = read([Object.keys(FULL).join(';'), Object.values(FULL).join(';')]);
  expect(reading.records).toEqual([FULL_RECORD]);
  expect(reading).toMatchObject({ defects: [], warnings: [], needs: [], lines: 1 });
  expect(reading.understood.columns.map(({ column }) => column)).toEqual(Object.keys(FULL));
});

test('the columns of the contract, in English, and shuffled', () => {
  const cells = Object.values(FULL);
  const shuffled = ENGLISH.map((title, index) => [title, cells[index] ?? '']).reverse();
  const rows = [0, 1].map((part) => shuffled.map((pair) => pair[part]?.toUpperCase()).join(';'));
  const plain = [rows[0] ?? '', shuffled.map((pair) => pair[1]).join(';')];
  expect(read(plain).records).toEqual([FULL_RECORD]);
});

test('a saved mapping wins over what the titles seem to say', () => {
  const lines = [
    'Ref interne;Date;Échéance;Total;Montant TTC;Qui',
    'F-1;31/08/2026;30/09/2026;10,00;12,00;Dupont',
  ];
  const mapping = { 'ref interne': 'facture', Qui: 'customer', Total: 'montant_ttc', 'Montant TTC': '' };
  const reading = read(lines, { mapping });
  expect(reading.records).toMatchObject([{ number: 'F-1', amount: 1000, debtor: { name: 'Dupont' } }]);
  expect(reading.understood.unknown).toEqual(['Montant TTC']);
  expect(read(lines, { mapping: { ...mapping, Absente: 'devise' } }).warnings).toMatchObject([
    { code: 'mapping_header_absent' },
    { code: 'columns_unknown' },
    { code: 'debtor_key_by_name' },
  ]);
});

test('what was not understood is said', () => {
  const { understood, warnings } = read([
    'facture;date_facture;date_echeance;montant_ttc;client;couleur;Total',
    'F-1;31/08/2026;30/09/2026;1200,00;Dupont;bleu;999,00',
  ]);
  expect(understood.unknown).toEqual(['couleur']);
  expect(understood.unused).toEqual(['Total']);
  expect(warnings.map(({ code }) => code)).toContain('columns_unknown');
});

test('a column that every line needs is named when absent', () => {
  const reading = read(['facture;client', 'F-1;Dupont']);
  expect(reading.defects.map(({ code, field }) => [code, field])).toEqual([
    ['column_missing', 'date_facture'],
    ['column_missing', 'montant_ttc'],
  ]);
  expect(reading.records).toEqual([]);
});
