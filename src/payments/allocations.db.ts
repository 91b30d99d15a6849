import type { Selectable } from 'kysely';
import type { AllocationsTable } from '../../migrations/schema.d.ts';
import { type Day, toIso } from '../calendar/day.ts';
import { type BulkRow, insertRows, slices } from '../platform/bulk.ts';
import type { Allocation, Payment, Settlement } from './payment.ts';
import type { Reader } from './payments.db.ts';

const SOUGHT_AT_ONCE = 10_000;

type Column = 'instalment_id' | 'payment_id' | 'credit_note_id';

export async function allocationsTo(
  reader: Reader,
  instalmentIds: readonly string[],
): Promise<readonly Allocation[]> {
  return await soughtBy(reader, 'instalment_id', instalmentIds);
}

export async function allocationsOfPayment(
  reader: Reader,
  paymentId: string,
): Promise<readonly Allocation[]> {
  return await soughtBy(reader, 'payment_id', [paymentId]);
}

export async function allocationsOfCreditNotes(
  reader: Reader,
  noteIds: readonly string[],
): Promise<readonly Allocation[]> {
  return await soughtBy(reader, 'credit_note_id', noteIds);
}

/** All that settles or ever settled the instalments, in the order of its ids. */
export async function settlementsOf(
  { tx, creditorId }: Reader,
  instalmentIds: readonly string[],
): Promise<readonly Settlement[]> {
  const found: Settlement[] = [];
  for (const slice of slices(instalmentIds, SOUGHT_AT_ONCE)) {
    const rows = await tx
      .selectFrom('allocations')
      .leftJoin('payments', (join) =>
        join
          .onRef('payments.creditor_id', '=', 'allocations.creditor_id')
          .onRef('payments.id', '=', 'allocations.payment_id'),
      )
      .selectAll('allocations')
      .select('payments.source')
      .where('allocations.creditor_id', '=', creditorId)
      .where(({ eb, fn, val }) => eb('allocations.instalment_id', '=', fn.any(val([...slice]))))
      .orderBy('allocations.id')
      .execute();
    for (const row of rows) {
      const origin = row.payment_id === null ? 'credit-note' : (row.source as Payment['source']);
      found.push({ ...allocationOf(row), origin });
    }
  }
  return found;
}

async function soughtBy(
  { tx, creditorId }: Reader,
  column: Column,
  sought: readonly string[],
): Promise<readonly Allocation[]> {
  const found: Allocation[] = [];
  for (const slice of slices(sought, SOUGHT_AT_ONCE)) {
    const rows = await tx
      .selectFrom('allocations')
      .selectAll()
      .where('creditor_id', '=', creditorId)
      .where(({ eb, fn, val }) => eb(column, '=', fn.any(val([...slice]))))
      .orderBy('id')
      .execute();
    for (const row of rows) found.push(allocationOf(row));
  }
  return found;
}

export async function insertAllocations(scope: Reader, allocations: readonly Allocation[]): Promise<void> {
  await insertRows(
    scope.tx,
    'allocations',
    allocations.map((allocation) => rowOf(scope, allocation)),
  );
}

/** Ends allocations: from a day on, or from the day each began to count, they settle nothing. */
export async function endAllocations(
  { tx, creditorId }: Reader,
  ids: readonly string[],
  on: Day | 'from-origin',
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('allocations')
    .set(({ ref }) => ({ reversed_on: on === 'from-origin' ? ref('counts_on') : on }))
    .where('creditor_id', '=', creditorId)
    .where('reversed_on', 'is', null)
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...ids]))))
    .execute();
}

function rowOf({ creditorId }: Reader, allocation: Allocation): BulkRow {
  return {
    creditor_id: creditorId,
    id: allocation.id,
    debtor_id: allocation.debtorId,
    instalment_id: allocation.instalmentId,
    payment_id: allocation.paymentId,
    credit_note_id: allocation.creditNoteId,
    amount_cents: allocation.amount,
    counts_on: toIso(allocation.countsOn),
  };
}

function allocationOf(row: Selectable<AllocationsTable>): Allocation {
  return {
    id: row.id,
    debtorId: row.debtor_id,
    instalmentId: row.instalment_id,
    paymentId: row.payment_id,
    creditNoteId: row.credit_note_id,
    amount: row.amount_cents,
    countsOn: row.counts_on,
    reversedOn: row.reversed_on,
  };
}
