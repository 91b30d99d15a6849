import { type Container, containerOf } from './container.ts';
import { decode } from './decode.ts';
import { type Defect, defect, type Warning, warning } from './defect.ts';
import { findHeader, findSeparator } from './header.ts';
import { LIMITS } from './limits.ts';
import { isKnownHeader, type Mapping } from './mapping.ts';
import { normaliseLines, splitText } from './split.ts';
import { isRepeatedHeader, isTotalsRow, rowDefect } from './table-rows.ts';
import { cleanCell, foldHeader } from './text.ts';
import { type RawRow, readWorkbook } from './xlsx.ts';

export type TableRow = RawRow;

/** A row that holds no record, and why. */
export interface IgnoredRow {
  readonly line: number;
  readonly reason: 'totals' | 'repeated_header' | 'draft' | 'cancelled' | 'not_an_invoice';
  /** The invoice number it bears, for documents that are not claims. */
  readonly number: string | null;
}

export interface Table {
  readonly format: 'csv' | 'xlsx';
  /** Null for a workbook, and for a file that could not be opened. */
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly sheet: string | null;
  /** The filled cells of the lines above the header: a title, an account, a period. */
  readonly above: readonly string[];
  readonly header: readonly string[];
  /** Line of the header; 0 when there is none. */
  readonly headerLine: number;
  /**
   * The rows that may be records: neither blank, nor totals, nor the header again, nor defective as a
   * whole.
   */
  readonly rows: readonly TableRow[];
  readonly ignored: readonly IgnoredRow[];
  readonly defects: readonly Defect[];
  readonly warnings: readonly Warning[];
}

export interface TableOptions {
  readonly mapping?: Mapping;
  /** Which texts are column titles; ours (invoices, customers, payments) unless said otherwise. */
  readonly isKnown?: (text: string) => boolean;
}

type Opening = Pick<Table, 'format' | 'encoding' | 'separator' | 'sheet'>;

/**
 * A table out of delimited text or a workbook, whatever its encoding, separator and title block. Never
 * throws.
 */
export function readTable(bytes: Uint8Array, options: TableOptions = {}): Table {
  const mapped = new Set(Object.keys(options.mapping ?? {}).map(foldHeader));
  const isKnown = (text: string): boolean =>
    (options.isKnown ?? isKnownHeader)(text) || mapped.has(foldHeader(text));
  const container = containerOf(bytes);
  if (container === 'empty') return failed('csv', defect('file_empty', { line: 0 }));
  if (bytes.length > LIMITS.fileBytes) {
    const size = `${Math.floor(bytes.length / 1_048_576)} Mo, la limite est de ${LIMITS.fileBytes / 1_048_576} Mo`;
    return failed('csv', defect('file_too_large', { line: 0, detail: size }));
  }
  if (container === 'zip') return readSheets(bytes, isKnown);
  if (container !== 'text') {
    return failed('csv', defect('not_a_table', { line: 0, detail: NOT_A_TABLE[container] }));
  }
  return readDelimited(bytes, isKnown);
}

const NOT_A_TABLE: Readonly<Record<Exclude<Container, 'text' | 'empty' | 'zip'>, string>> = {
  pdf: 'c’est un document PDF',
  ole: 'c’est un classeur Excel ancien (.xls) ou protégé par un mot de passe',
  html: 'c’est une page web (HTML), même si son nom finit par .xls ou .csv',
  xml: 'c’est un fichier XML',
  image: 'c’est une image',
  binary: 'ce n’est pas du texte',
};

function failed(format: 'csv' | 'xlsx', reason: Defect): Table {
  return {
    ...{ format, encoding: null, separator: null, sheet: null, above: [], header: [] },
    ...{ headerLine: 0, rows: [], ignored: [], defects: [reason], warnings: [] },
  };
}

