import type { LateStart } from '../creditors/creditor.ts';
import type { Warning } from '../formats/defect.ts';
import type { FileReading } from '../formats/file-reading.ts';
import type { ToldDefect } from './defects.ts';
import type { Change } from './invoice-plan.ts';

export const IMPORT_KINDS = ['invoices', 'payments', 'debtors'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A file as a person gave it. */
export interface GivenFile {
  readonly name: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/** A word of progress, for a person who waits. */
export type Tell = (line: string) => void;

/** What a person confirmed, and where late items start unless a release says otherwise. */
export interface ImportChoices {
  readonly lateStart: LateStart;
  /** Closed or voided invoices may come back. */
  readonly acceptRevived: boolean;
  /** One number may belong to several customers. */
  readonly sharedNumbers: boolean;
  readonly tell: Tell;
}

/** Something that must be settled before the debtors concerned can be chased. */
export interface Need {
  readonly code: 'customer_type_missing' | 'customer_type_differs';
  readonly debtors: number;
}

/** A payment that one item, or none, has the amount of: a person decides. */
export interface UnmatchedPayment {
  readonly line: number;
  /** Key of the payer; null when nobody knows who paid. */
  readonly debtor: string | null;
  /** The invoice whose balance it is exactly; null when there is none. */
  readonly invoice: string | null;
  readonly amount: string;
  readonly currency: string;
  /** For `payment allocate`. */
  readonly payment: string;
}

export interface Created {
  readonly debtors: number;
  readonly invoices: number;
  readonly creditNotes: number;
  readonly payments: number;
}

/** What the import of one file answers; the shape that docs/contract.md promises. */
export interface FileImported {
  readonly file: string;
  /** Null when nothing told what the file holds. */
  readonly kind: ImportKind | null;
  readonly format: string;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly lines: number;
  readonly columns: readonly { readonly header: string; readonly column: string }[];
  readonly created: Created;
  readonly updated: number;
  readonly unchanged: number;
  /** Documents of the file that the books do not take: invoices of 0.00, credit notes wholly used. */
  readonly nothingToClaim: number;
  readonly changes: readonly Change[];
  readonly defects: readonly ToldDefect[];
  readonly needs: readonly Need[];
  readonly warnings: readonly Warning[];
  readonly matched?: { readonly certain: number; readonly proposed: number; readonly unknown: number };
  readonly unmatched?: readonly UnmatchedPayment[];
  /** The day up to which the money received is now known. */
  readonly coveredUntil?: string;
  readonly quarantined: boolean;
  /** Null when the file changed nothing. */
  readonly import: string | null;
}

export const NOTHING_CREATED: Created = { debtors: 0, invoices: 0, creditNotes: 0, payments: 0 };

/** What every answer repeats of the reading. */
export function readingFacts(file: GivenFile, reading: FileReading<unknown>) {
  const { format, encoding, separator, lines, warnings, understood } = reading;
  return { file: file.name, format, encoding, separator, lines, columns: understood.columns, warnings };
}

/** The answer about a file of which nothing was taken. */
export function nothingImported(
  file: GivenFile,
  kind: ImportKind | null,
  reading: FileReading<unknown>,
  defects: readonly ToldDefect[] = reading.defects,
): FileImported {
  return {
    ...readingFacts(file, reading),
    kind,
    created: NOTHING_CREATED,
    updated: 0,
    unchanged: 0,
    nothingToClaim: 0,
    changes: [],
    defects,
    needs: [],
    quarantined: false,
    import: null,
  };
}

/** Defects in the order of the file, each line's in the order found. */
export function inOrder(defects: readonly ToldDefect[]): readonly ToldDefect[] {
  return [...defects].sort((a, b) => a.line - b.line);
}

/**
 * The exit code of an import: 0 when nothing was wrong, 3 when some lines are in the books and some are not,
 * or not wholly, 2 when none is.
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
