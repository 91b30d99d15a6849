import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { readDebtors } from './debtors.ts';
import type { Defect } from './defect.ts';
import { DEFECTS, type DefectCode } from './defects.ts';
import { readInvoices } from './invoices.ts';
import { readPayments } from './payments.ts';

const today = iso('2026-11-22');
const HEAD = 'facture;date_facture;date_echeance;montant_ttc;client;code_client';
const GOOD = 'F-1;01/09/2026;15/10/2026;1200,00;Dupont;C1';

/** One invoice line under the usual titles and one more; the rest of the line is right. */
function invoice(
  extra: string,
  value: string,
  first = 'F-1;15/09/2026;15/10/2026;1200,00;Dupont;C1',
): string {
  return `${HEAD};${extra}\n${first};${value}\n`;
}

function line(cells: string): string {
  return `${HEAD}\n${GOOD.replace('F-1', 'F-0')}\n${cells}\n`;
}

type Reader = 'invoices' | 'debtors' | 'payments';

interface Case {
  readonly file: string | Uint8Array;
  readonly reader?: Reader;
  readonly line: number;
  readonly field: string;
  readonly message: string;
  readonly rejects: Defect['rejects'];
}

const payment = 'facture;client;montant;date;moyen\n';

const CASES: Readonly<Record<DefectCode, Case>> = {
  file_empty: { file: ' \r\n', line: 0, field: '', rejects: 'file', message: 'Le fichier est vide.' },
  file_too_large: {
    ...{ file: new Uint8Array(201 * 1024 * 1024).fill(0x41), line: 0, field: '', rejects: 'file' },
    message: 'Le fichier est trop volumineux : 201 Mo, la limite est de 200 Mo.',
  },
  not_a_table: {
    ...{ file: '%PDF-1.7 …', line: 0, field: '', rejects: 'file' },
    message: 'Ce n’est pas un tableau : c’est un document PDF.',
  },
  archive_refused: {
    ...{ file: encryptedZip(), line: 0, field: '', rejects: 'file' },
    message:
      'Le classeur est protégé par un mot de passe ou démesuré une fois décompressé : il n’a pas été ouvert.',
  },
  workbook_damaged: {
    ...{ file: 'PK\u0003\u0004 coupé', line: 0, field: '', rejects: 'file' },
    message: 'Le classeur est endommagé ou incomplet.',
  },
  too_many_rows: {
    ...{ file: `${HEAD}\n${'\n'.repeat(2_200_000)}`, line: 0, field: '', rejects: 'file' },
    message: 'Le fichier dépasse 1\u202f048\u202f576 lignes.',
  },
  too_many_columns: {
    ...{ file: `${HEAD}${';x'.repeat(600)}\n${GOOD}\n`, line: 0, field: '', rejects: 'file' },
    message: 'Le fichier dépasse 512 colonnes.',
  },
  quotes_broken: {
    ...{ file: `${HEAD}\n${'F-1;"Dupont\n'.repeat(2001)}`, line: 0, field: '', rejects: 'file' },
    message:
      'Trop de guillemets ouverts ne sont jamais refermés : les colonnes ne peuvent pas être reconnues.',
  },
  header_missing: {
    ...{ file: 'un;deux\ntrois;quatre\n', line: 0, field: '', rejects: 'file' },
    message: 'Aucune ligne de titres de colonnes n’a été reconnue dans les 30 premières lignes.',
  },
  no_lines: {
    ...{ file: `${HEAD}\n`, line: 0, field: '', rejects: 'file' },
    message: 'Le fichier ne contient que ses titres de colonnes.',
  },
  column_missing: {
    ...{ file: 'facture;date_facture;client\nF-1;01/09/2026;Dupont\n', line: 1, rejects: 'file' },
    ...{ field: 'montant_ttc', message: 'La colonne « montant_ttc » est absente.' },
  },
  mapping_unknown: {
    ...{ file: `${HEAD}\n${GOOD}\n`, line: 0, field: '', rejects: 'file' },
    message: 'La correspondance des colonnes vise « couleur », qui n’est pas une colonne connue.',
  },
  bank_statement_not_read: {
    ...{
      file: 'Compte courant 123;\nDate;Libellé;Montant\n01/09/2026;VIR DUPONT;12,00\n',
      line: 2,
      field: '',
    },
    rejects: 'file',
    message: 'C’est un relevé de compte bancaire, que Relance ne sait pas encore lire.',
  },
  entries_not_read: {
    ...{ file: 'JournalCode|EcritureNum|CompteNum|Debit|Credit\nVE|1|411|1,00|0,00\n', line: 1, field: '' },
    rejects: 'file',
    message: 'C’est un fichier d’écritures comptables (FEC), que Relance ne lit pas.',
  },
  aged_balance: {
    ...{ file: 'Compte;Client;Non échu;1-30 jours;31-60 jours;Total\n411;A;1;2;3;6\n', line: 1, field: '' },
    rejects: 'file',
    message: 'C’est une balance âgée : elle donne des totaux par client, aucune facture à relancer.',
  },
  line_cut: {
    ...{ file: `${HEAD}\n${GOOD}\nF-2;02/09/2026;15/1`, line: 3, field: '', rejects: 'line' },
    message: 'La dernière ligne est coupée : le fichier est incomplet.',
  },
  quote_unclosed: {
    ...{ file: `${HEAD}\nF-1;"01/09/2026;;;;\n${GOOD}\n`, line: 2, field: '', rejects: 'line' },
    message: 'Un guillemet ouvert sur cette ligne n’est jamais refermé.',
  },
  row_short: {
    ...{ file: `${HEAD}\nF-1;01/09/2026;15/10/2026\n${GOOD}\n`, line: 2, field: '', rejects: 'line' },
    message: 'Il manque des cellules à cette ligne : 3 au lieu de 6.',
  },
  row_long: {
    ...{ file: `${HEAD}\nF-1;01/09/2026;15/10/2026;12,00;Dupont;Lyon;C1\n`, line: 2, field: '' },
    ...{ rejects: 'line' },
    message: 'Cette ligne a trop de cellules : 7 au lieu de 6. Les valeurs sont sans doute décalées.',
  },
  number_missing: {
    ...{ file: line(';01/09/2026;15/10/2026;12,00;Dupont;C1'), line: 3, field: 'facture', rejects: 'line' },
    message: 'Le numéro de facture manque.',
  },
  number_damaged: {
    ...{ file: line('2,02501E+11;01/09/2026;15/10/2026;12,00;Dupont;C1'), line: 3, field: 'facture' },
    ...{ rejects: 'line' },
    message:
      'Le numéro « 2,02501E+11 » a été transformé par le tableur (notation scientifique) : ses chiffres sont perdus.',
  },
  customer_missing: {
    ...{ file: line('F-1;01/09/2026;15/10/2026;12,00;;'), line: 3, field: 'client', rejects: 'line' },
    message: 'Le client manque : ni nom, ni code client.',
  },
  issue_date_missing: {
    ...{ file: line('F-1;;15/10/2026;12,00;Dupont;C1'), line: 3, field: 'date_facture', rejects: 'line' },
    message: 'La date de la facture manque.',
  },
  amount_missing: {
    ...{ file: line('F-1;01/09/2026;15/10/2026;;Dupont;C1'), line: 3, field: 'montant_ttc' },
    ...{ rejects: 'line', message: 'Le montant manque.' },
  },
  amount_invalid: {
    ...{ file: line('F-1;01/09/2026;15/10/2026;mille deux cents;Dupont;C1'), line: 3 },
    ...{ field: 'montant_ttc', rejects: 'line' },
    message: '« mille deux cents » n’est pas un montant (colonne « montant_ttc »).',
  },
  amount_damaged: {
    ...{ file: line('F-1;01/09/2026;15/10/2026;1,2E+05;Dupont;C1'), line: 3, field: 'montant_ttc' },
    ...{ rejects: 'line' },
    message: 'Le montant « 1,2E+05 » est en notation scientifique : ses centimes sont perdus.',
  },
  amount_decimals: {
    ...{ file: line('F-1;01/09/2026;15/10/2026;1200,505;Dupont;C1'), line: 3, field: 'montant_ttc' },
    ...{ rejects: 'line', message: 'Le montant « 1200,505 » a plus de deux décimales.' },
  },
  amount_ambiguous: {
    file: `${line('F-1;01/09/2026;15/10/2026;12.50;Dupont;C1')}F-2;01/09/2026;15/10/2026;1.234;Dupont;C1\n`,
    ...{ line: 4, field: 'montant_ttc', rejects: 'line' },
    message: 'Le montant « 1.234 » se lit de deux façons : la colonne mêle virgules et points décimaux.',
  },
  amount_too_large: {
    ...{ file: line('F-1;01/09/2026;15/10/2026;100000000000,00;Dupont;C1'), line: 3, field: 'montant_ttc' },
    ...{ rejects: 'line', message: 'Le montant « 100000000000,00 » dépasse ce qu’une facture peut porter.' },
  },
  amount_zero: {
    ...{ file: `${payment}F-1;Dupont;0,00;01/09/2026;virement\n`, reader: 'payments', line: 2 },
    ...{ field: 'montant', rejects: 'line', message: 'Le montant du règlement est nul.' },
  },
  paid_negative: {
    ...{ file: invoice('deja_regle', '-5,00'), line: 2, field: 'deja_regle', rejects: 'line' },
    message: 'Le montant déjà réglé « -5,00 » est négatif.',
  },
  retention_invalid: {
    ...{ file: invoice('retenue_garantie', '1200,01'), line: 2, field: 'retenue_garantie', rejects: 'line' },
    message: 'La retenue de garantie « 1200,01 » est négative ou dépasse la facture.',
  },
  currency_unknown: {
    ...{ file: invoice('devise', 'FRF'), line: 2, field: 'devise', rejects: 'line' },
    message: '« FRF » n’est pas une devise.',
  },
  currency_disagrees: {
    file: invoice('devise', 'EUR', 'F-1;15/09/2026;15/10/2026;12,00 CHF;Dupont;C1'),
    ...{ line: 2, field: 'montant_ttc', rejects: 'line' },
    message: 'Le montant « 12,00 CHF » porte une autre devise que la colonne devise (EUR).',
  },
  partial_without_amount: {
    ...{ file: invoice('statut', 'Partiellement payée'), line: 2, field: 'statut', rejects: 'line' },
    message: 'La facture est partiellement payée, mais rien ne dit combien.',
  },
  duplicate_line: {
    ...{ file: `${HEAD}\n${GOOD}\n${GOOD}\n`, line: 3, field: 'facture', rejects: 'line' },
    message: 'La facture « F-1 » de ce client figure déjà dans le fichier : même contenu que la ligne 2.',
  },
  sibling_rejected: {
    file: `${HEAD};montant_reglement\n${GOOD};dix euros\n${GOOD};100,00\n`,
    ...{ line: 3, field: 'facture', rejects: 'line' },
    message: 'Une autre ligne de la facture « F-1 » est refusée (ligne 2) : son solde ne serait pas sûr.',
  },
  number_under_two_customers: {
    file: `${HEAD}\n${GOOD}\n${GOOD.replace('Dupont;C1', 'Durand;C2')}\n`,
    ...{ line: 2, field: 'facture', rejects: 'line' },
    message: 'Le numéro « F-1 » est porté par plusieurs clients : Durand (ligne 3).',
  },
  duplicate_debtor: {
    ...{ file: 'client;code_client\nDupont;C1\nDupont SA;C1\n', reader: 'debtors', line: 3 },
    ...{ field: 'client', rejects: 'line', message: 'Ce client figure déjà dans le fichier : ligne 2.' },
  },
  payment_date_missing: {
    ...{ file: `${payment}F-1;Dupont;12,00;;virement\n`, reader: 'payments', line: 2, field: 'date' },
    ...{ rejects: 'line', message: 'La date du règlement manque.' },
  },
  payment_target_missing: {
    ...{ file: `${payment};;12,00;01/09/2026;virement\n`, reader: 'payments', line: 2, field: 'facture' },
    ...{ rejects: 'line' },
    message: 'Rien ne dit ce que paie ce règlement : ni facture, ni référence, ni client.',
  },
  date_invalid: {
    ...{ file: line('F-1;31/02/2026;15/10/2026;12,00;Dupont;C1'), line: 3, field: 'date_facture' },
    ...{ rejects: 'line', message: '« 31/02/2026 » n’est pas une date (colonne « date_facture »).' },
  },
  date_out_of_range: {
    ...{ file: line('F-1;01/09/2026;15/10/2206;12,00;Dupont;C1'), line: 3, field: 'date_echeance' },
    ...{
      rejects: 'value',
      message: 'La date « 15/10/2206 » est invraisemblable (colonne « date_echeance »).',
    },
  },
  date_with_zone: {
    ...{ file: line('F-1;2026-08-31T22:00:00Z;15/10/2026;12,00;Dupont;C1'), line: 3, field: 'date_facture' },
    rejects: 'line',
    message:
      'La date « 2026-08-31T22:00:00Z » porte une heure universelle : le jour change selon le fuseau (colonne « date_facture »).',
  },
  formula_cell: {
    ...{ file: line('F-1;01/09/2026;15/10/2026;=B2*1,2;Dupont;C1'), line: 3, field: 'montant_ttc' },
    ...{ rejects: 'line' },
    message: 'La cellule contient une formule, pas sa valeur : « =B2*1,2 » (colonne « montant_ttc »).',
  },
  formula_error: {
    ...{ file: invoice('email', '#N/A'), line: 2, field: 'email', rejects: 'value' },
    message: 'La cellule contient l’erreur de tableur « #N/A » (colonne « email »).',
  },
  encoding_damaged: {
    ...{ file: line('F-1;01/09/2026;15/10/2026;12,00;SociÃ©tÃ© Dupont;C1'), line: 3, field: 'client' },
    rejects: 'line',
    message:
      'Les accents de « SociÃ©tÃ© Dupont » sont abîmés : le fichier a été relu dans un mauvais codage (colonne « client »).',
  },
  text_too_long: {
    ...{ file: invoice('libelle', 'x'.repeat(501)), line: 2, field: 'libelle', rejects: 'value' },
    message: 'Le texte est trop long (colonne « libelle ») : 501 caractères.',
  },
  due_date_missing: {
    ...{ file: line('F-1;01/09/2026;;12,00;Dupont;C1'), line: 3, field: 'date_echeance', rejects: 'value' },
    message: 'La date d’échéance manque : la facture est importée mais ne sera pas relancée.',
  },
  due_before_issued: {
    ...{ file: line('F-1;01/09/2026;31/08/2026;12,00;Dupont;C1'), line: 3, field: 'date_echeance' },
    rejects: 'value',
    message:
      'L’échéance « 31/08/2026 » précède la date de la facture : la facture est importée mais ne sera pas relancée.',
  },
  received_before_issued: {
    ...{ file: invoice('date_reception', '01/01/2020'), line: 2, field: 'date_reception', rejects: 'value' },
    message: 'La réception « 01/01/2020 » précède la date de la facture : elle n’est pas retenue.',
  },
  amounts_disagree: {
    ...{ file: invoice('deja_regle;reste_du', '200,00;900,00'), line: 2, field: 'reste_du' },
    rejects: 'value',
    message:
      'Montant, déjà réglé et reste dû ne s’accordent pas (solde retenu 900,00 €) : le plus petit solde est retenu.',
  },
  status_disagrees: {
    ...{ file: invoice('statut;reste_du', 'Payée;900,00'), line: 2, field: 'statut', rejects: 'value' },
    message: 'Le statut « Payée » contredit les montants (reste dû 900,00 €) : les montants sont retenus.',
  },
  payment_in_future: {
    ...{ file: `${payment}F-1;Dupont;12,00;23/11/2026;virement\n`, reader: 'payments', line: 2 },
    ...{ field: 'date', rejects: 'line' },
    message: 'Le règlement est daté du « 23/11/2026 », dans le futur.',
  },
  iban_without_assignee: {
    ...{ file: invoice('iban', 'FR7630006000011234567890189'), line: 2, field: 'iban', rejects: 'value' },
    message:
      'IBAN refusé, facture gardée : sur une facture, l’IBAN est celui du cessionnaire, et la colonne cede_a n’en nomme aucun.',
  },
  iban_invalid: {
    ...{ file: invoice('cede_a;iban', 'Factor SA;FR7630006000011234567890188'), line: 2, field: 'iban' },
    ...{ rejects: 'value' },
    message: 'L’IBAN « FR7630006000011234567890188 » est faux : sa clé ne correspond pas.',
  },
  customer_type_unknown: {
    ...{ file: invoice('type_client', 'VIP'), line: 2, field: 'type_client', rejects: 'value' },
    message: 'Le type de client « VIP » n’est pas connu.',
  },
  payment_method_unknown: {
    ...{ file: invoice('mode_reglement', 'troc'), line: 2, field: 'mode_reglement', rejects: 'value' },
    message: 'Le mode de règlement « troc » n’est pas connu.',
  },
  siren_invalid: {
    ...{ file: invoice('siren', '732829321'), line: 2, field: 'siren', rejects: 'value' },
    message: 'Le SIREN « 732829321 » est faux : sa clé ne correspond pas.',
  },
  siret_invalid: {
    ...{ file: invoice('siret', '73282932000075'), line: 2, field: 'siret', rejects: 'value' },
    message: 'Le SIRET « 73282932000075 » est faux : sa clé ne correspond pas.',
  },
  siret_damaged: {
    ...{ file: invoice('siret', '8,03E+13'), line: 2, field: 'siret', rejects: 'value' },
    message:
      'Le tableur a transformé le numéro en « 8,03E+13 » : ses derniers chiffres sont perdus (colonne « siret »).',
  },
  vat_invalid: {
    ...{ file: invoice('tva_intra', 'FR45732829320'), line: 2, field: 'tva_intra', rejects: 'value' },
    message: 'Le numéro de TVA « FR45732829320 » est faux : sa clé ne correspond pas au SIREN.',
  },
  identifiers_disagree: {
    ...{ file: invoice('siren;siret', '732829320;35600000000048'), line: 2, field: 'siret' },
    ...{ rejects: 'value' },
    message: '« 35600000000048 » (colonne « siret ») n’appartient pas à l’entreprise 732829320.',
  },
  email_invalid: {
    ...{ file: invoice('email', 'compta.dupont.fr'), line: 2, field: 'email', rejects: 'value' },
    message: '« compta.dupont.fr » n’est pas une adresse e-mail.',
  },
  phone_invalid: {
    ...{ file: invoice('telephone', '12 34'), line: 2, field: 'telephone', rejects: 'value' },
    message: '« 12 34 » n’est pas un numéro de téléphone.',
  },
  postcode_invalid: {
    ...{ file: invoice('code_postal', '690'), line: 2, field: 'code_postal', rejects: 'value' },
    message: '« 690 » n’est pas un code postal français.',
  },
  country_unknown: {
    ...{ file: invoice('pays', 'Atlantide'), line: 2, field: 'pays', rejects: 'value' },
    message: 'Le pays « Atlantide » n’est pas connu.',
  },
  language_unknown: {
    ...{ file: invoice('langue', 'klingon'), line: 2, field: 'langue', rejects: 'value' },
    message: 'La langue « klingon » n’est pas proposée.',
  },
};

