import { isAscii } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import type { RawRow } from './xlsx.ts';

export const SEPARATORS = [';', '\t', ',', '|'] as const;

/** What splitting a text finds wrong with it, whole once its last row was taken. */
export interface Trouble {
  /** Lines where a quote opens that nothing closes; the line is left out, reading goes on after it. */
  readonly unclosed: number[];
  /** True when so many quotes are left open that columns cannot be trusted: the rest is not read. */
  broken: boolean;
}

/** A quoted cell longer than this swallowed lines after a stray quote: no address or note is. */
const LONGEST_RECORD = 100_000;
const MOST_UNCLOSED = 50;

const FEED = 0x0a;
const QUOTE = 0x22;

/**
 * Delimited text, in pieces of whole lines as UTF-8, as rows with the line where each starts. Cells are as
 * they stand, rows as long as they are. A quote that is never closed costs its own line: reading resumes on
 * the next one.
 */
export function* splitRows(pieces: Iterable<Buffer>, separator: string, trouble: Trouble): Generator<RawRow> {
  const source: Source = { separator, width: 0, line: 0 };
  let rest: Buffer | null = null;
  for (const { piece, last } of withLast(pieces)) {
    const text: Buffer = rest ? Buffer.concat([rest, piece]) : piece;
    rest = null;
    for (let offset = 0; offset < text.length; ) {
      const part = split(text.subarray(offset), source);
      yield* part.rows;
      if (!part.failed) break;
      offset = offsetAfter(text, offset, part.lines);
      // A cell may go on in the next piece.
      if (part.failed === 'open' && !last && text.length - offset <= LONGEST_RECORD) {
        rest = text.subarray(offset);
        break;
      }
      source.line += 1;
      trouble.unclosed.push(source.line);
      if (trouble.unclosed.length > MOST_UNCLOSED) {
        trouble.broken = true;
        return;
      }
      offset = offsetAfter(text, offset, 1);
    }
  }
}

function* withLast<T>(list: Iterable<T>): Generator<{ readonly piece: T; readonly last: boolean }> {
  let held: { readonly piece: T } | null = null;
  for (const piece of list) {
    if (held) yield { ...held, last: false };
    held = { piece };
  }
  if (held) yield { ...held, last: true };
}

interface Source {
  readonly separator: string;
  /** The widest row so far. */
  width: number;
  /** Lines already taken. */
  line: number;
}

interface Part {
  readonly rows: readonly RawRow[];
  /** Lines that the rows and the blank lines between them take. */
  readonly lines: number;
  /** `open`: a quote is open at the end; `wrong`: one that nothing closes, or that closes in another line. */
  readonly failed: 'open' | 'wrong' | null;
}

function split(text: Buffer, source: Source): Part {
  return (text.includes(QUOTE) ? null : splitPlain(text, source)) ?? splitQuoted(text, source);
}

/**
 * Text without a quote, cut at each separator, ten times sooner than a parser does. Each cell is a string of
 * its own: a part of a longer one would keep that in memory. Null for a line so long that something is wrong.
 */
function splitPlain(text: Buffer, source: Source): Part | null {
  const separator = source.separator.charCodeAt(0);
  const encoding = isAscii(text) ? 'latin1' : 'utf8';
  const rows: RawRow[] = [];
  let cells: string[] = [];
  let lines = 0;
  let start = 0;
  let from = 0;
  const endRow = (end: number) => {
    cells.push(text.toString(encoding, start, end));
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: source.line + lines + 1, cells });
    source.width = Math.max(source.width, cells.length);
    lines += 1;
    cells = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === separator) cells.push(text.toString(encoding, start, at));
    else if (byte === FEED) {
      if (at - from > LONGEST_RECORD) return null;
      endRow(at);
      from = at + 1;
    } else continue;
    start = at + 1;
  }
  if (text.length - from > LONGEST_RECORD) return null;
  if (from < text.length) endRow(text.length);
  source.line += lines;
  return { rows, lines, failed: null };
}

/** Ends the parse from inside, as the parser's own errors do. */
const SWALLOWED = 'CSV_CELL_SWALLOWED_LINES';

function splitQuoted(text: Buffer, source: Source): Part {
  const rows: RawRow[] = [];
  const before = source.line;
  let read = 0;
  try {
    parse(text, {
      delimiter: source.separator,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: LONGEST_RECORD,
      on_record: (cells: string[], context) => {
        source.width = Math.max(source.width, cells.length);
        const record = text.subarray(read, context.bytes);
        read = context.bytes;
        if (cells.some((cell) => cell.includes('\n') && hasSwallowed(cell, record, source))) {
          throw Object.assign(new Error('a cell swallowed lines'), { code: SWALLOWED });
        }
        if (cells.length > 1 || cells[0] !== '') rows.push({ line: source.line + 1, cells });
        source.line = before + context.lines;
        return null; // kept above, with its line
      },
    });
    return { rows, lines: source.line - before, failed: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('CSV_')) throw error;
    const failed = code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : 'wrong';
    return { rows, lines: source.line - before, failed };
  }
}

/**
 * Whether a cell of several lines took in other records after a stray quote, so that one line would bear the
 * values of another: its opening quote was given back as text, or it holds the separators of a whole row.
 */
function hasSwallowed(cell: string, record: Buffer, { separator, width }: Source): boolean {
  if (cell.startsWith('"')) {
    const beginning = cell.slice(0, 1 + cell.slice(1).search(/[\n"]|$/));
    if (!record.includes(`""${beginning}`)) return true;
  }
  const [first = 0, ...rest] = cell.split('\n').map((part) => part.split(separator).length - 1);
  const last = rest.pop() ?? 0;
  return width >= 3 && (first + last === width - 1 || rest.includes(width - 1));
}

/** Where the text goes on after `lines` more line feeds. */
function offsetAfter(text: Buffer, offset: number, lines: number): number {
  let at = offset;
  for (let count = 0; count < lines; count += 1) {
    const feed = text.indexOf(FEED, at);
    if (feed < 0) return text.length;
    at = feed + 1;
  }
  return at;
}
