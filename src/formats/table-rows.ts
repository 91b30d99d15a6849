import { type Defect, defect } from './defect.ts';
import { cleanCell, fold, foldHeader } from './text.ts';
import type { RawRow } from './xlsx.ts';

/** Exports made for printing repeat their titles on every page. */
export function isRepeatedHeader(row: RawRow, header: readonly string[]): boolean {
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
export function isTotalsRow(row: RawRow, header: readonly string[]): boolean {
  const label = row.cells.find((cell) => cell.trim() !== '')?.trim() ?? '';
  const total = /^\W*(?:s|t|g|c|r|à)/i.test(label) && TOTALS_LABEL.test(fold(label));
  if (!total && !GROUP_LABEL.test(label)) return false;
  const filled = row.cells.map(cleanCell).filter((cell) => cell !== '');
  return filled.length * 2 <= header.length + 1 && filled.slice(1).every((cell) => FIGURES.test(cell));
}

/** A row with filled cells beyond the last title is shifted: none of its values can be trusted. */
export function rowDefect(row: RawRow, header: readonly string[]): Defect | null {
  const beyond = row.cells.slice(header.length).some((cell) => cleanCell(cell) !== '');
  if (!beyond) return null;
  const detail = `${row.cells.length} au lieu de ${header.length}`;
  return defect('row_long', { line: row.line, detail });
}
