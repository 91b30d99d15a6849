import type { Selectable } from 'kysely';
import type { InstalmentsTable } from '../../migrations/schema.d.ts';
import { toIso } from '../calendar/day.ts';
import { type BulkRow, insertRows, slices, updateRows } from '../platform/bulk.ts';
import type { Instalment } from './invoice.ts';
import type { Reader } from './invoices.db.ts';

const SOUGHT_AT_ONCE = 10_000;

/** Instalments of the invoices, by position within each. */
export async function instalmentsOfInvoices(
  reader: Reader,
  invoiceIds: readonly string[],
): Promise<readonly Instalment[]> {
  return await soughtBy(reader, 'invoice_id', invoiceIds);
}

export async function instalmentsByIds(
  reader: Reader,
  ids: readonly string[],
): Promise<readonly Instalment[]> {
  return await soughtBy(reader, 'id', ids);
}

async function soughtBy(
  { tx, creditorId }: Reader,
  column: 'id' | 'invoice_id',
  sought: readonly string[],
): Promise<readonly Instalment[]> {
  const found: Instalment[] = [];
  for (const slice of slices(sought, SOUGHT_AT_ONCE)) {
    const rows = await tx
      .selectFrom('instalments')
      .selectAll()
      .where('creditor_id', '=', creditorId)
      .where(({ eb, fn, val }) => eb(column, '=', fn.any(val([...slice]))))
      .orderBy('invoice_id')
      .orderBy('position')
      .execute();
    for (const row of rows) found.push(instalmentOf(row));
  }
  return found;
}

export async function insertInstalments(scope: Reader, instalments: readonly Instalment[]): Promise<void> {
  await insertRows(
    scope.tx,
    'instalments',
    instalments.map((instalment) => rowOf(scope, instalment)),
  );
}

export async function updateInstalments(scope: Reader, instalments: readonly Instalment[]): Promise<void> {
  await updateRows(
    scope.tx,
    'instalments',
    instalments.map((instalment) => rowOf(scope, instalment)),
  );
}

function rowOf({ creditorId }: Reader, instalment: Instalment): BulkRow {
  return {
    creditor_id: creditorId,
    id: instalment.id,
    debtor_id: instalment.debtorId,
    invoice_id: instalment.invoiceId,
    position: instalment.position,
    due_on: instalment.dueOn === null ? null : toIso(instalment.dueOn),
    amount_cents: instalment.amount,
    retention: instalment.retention,
    import_id: instalment.importId,
    paid_in_file_cents: instalment.paidInFile,
    released_on: instalment.releasedOn === null ? null : toIso(instalment.releasedOn),
    late_start: instalment.lateStart,
  };
}

function instalmentOf(row: Selectable<InstalmentsTable>): Instalment {
  return {
    id: row.id,
    debtorId: row.debtor_id,
    invoiceId: row.invoice_id,
    position: row.position,
    dueOn: row.due_on,
    amount: row.amount_cents,
    retention: row.retention,
    importId: row.import_id,
    paidInFile: row.paid_in_file_cents,
    releasedOn: row.released_on,
    lateStart: row.late_start as Instalment['lateStart'],
  };
}
