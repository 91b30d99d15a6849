import { type ColumnName, DEBTOR_COLUMNS, INVOICE_COLUMNS, PAYMENT_COLUMNS } from './columns.ts';
import { containerOf } from './container.ts';
import { hasColumn, type Mapping, matchColumns } from './mapping.ts';
import { readTable } from './table.ts';
import { foldHeader } from './text.ts';
import { isForeignTitle } from './unread-table.ts';

export type TableKind = 'invoices' | 'payments' | 'debtors' | 'unknown';

/**
 * What a CSV or XLSX table holds, by its column titles alone. `unknown` for bank statements, entry files,
 * aged balances and tables that could be read two ways: a person then says, with `--as`.
 */
export function recognise(bytes: Uint8Array, mapping: Mapping = {}): TableKind {
  const table = readTable(firstLines(bytes), { mapping });
  if (table.header.length === 0) return 'unknown';
  return recogniseHeader(table.header, mapping);
}

/**
 * Titles stand in the first lines: the rest of a long text need not be read twice. A workbook is read
 * whole.
 */
function firstLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= SAMPLE_BYTES || containerOf(bytes) !== 'text') return bytes;
  const feed = bytes.lastIndexOf(LINE_FEED, SAMPLE_BYTES);
  const end = feed > 0 ? feed + 1 : SAMPLE_BYTES;
  // In UTF-16 a line feed is two bytes, of which one is zero.
  return bytes.subarray(0, bytes.subarray(0, end).includes(0) ? end + (end % 2) : end);
}

const SAMPLE_BYTES = 128 * 1024;
const LINE_FEED = 0x0a;

export function recogniseHeader(header: readonly string[], mapping: Mapping = {}): TableKind {
  const keys = header.map(foldHeader);
  if (keys.some(isForeignTitle)) return 'unknown';
  const invoice = matchColumns(header, INVOICE_COLUMNS, mapping);
  const has = (...names: ColumnName[]): boolean => names.some((name) => hasColumn(invoice, name));
  const numbered = has('facture', 'reference');
  const priced = has('montant_ttc', 'reste_du');
  const named = has('client', 'code_client');
  if (has('facture') && priced && named && has('date_facture') && isBilling(keys, has)) return 'invoices';
  const payment = matchColumns(header, PAYMENT_COLUMNS, mapping);
  const paid = hasColumn(payment, 'montant') && hasColumn(payment, 'date');
  if (paid && (numbered || named) && !isBilling(keys, has) && isReceipt(keys, named)) return 'payments';
  const debtor = matchColumns(header, DEBTOR_COLUMNS, mapping);
  const described = DESCRIPTIONS.some((name) => hasColumn(debtor, name));
  return hasColumn(debtor, 'client') && described && !priced && !has('facture') ? 'debtors' : 'unknown';
}

/** Titles by which a table bills: a due date, a total with VAT, or a date that is that of an invoice. */
function isBilling(keys: readonly string[], has: (...names: ColumnName[]) => boolean): boolean {
  const dated = keys.some((key) =>
    /^(?:date(?:de)?fact|issue|invoicedate|date(?:d)?emission|datepiece)/.test(key),
  );
  return has('date_echeance') || dated || keys.some((key) => /ttc|netapayer|includingtax/.test(key));
}

/**
 * Titles by which a table receives: a date or a means of payment; without a customer nothing else has an
 * amount.
 */
function isReceipt(keys: readonly string[], named: boolean): boolean {
  const spoken = /reglement|paiement|encaissement|payment|paidon|payele|recule|reglele|^moyen|^means$|^mode$/;
  return !named || keys.some((key) => spoken.test(key));
}

const DESCRIPTIONS: readonly ColumnName[] = [
  ...([
    'code_client',
    'type_client',
    'siren',
    'siret',
    'tva_intra',
    'email',
    'telephone',
    'contact',
  ] as const),
  ...(['adresse', 'code_postal', 'ville', 'iban', 'conditions_reglement'] as const),
];
