import { LIMITS } from './limits.ts';
import { SEPARATORS, splitRows } from './split.ts';
import { cleanCell } from './text.ts';
import type { RawRow } from './xlsx.ts';

export interface HeaderLine {
  /** Position of the header among the rows. */
  readonly index: number;
  /** How many of its cells name a known column; under 2 nothing was recognised. */
  readonly known: number;
}

/**
 * The line of column titles: the one with the most known headers among the first lines; when none has two,
 * the first of the widest ones, so that a person can be shown what the file holds.
 */
export function findHeader(rows: readonly RawRow[], isKnown: (text: string) => boolean): HeaderLine | null {
  let best: HeaderLine | null = null;
  let widest: { index: number; width: number } | null = null;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    if (!row || (row.line > LIMITS.preambleLines && index >= LIMITS.preambleLines)) break;
    const cells = row.cells.map(cleanCell).filter((cell) => cell !== '');
    const known = new Set(cells.filter(isKnown)).size;
    if (known >= 2 && (!best || known > best.known)) best = { index, known };
    if (cells.length >= 2 && (!widest || cells.length > widest.width))
      widest = { index, width: cells.length };
  }
  return best ?? (widest ? { index: widest.index, known: 0 } : null);
}

/** Enough to reach past a title block and a few quoted addresses. */
const SAMPLE_LENGTH = 32_000;
/** A character takes four at most. */
const SAMPLE_BYTES = 4 * SAMPLE_LENGTH + 4;

/**
 * The separator under which the header of a text in UTF-8 names the most known columns; when none does,
 * the one that cuts the first lines into the same number of cells most often. Null for text that none cuts.
 */
export function findSeparator(text: Buffer, isKnown: (text: string) => boolean): string | null {
  const sample = firstLines(text.toString('utf8', 0, SAMPLE_BYTES));
  const declared = /^sep=(.)(?:\n|$)/i.exec(sample)?.[1];
  if (declared !== undefined && SEPARATORS.some((separator) => separator === declared)) return declared;
  let best: { separator: string; known: number; steady: number } | null = null;
  for (const separator of SEPARATORS) {
    const rows = [...splitRows([Buffer.from(sample)], separator, { unclosed: [], broken: false })];
    const known = findHeader(rows, isKnown)?.known ?? 0;
    const steady = steadiness(rows);
    if (known === 0 && steady === 0) continue;
    if (!best || known > best.known || (known === best.known && steady > best.steady)) {
      best = { separator, known, steady };
    }
  }
  return best?.separator ?? null;
}

/** Whole lines only: half a quoted cell would look like a quote left open. */
function firstLines(text: string): string {
  if (text.length <= SAMPLE_LENGTH) return text;
  const end = text.lastIndexOf('\n', SAMPLE_LENGTH);
  return text.slice(0, end > 0 ? end + 1 : SAMPLE_LENGTH);
}

/** How many of the first rows have the most frequent width above one cell; one row alone proves nothing. */
function steadiness(rows: readonly RawRow[]): number {
  const widths = new Map<number, number>();
  for (const row of rows.slice(0, LIMITS.preambleLines)) {
    if (row.cells.length > 1) widths.set(row.cells.length, (widths.get(row.cells.length) ?? 0) + 1);
  }
  let most = 0;
  for (const [width, count] of widths)
    if (count > 1) most = Math.max(most, count * 100 + Math.min(width, 99));
  return most;
}
