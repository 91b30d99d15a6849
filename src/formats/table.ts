import { type Container, containerOf } from './container.ts';
import { type Defect, defect, type Warning, warning } from './defect.ts';
import { findHeader, findSeparator } from './header.ts';
import { LIMITS } from './limits.ts';
import { isKnownHeader, type Mapping } from './mapping.ts';
import { inPieces } from './pieces.ts';
import { splitRows, type Trouble } from './split.ts';
import { isBlankRow, type SortedRows, sortRows } from './table-rows.ts';
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

/** Rows that may be gone through several times: those of a long text are split anew each time, not kept. */
export interface Rows extends Iterable<TableRow> {
  readonly count: number;
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
  readonly rows: Rows;
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
    ...{ headerLine: 0, rows: kept([]), ignored: [], defects: [reason], warnings: [] },
  };
}

function kept(rows: readonly TableRow[]): Rows {
  return { count: rows.length, [Symbol.iterator]: () => rows[Symbol.iterator]() };
}

function readDelimited(bytes: Uint8Array, isKnown: (text: string) => boolean): Table {
  const text = inPieces(bytes);
  if (text.feeds > LIMITS.rows * 2) return failed('csv', tooManyRows());
  const [start = Buffer.alloc(0)] = text.pieces();
  const separator = findSeparator(start, isKnown);
  if (separator === null) {
    const detail = 'aucun séparateur de colonnes (point-virgule, virgule, tabulation, barre) n’y figure';
    return { ...failed('csv', defect('not_a_table', { line: 0, detail })), encoding: text.encoding };
  }
  for (const piece of text.pieces()) {
    if (!isEndless(piece, separator)) continue;
    return failed('csv', defect('too_many_columns', { line: 0, detail: String(LIMITS.columns) }));
  }
  let trouble: Trouble = { unclosed: [], broken: false };
  const split = () => {
    trouble = { unclosed: [], broken: false };
    return withoutDeclaration(splitRows(text.pieces(), separator, trouble));
  };
  const opening: Opening = { format: 'csv', encoding: text.encoding, separator, sheet: null };
  const table = assemble(opening, split, isKnown, text.complete);
  if (trouble.broken) return { ...failed('csv', defect('quotes_broken', { line: 0 })), ...opening };
  const last = text.feeds + (text.complete ? 0 : 1);
  const open = trouble.unclosed.map((line) =>
    defect(line === last ? 'line_cut' : 'quote_unclosed', { line }),
  );
  return {
    ...table,
    defects: [...table.defects.filter((found) => found.code !== 'no_lines' || open.length === 0), ...open],
  };
}

/** Excel's own first line, `sep=;`, is no row. */
function* withoutDeclaration(rows: Iterable<RawRow>): Generator<RawRow> {
  let first = true;
  for (const row of rows) {
    if (!first || !/^sep=.?$/i.test(row.cells.join(''))) yield row;
    first = false;
  }
}

/** A hundred times the columns of a wide table. */
const ENDLESS = 100 * LIMITS.columns;
const FEED = 0x0a;

/**
 * Whether one line holds so many separators that its cells would fill the memory before they could be
 * counted.
 */
function isEndless(piece: Buffer, separator: string): boolean {
  const mark = separator.charCodeAt(0);
  for (let start = 0; start < piece.length; ) {
    const feed = piece.indexOf(FEED, start);
    const end = feed < 0 ? piece.length : feed;
    let found = 0;
    for (let at = start; end - start > ENDLESS && at < end && found <= ENDLESS; at += 1) {
      if (piece[at] === mark) found += 1;
    }
    if (found > ENDLESS) return true;
    start = end + 1;
  }
  return false;
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
  const table = assemble(opening, () => fallback.rows, isKnown, true);
  const others = visible.filter((sheet) => sheet.name !== fallback.name).map((sheet) => `« ${sheet.name} »`);
  if (others.length === 0) return table;
  const message = `Seule la feuille « ${fallback.name} » a été lue ; ${others.join(', ')} est laissée de côté.`;
  return { ...table, warnings: [...table.warnings, warning('sheets_ignored', message)] };
}

/** Rows of a text that are kept in memory; those of a longer one are split anew when they are asked for. */
const KEPT_ROWS = 20_000;

/** Finds the header and sorts what follows into rows, ignored rows and defects. */
function assemble(
  opening: Opening,
  all: () => Iterable<RawRow>,
  isKnown: (text: string) => boolean,
  complete: boolean,
): Table {
  const head = headOf(all());
  const found = findHeader(head, isKnown);
  const headerRow = found ? head[found.index] : undefined;
  const header = headerRow?.cells.map(cleanCell) ?? [];
  while (header.at(-1) === '') header.pop();
  const headerLine = headerRow?.line ?? 0;
  const sorted = sortRows(all(), { header, headerLine, complete, keep: KEPT_ROWS });
  if (sorted.count > LIMITS.rows + LIMITS.preambleLines)
    return { ...failed(opening.format, tooManyRows()), ...opening };
  if (sorted.widest > LIMITS.columns) return { ...failed(opening.format, tooManyColumns()), ...opening };
  if (!headerRow) {
    const reason = sorted.blank ? 'file_empty' : 'header_missing';
    return { ...failed(opening.format, defect(reason, { line: 0 })), ...opening };
  }
  const { ignored, defects } = sorted;
  const rows = sorted.kept ? kept(sorted.kept) : splitAgain(all, headerLine, sorted);
  const none = rows.count === 0 && defects.length === 0 ? [defect('no_lines', { line: 0 })] : defects;
  const before = head.slice(0, found!.index);
  const above = before.flatMap(({ cells }) => cells.filter((cell) => cell.trim() !== ''));
  return { ...opening, above, header, headerLine, rows, ignored, defects: none, warnings: [] };
}

/** Enough rows to hold the header. */
function headOf(rows: Iterable<RawRow>): readonly RawRow[] {
  const head: RawRow[] = [];
  for (const row of rows) {
    if (row.line > LIMITS.preambleLines && head.length >= LIMITS.preambleLines) break;
    head.push(row);
  }
  return head;
}

function splitAgain(all: () => Iterable<RawRow>, headerLine: number, { taken, left }: SortedRows): Rows {
  function* rows(): Generator<TableRow> {
    for (const row of all()) if (row.line > headerLine && !left.has(row.line) && !isBlankRow(row)) yield row;
  }
  return { count: taken, [Symbol.iterator]: rows };
}

function tooManyColumns(): Defect {
  return defect('too_many_columns', { line: 0, detail: String(LIMITS.columns) });
}
