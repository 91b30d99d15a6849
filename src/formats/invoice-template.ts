import type { Day } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import type { Regime } from '../law/regime.ts';
import type { Cents } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import { type ColumnName, INVOICE_COLUMNS } from './columns.ts';
import type { InvoiceRecord } from './invoice.ts';
import type { PaymentMethod } from './vocabulary.ts';
import { writeTable } from './write-table.ts';

/** Columns of the template, in the order a person fills them in. */
const TEMPLATE: readonly ColumnName[] = [
  ...(['facture', 'date_facture', 'date_echeance', 'montant_ttc', 'deja_regle', 'date_reglement'] as const),
  ...([
    'devise',
    'libelle',
    'client',
    'code_client',
    'type_client',
    'forme_juridique',
    'client_depuis',
  ] as const),
  ...(['commercial', 'siren', 'siret', 'tva_intra', 'email', 'telephone', 'contact', 'adresse'] as const),
  ...(['adresse2', 'adresse3', 'code_postal', 'ville', 'pays', 'langue', 'scenario'] as const),
  ...(['conditions_reglement', 'date_prestation', 'date_reception', 'commande', 'engagement'] as const),
  ...(['code_service', 'depot_chorus', 'date_depot_chorus', 'mode_reglement', 'cede_a', 'iban'] as const),
  ...(['retenue_garantie', 'liberation_retenue', 'reference'] as const),
];

/** The titles of the template, in French or in English. */
export function templateHeader(language: 'fr' | 'en'): string[] {
  return TEMPLATE.map((name) => {
    const spec = INVOICE_COLUMNS.find((column) => column.name === name);
    return language === 'en' && spec ? spec.english : name;
  });
}

/** Invoices in our own template, one line each; `readInvoices` reads them back the same. */
export function writeInvoices(records: readonly InvoiceRecord[], language: 'fr' | 'en' = 'fr'): string {
  const lines = records.map((record) => {
    const cells = templateCells(record);
    return TEMPLATE.map((name) => cells[name] ?? '');
  });
  return writeTable([templateHeader(language), ...lines]);
}

const REGIME_WORDS: Readonly<Record<Regime, string>> = {
  b2b: 'professionnel',
  b2c: 'particulier',
  nonpro: 'association',
  public: 'public',
};

const METHOD_WORDS: Readonly<Record<PaymentMethod, string>> = {
  transfer: 'virement',
  direct_debit: 'prélèvement',
  lcr: 'lcr',
  cheque: 'chèque',
  card: 'carte',
  cash: 'espèces',
};

function templateCells(record: InvoiceRecord): Partial<Record<ColumnName, string>> {
  const { debtor } = record;
  const [only] = record.payments;
  const paidOn = only && record.payments.length === 1 && only.dated === 'file' ? only.on : null;
  const [first = '', second = '', ...others] = debtor.address.lines;
  return {
    ...{ facture: record.number, date_facture: date(record.issuedOn), date_echeance: date(record.dueOn) },
    ...{ montant_ttc: amount(record.amount), deja_regle: record.paid === 0 ? '' : amount(record.paid) },
    ...{ date_reglement: date(paidOn), devise: record.currency, libelle: record.description ?? '' },
    ...{ client: debtor.name ?? '', code_client: debtor.code ?? '' },
    type_client: debtor.regime ? REGIME_WORDS[debtor.regime] : '',
    ...{ forme_juridique: debtor.legalForm ?? '', client_depuis: date(debtor.customerSince) },
    ...{ commercial: debtor.salesperson ?? '', siren: debtor.siren ?? '', siret: debtor.siret ?? '' },
    ...{
      tva_intra: debtor.vatNumber ?? '',
      email: debtor.emails.join(','),
      telephone: debtor.phones[0] ?? '',
    },
    ...{ contact: debtor.contact ?? '', adresse: first, adresse2: second, adresse3: others.join('\n') },
    ...{ code_postal: debtor.address.postcode ?? '', ville: debtor.address.city ?? '' },
    ...{ pays: debtor.address.country ?? '', langue: debtor.language ?? '', scenario: debtor.scenario ?? '' },
    ...{ conditions_reglement: debtor.terms ?? '', date_prestation: date(record.performedOn) },
    ...{ date_reception: date(record.receivedOn), commande: record.order ?? '' },
    ...{ engagement: record.commitment ?? '', code_service: record.serviceCode ?? '' },
    ...{ depot_chorus: record.chorusDeposit ?? '', date_depot_chorus: date(record.chorusDepositedOn) },
    mode_reglement: record.paymentMethod ? METHOD_WORDS[record.paymentMethod] : '',
    ...{ cede_a: record.assignee?.name ?? '', iban: record.assignee?.iban ?? '' },
    retenue_garantie: record.retention === null ? '' : amount(record.retention),
    ...{ liberation_retenue: date(record.retentionReleaseOn), reference: record.reference ?? '' },
  };
}

function date(value: Day | null): string {
  return value === null ? '' : formatShortDay(value);
}

function amount(value: Cents): string {
  return toDecimal(value).replace('.', ',');
}
