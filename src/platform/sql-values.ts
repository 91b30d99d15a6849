import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { type Day, dayOf, toIso } from '../calendar/day.ts';

/**
 * A day as a parameter of SQL text (`sql\`… due_on <= ${sqlDate(on)}\``), and wherever a query builder
 * cannot see which column it meets (functions, `eb.val`). Values set into or compared with a date column
 * need nothing.
 */
export function sqlDate(value: Day): RawBuilder<Day> {
  return sql<Day>`${toIso(value)}::date`;
}

function readDay(text: string): Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) throw new RangeError(`not a civil date of the database: ${text}`);
  return dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer too large to be exact: ${text}`);
  return value;
}

/** `2026-11-22 08:01:00.1+00` as `2026-11-22T08:01:00.100Z`: what the clock gave comes back to the letter. */
function readInstant(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d+))?\+00$/.exec(text);
  if (!match) throw new RangeError(`not an instant in UTC: ${text}`);
  return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0')}Z`;
}

function refuseLocalTime(text: string): never {
  throw new RangeError(`timestamp without time zone: ${text}; a column is a date or a timestamptz`);
}

type Reader = (text: string) => unknown;

// Typed as a number, for the list of pg-types names no array.
const TEXT_ARRAY: number = 1009;

function readArray(read: Reader): Reader {
  const readTexts: (text: string) => readonly (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY);
  return (text) => readTexts(text).map((item) => (item === null ? null : read(item)));
}

// Numbers of the types in pg_type: date, int8, timestamptz, timestamp, and the arrays of the first three.
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [1082, readDay],
  [20, readInteger],
  [1184, readInstant],
  [1114, refuseLocalTime],
  [1182, readArray(readDay)],
  [1016, readArray(readInteger)],
  [1185, readArray(readInstant)],
]);

/** How values of the database become ours: date a Day, int8 a safe integer, timestamptz ISO text. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => READERS.get(oid) ?? pg.types.getTypeParser(oid, format),
};
