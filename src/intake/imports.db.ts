import { type Selectable, sql } from 'kysely';
import type { ImportsTable } from '../../migrations/schema.d.ts';
import type { Day } from '../calendar/day.ts';
import type { LateStart } from '../creditors/creditor.ts';
import { forgetHeads } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { ToldDefect } from './defects.ts';

export type Reader = Pick<Scope, 'tx' | 'creditorId'>;

export interface ImportRow {
  readonly id: string;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly kind: 'invoices' | 'payments' | 'debtors';
  readonly format: string;
  readonly importedOn: Day;
  readonly lines: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly defects: readonly ToldDefect[];
  readonly quarantined: boolean;
  readonly releasedOn: Day | null;
  readonly lateStart: LateStart | null;
}

/** More defects than a person reads; the answer of the import had them all. */
const DEFECTS_KEPT = 1_000;

export async function insertImport({ tx, creditorId }: Reader, row: ImportRow): Promise<void> {
  await tx
    .insertInto('imports')
    .values({
      creditor_id: creditorId,
      id: row.id,
      file_name: row.fileName,
      file_sha256: Buffer.from(row.fileSha256, 'hex'),
      kind: row.kind,
      format: row.format,
      imported_on: row.importedOn,
      lines: row.lines,
      counts: row.counts,
      defects: JSON.stringify(row.defects.slice(0, DEFECTS_KEPT)),
      quarantined: row.quarantined,
      released_on: row.releasedOn,
      late_start: row.lateStart,
    })
    .execute();
}

/** Marks the place to which `undoToMark` comes back, within the transaction. */
export async function setMark({ tx }: Reader): Promise<void> {
  await sql`savepoint rehearsal`.execute(tx);
}

export async function undoToMark({ tx }: Reader): Promise<void> {
  await sql`rollback to savepoint rehearsal`.execute(tx);
  forgetHeads(tx);
}

/** Imports of invoices, oldest first; only those that wait for their release when asked. */
export async function invoiceImports(
  { tx, creditorId }: Reader,
  onlyQuarantined: boolean,
): Promise<readonly ImportRow[]> {
  let query = tx
    .selectFrom('imports')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where('kind', '=', 'invoices');
  if (onlyQuarantined) query = query.where('quarantined', '=', true).where('released_on', 'is', null);
  return (await query.orderBy('id').execute()).map(importOf);
}

/** These imports as they are once locked: another release may have taken them since they were read. */
export async function lockImports(
  { tx, creditorId }: Reader,
  ids: readonly string[],
): Promise<readonly ImportRow[]> {
  const rows = await tx
    .selectFrom('imports')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...ids]))))
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(importOf);
}

/** The day of each of these imports. */
export async function importDays(
  { tx, creditorId }: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Day>> {
  const rows = await tx
    .selectFrom('imports')
    .select(['id', 'imported_on'])
    .where('creditor_id', '=', creditorId)
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...new Set(ids)]))))
    .execute();
  return new Map(rows.map((row) => [row.id, row.imported_on]));
}

export async function markReleased(
  { tx, creditorId }: Reader,
  ids: readonly string[],
  on: Day,
  lateStart: LateStart,
): Promise<void> {
  await tx
    .updateTable('imports')
    .set({ released_on: on, late_start: lateStart })
    .where('creditor_id', '=', creditorId)
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...ids]))))
    .execute();
}

function importOf(row: Selectable<ImportsTable>): ImportRow {
  return {
    id: row.id,
    fileName: row.file_name,
    fileSha256: row.file_sha256.toString('hex'),
    kind: row.kind as ImportRow['kind'],
    format: row.format,
    importedOn: row.imported_on,
    lines: row.lines,
    counts: row.counts as ImportRow['counts'],
    defects: row.defects as ImportRow['defects'],
    quarantined: row.quarantined,
    releasedOn: row.released_on,
    lateStart: row.late_start as LateStart | null,
  };
}
