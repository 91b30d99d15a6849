import type { Day } from '../calendar/day.ts';
import type { Defect, Warning } from './defect.ts';
import { warning } from './defect.ts';
import type { Layout } from './layout.ts';
import type { Mapping } from './mapping.ts';
import type { IgnoredRow, Table } from './table.ts';

export interface ReadOptions {
  /** Day of the import in the creditor's zone. */
  readonly today: Day;
  readonly mapping?: Mapping;
  /** A person confirmed that one invoice number may belong to several customers. */
  readonly sharedNumbers?: boolean;
}

/** What was made of a file: shown to the person before anything is written. */
export interface Understood {
  readonly sheet: string | null;
  readonly headerLine: number;
  readonly columns: readonly { readonly header: string; readonly column: string }[];
  readonly unknown: readonly string[];
  readonly unused: readonly string[];
  readonly dates: readonly { readonly column: string; readonly order: 'day-first' | 'month-first' }[];
  readonly amounts: readonly { readonly column: string; readonly decimal: ',' | '.' | null }[];
  readonly ignored: readonly IgnoredRow[];
}

/** A file read whole: its good records, and all that is wrong with the others at once. */
export interface FileReading<T> {
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly separator: string | null;
  /** Lines that hold, or should hold, a record: neither titles, nor totals, nor blanks. */
  readonly lines: number;
  readonly records: readonly T[];
  readonly defects: readonly Defect[];
  readonly warnings: readonly Warning[];
  /** What the product must ask before chasing. */
  readonly needs: readonly { readonly code: 'customer_type_missing'; readonly debtors: number }[];
  readonly understood: Understood;
}

export function isRefused(defects: readonly Defect[]): boolean {
  return defects.some(({ rejects }) => rejects === 'file');
}

/** Everything of the answer but its records; defects in the order of the file. */
export function summarise(
  layout: Layout,
  found: { defects: readonly Defect[]; ignored: readonly IgnoredRow[]; warnings: readonly Warning[] },
): Omit<FileReading<never>, 'records' | 'needs'> {
  const { table, columns } = layout;
  const ignored = [...table.ignored, ...found.ignored].sort((a, b) => a.line - b.line);
  const defects = [...table.defects, ...layout.defects, ...found.defects].sort((a, b) => a.line - b.line);
  return {
    format: table.format,
    encoding: table.encoding,
    separator: table.separator,
    lines: countLines(table, found.ignored.length),
    defects,
    warnings: [...table.warnings, ...layout.warnings, ...found.warnings, ...ignoredWarning(ignored)],
    understood: {
      sheet: table.sheet,
      headerLine: table.headerLine,
      columns: columns.understood,
      unknown: columns.unknown,
      unused: columns.unused,
      dates: [...layout.dateOrders].map(([column, order]) => ({ column, order })),
      amounts: [...layout.amountHints].map(([column, { decimal }]) => ({ column, decimal })),
      ignored,
    },
  };
}

function countLines(table: Table, ignored: number): number {
  const broken = table.defects.filter(({ rejects }) => rejects === 'line').length;
  return table.rows.count + broken - ignored;
}

const REASONS: Readonly<Record<IgnoredRow['reason'], string>> = {
  totals: 'totaux ou regroupements',
  repeated_header: 'titres répétés',
  draft: 'brouillons',
  cancelled: 'documents annulés',
  not_an_invoice: 'documents qui ne sont pas des factures de vente',
};

function ignoredWarning(ignored: readonly IgnoredRow[]): Warning[] {
  if (ignored.length === 0) return [];
  const counts = new Map<IgnoredRow['reason'], number>();
  for (const { reason } of ignored) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const list = [...counts].map(([reason, count]) => `${REASONS[reason]} (${count})`).join(', ');
  return [warning('lines_ignored', `Lignes laissées de côté : ${list}.`)];
}