function readDelimited(bytes: Uint8Array, isKnown: (text: string) => boolean): Table {
  const { text: decoded, encoding } = decode(bytes);
  const text = normaliseLines(decoded);
  if (countLines(text) > LIMITS.rows * 2) return failed('csv', tooManyRows());
  const separator = findSeparator(text, isKnown);
  if (separator === null) {
    const detail = 'aucun séparateur de colonnes (point-virgule, virgule, tabulation, barre) n’y figure';
    return { ...failed('csv', defect('not_a_table', { line: 0, detail })), encoding };
  }
  const { rows, unclosed, broken } = splitText(text, separator);
  const opening: Opening = { format: 'csv', encoding, separator, sheet: null };
  if (broken) return { ...failed('csv', defect('quotes_broken', { line: 0 })), ...opening };
  const kept = /^sep=.?$/i.test(rows[0]?.cells.join('') ?? '') ? rows.slice(1) : rows;
  const table = assemble(opening, kept, isKnown, text.endsWith('\n'));
  const last = countLines(text) + (text.endsWith('\n') ? 0 : 1);
  const open = unclosed.map((line) => defect(line === last ? 'line_cut' : 'quote_unclosed', { line }));
  return {
    ...table,
    defects: [...table.defects.filter((found) => found.code !== 'no_lines' || open.length === 0), ...open],
  };
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function tooManyRows(): Defect {
  return defect('too_many_rows', { line: 0, detail: LIMITS.rows.toLocaleString('fr-FR') });
}

/** The first visible sheet whose header is recognised, else the first one that holds anything. */
function readSheets(bytes: Uint8Array, isKnown: (text: string) => boolean): Table {
  const sheets = readWorkbook(bytes);
  if (sheets === 'damaged') return failed('xlsx', defect('workbook_damaged', { line: 0 }));
  if (sheets === 'refused') return failed('xlsx', defect('archive_refused', { line: 0 }));
  if (sheets === 'not_a_workbook') {
    const detail = 'c’est une archive ZIP, pas un classeur .xlsx';
    return failed('xlsx', defect('not_a_table', { line: 0, detail }));
  }
  const visible = sheets.filter((sheet) => !sheet.hidden);
  let fallback: { name: string; rows: readonly RawRow[] } | null = null;
  for (const sheet of visible) {
    const rows = sheet.rows();
    if (rows === null) return failed('xlsx', defect('workbook_damaged', { line: 0 }));
    if (rows.length === 0) continue;
    const recognised = (findHeader(rows, isKnown)?.known ?? 0) >= 2;
    if (recognised || !fallback) fallback = { name: sheet.name, rows };
    if (recognised) break;
  }
  if (!fallback) return failed('xlsx', defect('file_empty', { line: 0 }));
  const opening: Opening = { format: 'xlsx', encoding: null, separator: null, sheet: fallback.name };
  const table = assemble(opening, fallback.rows, isKnown, true);
  const others = visible.filter((sheet) => sheet.name !== fallback.name).map((sheet) => `« ${sheet.name} »`);
  if (others.length === 0) return table;
  const message = `Seule la feuille « ${fallback.name} » a été lue ; ${others.join(', ')} est laissée de côté.`;
  return { ...table, warnings: [...table.warnings, warning('sheets_ignored', message)] };
}

/** Finds the header and sorts what follows into rows, ignored rows and defects. */
function assemble(
  opening: Opening,
  all: readonly RawRow[],
  isKnown: (text: string) => boolean,
  complete: boolean,
): Table {
  const found = findHeader(all, isKnown);
  const headerRow = found ? all[found.index] : undefined;
  const refusal = all.length > LIMITS.rows + LIMITS.preambleLines ? tooManyRows() : tooManyColumns(all);
  if (refusal) return { ...failed(opening.format, refusal), ...opening };
  if (!found || !headerRow) {
    const reason = all.every((row) => row.cells.every((cell) => cleanCell(cell) === ''))
      ? 'file_empty'
      : 'header_missing';
    return { ...failed(opening.format, defect(reason, { line: 0 })), ...opening };
  }
  const header = headerRow.cells.map(cleanCell);
  while (header.at(-1) === '') header.pop();
  const body = all.slice(found.index + 1).filter((row) => row.cells.some((cell) => cleanCell(cell) !== ''));
  const shortest = Math.min(header.length, ...widths(body.slice(0, -1)));
  const rows: TableRow[] = [];
  const ignored: IgnoredRow[] = [];
  const defects: Defect[] = [];
  body.forEach((row, index) => {
    if (isRepeatedHeader(row, header))
      ignored.push({ line: row.line, reason: 'repeated_header', number: null });
    else if (isTotalsRow(row, header)) ignored.push({ line: row.line, reason: 'totals', number: null });
    else {
      const cut = !complete && index === body.length - 1 && row.cells.length < shortest;
      const problem = cut ? defect('line_cut', { line: row.line }) : rowDefect(row, header);
      if (problem) defects.push(problem);
      else rows.push(row);
    }
  });
  if (rows.length === 0 && defects.length === 0) defects.push(defect('no_lines', { line: 0 }));
  const above = all.slice(0, found.index).flatMap(({ cells }) => cells.filter((cell) => cell.trim() !== ''));
  return { ...opening, above, header, headerLine: headerRow.line, rows, ignored, defects, warnings: [] };
}

function tooManyColumns(rows: readonly RawRow[]): Defect | null {
  const wide = rows.some((row) => row.cells.length > LIMITS.columns);
  return wide ? defect('too_many_columns', { line: 0, detail: String(LIMITS.columns) }) : null;
}

/** The distinct widths of the rows: a few numbers, however many rows there are. */
function widths(rows: readonly RawRow[]): number[] {
  return [...new Set(rows.map((row) => row.cells.length))];
}
