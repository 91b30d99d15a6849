import type { Warning } from '../formats/defect.ts';
import type { FileReading } from '../formats/file-reading.ts';
import type { ToldDefect } from './defects.ts';
import type { Change } from './plan-invoice.ts';

/** A file as a person gave it. */
export interface GivenFile {
  readonly name: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/** Something that must be settled before the debtors concerned can be chased. */
export interface Need {
  readonly code: 'customer_type_missing' | 'customer_type_differs' | 'payments_unmatched';
  readonly debtors?: number;
  readonly payments?: number;
}

/** What the import of one file answers; the shape that docs/contract.md promises. */
export interface FileImported {
  readonly file: string;
  readonly kind: 'invoices' | 'payments' | 'debtors' | null;
  readonly format: string;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly lines: number;
  readonly created: {
    readonly debtors: number;
    readonly invoices: number;
    readonly creditNotes: number;
    readonly payments: number;
  };
  readonly updated: number;
  readonly unchanged: number;
  readonly changes: readonly Change[];
  readonly defects: readonly ToldDefect[];
  readonly needs: readonly Need[];
  readonly warnings: readonly Warning[];
  readonly matched?: { readonly certain: number; readonly proposed: number; readonly unknown: number };
  readonly quarantined: boolean;
  /** Null when the file changed nothing. */
  readonly import: string | null;
}

export const NOTHING_CREATED = { debtors: 0, invoices: 0, creditNotes: 0, payments: 0 } as const;

/** What every answer repeats of the reading. */
export function readingFacts(file: GivenFile, reading: FileReading<unknown>) {
  const { format, encoding, separator, lines, warnings } = reading;
  return { file: file.name, format, encoding, separator, lines, warnings };
}

/** Defects in the order of the file, each line's in the order found. */
export function inOrder(defects: readonly ToldDefect[]): readonly ToldDefect[] {
  return [...defects].sort((a, b) => a.line - b.line);
}

/**
 * The exit code of an import: 0 when nothing was wrong, 3 when some lines are in the books and some are not, or not
 * wholly, 2 when none is.
 */
export function exitOf(files: readonly FileImported[]): 0 | 2 | 3 {
  const wrong = files.some((file) => file.defects.length > 0);
  if (!wrong) return 0;
  const some = files.some((file) => {
    const { debtors, invoices, creditNotes, payments } = file.created;
    return debtors + invoices + creditNotes + payments + file.updated + file.unchanged > 0;
  });
  return some ? 3 : 2;
}
