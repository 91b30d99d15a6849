import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import { type ColumnName, PAYMENT_COLUMNS } from './columns.ts';
import { type Defect, defect } from './defect.ts';
import { type FileReading, isRefused, type ReadOptions, summarise } from './file-reading.ts';
import { canonical } from './invoice.ts';
import { type Layout, layOut } from './layout.ts';
import {
  defectsOf,
  isRejected,
  type Line,
  openLine,
  report,
  takeCurrency,
  takeDate,
  takeMoney,
  takeText,
  takeValue,
  textOf,
} from './line.ts';
import { hasColumn } from './mapping.ts';
import { readTable } from './table.ts';
import { refusedFile } from './unread-table.ts';
import { type PaymentMethod, readPaymentMethod } from './vocabulary.ts';

/** Money received, as one line of a file gives it. At least one of invoice, reference and customer is set. */
export interface PaymentRecord {
  readonly line: number;
  readonly invoice: string | null;
  readonly reference: string | null;
  readonly customer: string | null;
  readonly customerCode: string | null;
  /** Negative for money given back: a refund, a returned direct debit, a bounced cheque. */
  readonly amount: Cents;
  readonly currency: string;
  readonly paidOn: Day;
  readonly means: PaymentMethod | null;
  /**
   * 1 for the first of several payments alike in everything: two equal transfers on one day are two
   * payments.
   */
  readonly occurrence: number;
}

/**
 * The payments of a CSV or XLSX file, with every defect of the file at once. Never throws, writes nothing.
 */
export function readPayments(bytes: Uint8Array, options: ReadOptions): FileReading<PaymentRecord> {
  const table = readTable(bytes, options.mapping ? { mapping: options.mapping } : {});
  const layout = layOut(table, {
    ...{ specs: PAYMENT_COLUMNS, dates: ['date'], amounts: ['montant'] },
    ...{ mapping: options.mapping, today: options.today },
  });
  const refusals = isRefused(table.defects) ? [] : missingColumns(layout);
  if (isRefused([...table.defects, ...layout.defects, ...refusals])) {
    return refusedFile(bytes, layout, refusals, options.mapping);
  }
  const records: PaymentRecord[] = [];
  const defects: Defect[] = [];
  const occurrences = new Map<string, number>();
  for (const row of table.rows) {
    const line = openLine(layout, row);
    const payment = readPayment(line);
    const found = defectsOf(line);
    defects.push(...found);
    if (!payment || isRejected(found)) continue;
    const key = canonical(payment);
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    records.push({ line: row.line, ...payment, occurrence });
  }
  return { ...summarise(layout, { defects, ignored: [], warnings: [] }), records, needs: [] };
}

const TARGETS: readonly ColumnName[] = ['facture', 'reference', 'client', 'code_client'];

function missingColumns({ columns, table }: Layout): Defect[] {
  if (columns.understood.length === 0) return [defect('header_missing', { line: 0 })];
  const missing = (['montant', 'date'] as const).filter((name) => !hasColumn(columns, name));
  const fields: ColumnName[] = TARGETS.some((name) => hasColumn(columns, name))
    ? missing
    : [...missing, 'facture'];
  return fields.map((field) => defect('column_missing', { line: table.headerLine, field }));
}

function readPayment(line: Line): Omit<PaymentRecord, 'line' | 'occurrence'> | null {
  const texts = {
    invoice: takeText(line, 'facture'),
    reference: takeText(line, 'reference'),
    customer: takeText(line, 'client'),
    customerCode: takeText(line, 'code_client'),
  };
  if (TARGETS.every((column) => textOf(line, column) === ''))
    report(line, 'payment_target_missing', 'facture');
  const money = takeMoney(line, 'montant');
  if (textOf(line, 'montant') === '') report(line, 'amount_missing', 'montant');
  if (money?.amount === 0) report(line, 'amount_zero', 'montant', textOf(line, 'montant'));
  const paidOn = takePaidOn(line);
  const means = takeValue(line, 'moyen', readPaymentMethod);
  const currency = takeCurrency(line, 'montant', money?.currency ?? null);
  if (money === null || paidOn === null || currency === null) return null;
  return { ...texts, amount: money.amount, currency, paidOn, means };
}

function takePaidOn(line: Line): Day | null {
  const before = line.problems.length;
  const on = takeDate(line, 'date');
  if (on === null && line.problems.length === before) report(line, 'payment_date_missing', 'date');
  if (on !== null && on > line.layout.today) report(line, 'payment_in_future', 'date', textOf(line, 'date'));
  return on;
}
