import { parse } from 'csv-parse/sync';
import type { RawRow } from './xlsx.ts';

export const SEPARATORS = [';', '\t', ',', '|'] as const;

export interface SplitText {
  readonly rows: readonly RawRow[];
  /** Lines where a quote opens that nothing closes; the line is left out, reading goes on after it. */
  readonly unclosed: readonly number[];
  /** True when so many quotes are left open that columns cannot be trusted. */
  readonly broken: boolean;
}

/** A quoted cell longer than this swallowed lines after a stray quote: no address or note is. */
const LONGEST_RECORD = 100_000;
const MOST_UNCLOSED = 50;

/** CRLF, LF, CR and the CR CR LF of some exports all become LF. */
export function normaliseLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\r\n|\r\n|\r/g, '\n') : text;
}

/**
 * Delimited text as rows, with the line where each starts. Cells are as they stand, rows as long as they are.
 * A quote that is never closed costs its own line: reading resumes on the next one.
 */
export function splitText(text: string, separator: string): SplitText {
  const rows: RawRow[] = [];
  const unclosed: number[] = [];
  const source: Source = { text, separator, width: 0, searched: 0 };
  let offset = 0;
  let line = 0; // lines already consumed
  while (offset < text.length) {
    const before = line;
    const failed = parseFrom(text, offset, separator, (cells, linesRead) => {
      source.width = Math.max(source.width, cells.length);
      if (cells.some((cell) => cell.includes('\n') && hasSwallowed(cell, source))) {
        throw Object.assign(new Error('a cell swallowed lines'), { code: SWALLOWED });
      }
      if (cells.length > 1 || cells[0] !== '') rows.push({ line: line + 1, cells });
      line = before + linesRead;
    });
    if (!failed) break;
    const failedLine = line + 1;
    unclosed.push(failedLine);
    if (unclosed.length > MOST_UNCLOSED) return { rows, unclosed, broken: true };
    offset = offsetAfter(text, offset, failedLine - before);
    line = failedLine;
  }
  return { rows, unclosed, broken: false };
}

/** Ends the parse from inside, as the parser's own errors do. */
const SWALLOWED = 'CSV_CELL_SWALLOWED_LINES';

interface Source {
  readonly text: string;
  readonly separator: string;
  /** The widest row so far. */
  width: number;
  /** Where the last cell that begins with a quote was found: the next one stands further on. */
  searched: number;
}

/**
 * Whether a cell of several lines took in other records after a stray quote, so that one line would bear the
 * values of another: its opening quote was given back as text, or it holds the separators of a whole row.
 */
function hasSwallowed(cell: string, source: Source): boolean {
  const { text, separator, width } = source;
  if (cell.startsWith('"')) {
    const beginning = cell.slice(0, 1 + cell.slice(1).search(/[\n"]|$/));
    const at = text.indexOf(`""${beginning}`, source.searched);
    if (at < 0) return true;
    source.searched = at;
  }
  const [first = 0, ...rest] = cell.split('\n').map((part) => part.split(separator).length - 1);
  const last = rest.pop() ?? 0;
  return width >= 3 && (first + last === width - 1 || rest.includes(width - 1));
}

/** Parses to the end; true when a quote stayed open, after the rows before it were given. */
function parseFrom(
  text: string,
  offset: number,
  separator: string,
  take: (cells: string[], linesRead: number) => void,
): boolean {
  try {
    parse(offset === 0 ? text : text.slice(offset), {
      delimiter: separator,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: LONGEST_RECORD,
      on_record: (cells: string[], context) => {
        take(cells, context.lines);
        return null; // kept by `take`, with its line
      },
    });
    return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) return true;
    throw error;
  }
}

/** Where the text goes on after `lines` more line feeds. */
function offsetAfter(text: string, offset: number, lines: number): number {
  let at = offset;
  for (let count = 0; count < lines; count += 1) {
    const feed = text.indexOf('\n', at);
    if (feed < 0) return text.length;
    at = feed + 1;
  }
  return at;
}
