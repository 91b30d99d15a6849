import { type Defect, defect } from './defect.ts';
import type { IgnoredRow } from './table.ts';
import { cleanCell, fold, foldHeader } from './text.ts';
import type { RawRow } from './xlsx.ts';

interface Sorting {
  readonly header: readonly string[];
  readonly headerLine: number;
  /** The text ends with a whole line. */
  readonly complete: boolean;
  /** Rows that are kept; none is when there are more. */
  readonly keep: number;
}

/** What the rows of a file are, told in one pass. */
export interface SortedRows {
  readonly count: number;
  /** Cells of the widest. */
  readonly widest: number;
  /** Not one cell says anything. */
  readonly blank: boolean;
  /** Rows under the header that may be records; null when there are more than are kept. */
  readonly kept: readonly RawRow[] | null;
  readonly taken: number;
  /** Lines of the other rows that are not blank, by their reason in `ignored` or their defect. */
  readonly left: ReadonlySet<number>;
  readonly ignored: readonly IgnoredRow[];
  readonly defects: readonly Defect[];
}

/** Sorts the rows under the header: those that may be records, those that hold none, the defective ones. */
export function sortRows(
  rows: Iterable<RawRow>,
  { header, headerLine, complete, keep }: Sorting,
): SortedRows {
  const ignored: IgnoredRow[] = [];
  const defects: Defect[] = [];
  let kept: RawRow[] | null = [];
  let [count, widest, taken, shortest] = [0, 0, 0, header.length];
  let blank = true;
  const sort = (row: RawRow, cut: boolean) => {
    const { line } = row;
    if (isRepeatedHeader(row, header)) ignored.push({ line, reason: 'repeated_header', number: null });
    else if (isTotalsRow(row, header)) ignored.push({ line, reason: 'totals', number: null });
    else {
      const problem = cut ? defect('line_cut', { line }) : rowDefect(row, header);
      if (problem) defects.push(problem);
      else {
        taken += 1;
        if (taken > keep) kept = null;
        kept?.push(row);
      }
    }
  };
  let held: RawRow | null = null;
  for (const row of rows) {
    count += 1;
    widest = Math.max(widest, row.cells.length);
    if (isBlankRow(row)) continue;
    blank = false;
    if (row.line <= headerLine) continue;
    if (held) {
      sort(held, false);
      shortest = Math.min(shortest, held.cells.length);
    }
    held = row;
  }
  if (held) sort(held, !complete && held.cells.length < shortest);
  const left = new Set([...ignored, ...defects].map(({ line }) => line));
  return { count, widest, blank, kept, taken, left, ignored, defects };
}

export function isBlankRow({ cells }: RawRow): boolean {
  return cells.every((cell) => cleanCell(cell) === '');
}

/** Exports made for printing repeat their titles on every page. */
function isRepeatedHeader(row: RawRow, header: readonly string[]): boolean {
  return header.every((title, index) => {
    const cell = row.cells[index] ?? '';
    return (
      title === cell || (Math.abs(title.length - cell.length) < 4 && foldHeader(title) === foldHeader(cell))
    );
  });
}

const TOTALS_LABEL =
  /^(?:sous )?(?:total|totaux|grand total|cumul|report|a reporter)(?: (?:general|generaux|page|de la page|ttc|ht|eur|euros|client|clients|factures|facture|du compte|a reporter))*$/;
const GROUP_LABEL = /\(\d+\)$/;
const FIGURES = /^[-+(−]?[\d\s.,'’]+[)-]?\s*(?:€|eur)?$/i;

/**
 * A line of totals or of a group (`Total général`, `Client X (3)`): its first filled cell is such a label,
 * all the others are figures, and most columns are empty. A customer named « Total » has a date and a
 * number beside its name.
 */
function isTotalsRow(row: RawRow, header: readonly string[]): boolean {
  const label = row.cells.find((cell) => cell.trim() !== '')?.trim() ?? '';
  const total = /^\W*(?:s|t|g|c|r|à)/i.test(label) && TOTALS_LABEL.test(fold(label));
  if (!total && !GROUP_LABEL.test(label)) return false;
  const filled = row.cells.map(cleanCell).filter((cell) => cell !== '');
  return filled.length * 2 <= header.length + 1 && filled.slice(1).every((cell) => FIGURES.test(cell));
}

/** A row with filled cells beyond the last title is shifted: none of its values can be trusted. */
function rowDefect(row: RawRow, header: readonly string[]): Defect | null {
  const beyond = row.cells.slice(header.length).some((cell) => cleanCell(cell) !== '');
  if (!beyond) return null;
  const detail = `${row.cells.length} au lieu de ${header.length}`;
  return defect('row_long', { line: row.line, detail });
}
