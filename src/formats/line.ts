import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import { type ReadAmount, readAmount } from './amount.ts';
import type { ColumnName } from './columns.ts';
import { readDate } from './date.ts';
import { type Defect, defect } from './defect.ts';
import type { DefectCode } from './defects.ts';
import type { Layout } from './layout.ts';
import { cellsOf, titleOf } from './mapping.ts';
import { isFault, type Reading } from './reading.ts';
import type { TableRow } from './table.ts';
import { cleanCell, isSpreadsheetError, looksMisread, oneLine } from './text.ts';
import { readCurrency } from './vocabulary.ts';

/** Something wrong with one cell, not yet tied to a line: the same customer cells recur on many lines. */
export interface Problem {
  readonly code: DefectCode;
  readonly column: ColumnName;
  /** Null: what the line has in that column. */
  readonly value: string | null;
  readonly detail: string;
}

/** One row being read: what is wrong with it gathers in `problems`, all of it at once. */
export interface Line {
  readonly layout: Layout;
  readonly row: TableRow;
  readonly problems: Problem[];
}

/** Names and wordings longer than this are mistakes (an unclosed quote), and no letter has room for them. */
const LONGEST_TEXT = 500;

export function openLine(layout: Layout, row: TableRow): Line {
  return { layout, row, problems: [] };
}

export function report(line: Line, code: DefectCode, column: ColumnName, value = '', detail = ''): void {
  line.problems.push({ code, column, value, detail });
}

/** The first filled cell of a column, cleaned; empty when there is none. */
export function textOf(line: Line, column: ColumnName): string {
  for (const index of cellsOf(line.layout.columns, column)) {
    const text = cleanCell(line.row.cells[index] ?? '');
    if (text !== '') return text;
  }
  return '';
}

/** Every filled cell of a column that several headers feed. */
export function textsOf(line: Line, column: ColumnName): string[] {
  return cellsOf(line.layout.columns, column)
    .map((index) => cleanCell(line.row.cells[index] ?? ''))
    .filter((text) => text !== '');
}

/** Whether a text is one at all: no formula, no spreadsheet error, no broken accents, no endless cell. */
export function isSound(line: Line, column: ColumnName, text: string): boolean {
  if (/^=./.test(text)) report(line, 'formula_cell', column, text);
  else if (isSpreadsheetError(text)) report(line, 'formula_error', column, text);
  else if (looksMisread(text)) report(line, 'encoding_damaged', column, text);
  else if (text.length > LONGEST_TEXT) report(line, 'text_too_long', column, text, String(text.length));
  else return true;
  return false;
}

/** A text on one line, null when empty or unsound. */
export function takeText(line: Line, column: ColumnName): string | null {
  const text = textOf(line, column);
  return text !== '' && isSound(line, column, text) ? oneLine(text) : null;
}

/** A value by its reader, null when the cell is empty or cannot be read. */
export function takeValue<T>(line: Line, column: ColumnName, read: (text: string) => Reading<T>): T | null {
  const text = textOf(line, column);
  return text === '' || !isSound(line, column, text) ? null : settle(line, column, text, read(text));
}

/** The value of a reading, or null after its fault was reported. */
export function settle<T>(line: Line, column: ColumnName, text: string, reading: Reading<T>): T | null {
  if (!isFault(reading)) return reading.value;
  report(line, reading.fault, column, text, reading.detail);
  return null;
}

export function takeDate(line: Line, column: ColumnName): Day | null {
  const order = line.layout.dateOrders.get(column) ?? 'day-first';
  return takeValue(line, column, (text) => readDate(text, order, line.layout.today));
}

export function takeMoney(line: Line, column: ColumnName): ReadAmount | null {
  const hint = line.layout.amountHints.get(column) ?? { decimal: ',', round: false };
  return takeValue(line, column, (text) => readAmount(text, hint));
}

export function takeAmount(line: Line, column: ColumnName): Cents | null {
  return takeMoney(line, column)?.amount ?? null;
}

/**
 * The currency of a line: that of its column, else the one written beside the amount, else euros. Null,
 * with the reason reported, when one is unknown or both differ.
 */
export function takeCurrency(line: Line, amountColumn: ColumnName, beside: string | null): string | null {
  const inColumn = takeValue(line, 'devise', readCurrency);
  if (inColumn === null && textOf(line, 'devise') !== '') return null;
  if (beside === null) return inColumn ?? 'EUR';
  const written = settle(line, 'devise', beside, readCurrency(beside));
  if (written === null || inColumn === null || inColumn === written) return written;
  report(line, 'currency_disagrees', amountColumn, textOf(line, amountColumn), inColumn);
  return null;
}

/** Whether the row ends before this column: then what is missing is the rest of the line, not one value. */
function endsBefore(line: Line, column: ColumnName): boolean {
  const cells = cellsOf(line.layout.columns, column);
  return cells.length > 0 && cells.every((index) => index >= line.row.cells.length);
}

const NONE: readonly Defect[] = [];

/** What is wrong with the line as defects; several values missing from a short row are one. */
export function defectsOf(line: Line): readonly Defect[] {
  if (line.problems.length === 0) return NONE;
  const { columns, essential, table } = line.layout;
  const { header } = table;
  const place = { line: line.row.line };
  const short = line.problems.some(
    ({ code, column }) => code.endsWith('_missing') && endsBefore(line, column),
  );
  const defects = line.problems
    .filter(({ code, column }) => !(short && code.endsWith('_missing') && endsBefore(line, column)))
    .map(({ code, column, value: said, detail }) => {
      const value = said ?? textOf(line, column);
      return defect(code, {
        ...{ ...place, field: column, title: titleOf(header, columns, column), value, detail },
        essential: essential.has(column),
      });
    });
  if (!short) return defects;
  const detail = `${line.row.cells.length} au lieu de ${header.length}`;
  return [defect('row_short', { ...place, detail }), ...defects];
}

export function isRejected(defects: readonly Defect[]): boolean {
  return defects.some(({ rejects }) => rejects === 'line');
}