/** A ZIP of one encrypted entry. */
function encryptedZip(): Uint8Array {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(1, 8);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(4, 16);
  return Buffer.concat([Buffer.from('PK\u0003\u0004'), entry, end]);
}

function defectsOf({ file, reader = 'invoices' }: Case, code: DefectCode): readonly Defect[] {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const mapping = code === 'mapping_unknown' ? { client: 'couleur' } : {};
  if (reader === 'debtors') return readDebtors(bytes, { today }).defects;
  if (reader === 'payments') return readPayments(bytes, { today }).defects;
  return readInvoices(bytes, { today, mapping }).defects;
}

test.each(Object.entries(CASES))('%s', (name, expected) => {
  const code = name as DefectCode;
  const found = defectsOf(expected, code).find((defect) => defect.code === code);
  const { line, field, rejects, message } = expected;
  expect(found).toMatchObject({ line, field, rejects });
  expect(found?.message.replaceAll('\u00a0', ' ')).toBe(message);
  expect(found?.remedy).toMatch(/^[A-ZÉ].{10,}\.$/);
});

test('sentences keep their signs with their words, and their apostrophes curly', () => {
  const found = Object.entries(CASES).flatMap(([code, expected]) => defectsOf(expected, code as DefectCode));
  for (const { message, remedy } of found) {
    expect(`${message} ${remedy}`).not.toMatch(/ [:;!?»]|« |(?<=[a-zé])'/);
  }
});

test('a column is told by the title that the file gives it', () => {
  const text = 'N° facture;Date pièce;Échéance;Total TTC;Client\nF-1;31/02/2026;30/09/2026;cent;Dupont\n';
  const told = readInvoices(Buffer.from(text), { today }).defects.map(({ message }) => message);
  expect(told.map((message) => message.replaceAll('\u00a0', ' '))).toEqual([
    '« 31/02/2026 » n’est pas une date (colonne « Date pièce »).',
    '« cent » n’est pas un montant (colonne « Total TTC »).',
  ]);
});

test('the manual has a line for every defect', () => {
  const page = readFileSync(new URL('../../docs/defects.md', import.meta.url), 'utf8');
  const documented = new Set([...page.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]));
  expect(Object.keys(DEFECTS).filter((code) => !documented.has(code))).toEqual([]);
});
