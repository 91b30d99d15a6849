import { type ColumnName, DEBTOR_COLUMNS } from './columns.ts';
import { type DebtorRecord, readDebtor, takeIban } from './debtor.ts';
import { type Defect, defect } from './defect.ts';
import { type FileReading, isRefused, type ReadOptions, summarise } from './file-reading.ts';
import { needsOf } from './invoices.ts';
import { type Layout, layOut } from './layout.ts';
import { defectsOf, isRejected, openLine, report } from './line.ts';
import { hasColumn } from './mapping.ts';
import { readTable } from './table.ts';
import { refusedFile } from './unread-table.ts';

/** A customer of a file of customers. */
export interface DebtorLine extends DebtorRecord {
  readonly line: number;
  readonly name: string;
  /** Their own bank account: it helps to recognise their transfers, and is never printed. */
  readonly iban: string | null;
}

const DATES: readonly ColumnName[] = ['client_depuis'];

/**
 * The customers of a CSV or XLSX file, with every defect of the file at once. Never throws, writes nothing.
 */
export function readDebtors(bytes: Uint8Array, options: ReadOptions): FileReading<DebtorLine> {
  const table = readTable(bytes, options.mapping ? { mapping: options.mapping } : {});
  const { mapping, today } = options;
  const layout = layOut(table, { specs: DEBTOR_COLUMNS, dates: DATES, amounts: [], mapping, today });
  const refusals = isRefused(table.defects) ? [] : missingColumns(layout);
  if (isRefused([...table.defects, ...layout.defects, ...refusals])) {
    return refusedFile(bytes, layout, refusals, options.mapping);
  }
  const records = new Map<string, DebtorLine>();
  const defects: Defect[] = [];
  for (const row of table.rows) {
    const line = openLine(layout, row);
    const debtor = readDebtor(line);
    const iban = takeIban(line);
    if (debtor && debtor.name === null) report(line, 'customer_missing', 'client');
    const twin = debtor ? records.get(debtor.key) : undefined;
    if (debtor && twin) report(line, 'duplicate_debtor', 'client', debtor.key, `ligne ${twin.line}`);
    const found = defectsOf(line);
    defects.push(...found);
    if (debtor?.name != null && !isRejected(found)) {
      records.set(debtor.key, { ...debtor, name: debtor.name, line: row.line, iban });
    }
  }
  const kept = [...records.values()];
  return {
    ...summarise(layout, { defects, ignored: [], warnings: [] }),
    records: kept,
    needs: needsOf(kept),
  };
}

function missingColumns({ columns, table }: Layout): Defect[] {
  if (columns.understood.length === 0) return [defect('header_missing', { line: 0 })];
  if (hasColumn(columns, 'client')) return [];
  return [defect('column_missing', { line: table.headerLine, field: 'client' })];
}
