import { type DebtorLine, readDebtors } from '../formats/debtors.ts';
import type { FileReading, ReadOptions } from '../formats/file-reading.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import { readInvoices } from '../formats/invoices.ts';
import type { Mapping } from '../formats/mapping.ts';
import { type PaymentRecord, readPayments } from '../formats/payments.ts';
import { recognise } from '../formats/recognise.ts';
import { bookDefect, type ToldDefect } from './defects.ts';
import type { ImportKind } from './imported.ts';

/** A file read by the reader of its kind. */
export type ReadImport =
  | { readonly kind: 'invoices'; readonly reading: FileReading<InvoiceRecord> }
  | { readonly kind: 'payments'; readonly reading: FileReading<PaymentRecord> }
  | { readonly kind: 'debtors'; readonly reading: FileReading<DebtorLine> }
  | {
      readonly kind: null;
      readonly reading: FileReading<InvoiceRecord>;
      readonly defects: readonly ToldDefect[];
    };

export interface ReadingChoices extends ReadOptions {
  /** What a person says the file holds; null: what its titles say. */
  readonly kind: ImportKind | null;
  readonly mapping?: Mapping;
}

/**
 * Reads a file as what it is by its content. One that cannot be told is not guessed: it answers what a file
 * of invoices would lack, with the columns that were understood.
 */
export function readImport(bytes: Uint8Array, { kind, ...options }: ReadingChoices): ReadImport {
  const found = kind ?? recognise(bytes, options.mapping);
  if (found === 'payments') return { kind: found, reading: readPayments(bytes, options) };
  if (found === 'debtors') return { kind: found, reading: readDebtors(bytes, options) };
  const reading = readInvoices(bytes, options);
  if (found === 'invoices') return { kind: found, reading };
  const { headerLine } = reading.understood;
  const told = reading.defects.filter(({ rejects }) => rejects === 'file');
  const unclear = told.every(({ code }) => code === 'column_missing' || code === 'header_missing');
  const defects = unclear ? [bookDefect('kind_unknown', { line: headerLine, field: '' }), ...told] : told;
  return { kind: null, reading: { ...reading, records: [] }, defects };
}
