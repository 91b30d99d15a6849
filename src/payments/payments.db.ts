import type { Selectable } from 'kysely';
import type { PaymentsTable } from '../../migrations/schema.d.ts';
import { type Day, toIso } from '../calendar/day.ts';
import type { PaymentMethod } from '../invoices/invoice.ts';
import { namedBytes } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import type { Cents } from '../money/cents.ts';
import { type BulkRow, insertRows, slices } from '../platform/bulk.ts';
import type { Payment } from './payment.ts';

export type Reader = Pick<Scope, 'tx' | 'creditorId'>;

const SOUGHT_AT_ONCE = 10_000;

export async function insertPayments(scope: Reader, payments: readonly Payment[]): Promise<void> {
  await insertRows(
    scope.tx,
    'payments',
    payments.map((payment) => rowOf(scope, payment)),
  );
}

export async function paymentById({ tx, creditorId }: Reader, id: string): Promise<Payment | null> {
  const row = await tx
    .selectFrom('payments')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? paymentOf(row) : null;
}

/** Payments whose payer nobody knows yet, oldest first. */
export async function unassignedPayments(
  { tx, creditorId }: Reader,
  limit: number,
): Promise<readonly Payment[]> {
  const rows = await tx
    .selectFrom('payments')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where('debtor_id', 'is', null)
    .where('reversed_on', 'is', null)
    .orderBy('received_on')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(paymentOf);
}

/** Lines of earlier files among these, by their keys. */
export async function knownRowKeys(
  { tx, creditorId }: Reader,
  keys: readonly string[],
): Promise<Set<string>> {
  const known = new Set<string>();
  for (const slice of slices(keys, SOUGHT_AT_ONCE)) {
    const rows = await tx
      .selectFrom('payments')
      .select('row_key')
      .where('creditor_id', '=', creditorId)
      .where(({ eb, fn, val }) => eb('row_key', '=', fn.any(val([...slice]))))
      .execute();
    for (const row of rows) if (row.row_key !== null) known.add(row.row_key);
  }
  return known;
}

export async function markReversed(
  { tx, creditorId }: Reader,
  paymentIds: readonly string[],
  on: Day,
  reason: string,
): Promise<void> {
  await tx
    .updateTable('payments')
    .set({ reversed_on: on, reversal_reason_sha256: namedBytes(reason) })
    .where('creditor_id', '=', creditorId)
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...paymentIds]))))
    .execute();
}

export async function setPayer({ tx, creditorId }: Reader, id: string, debtorId: string): Promise<void> {
  await tx
    .updateTable('payments')
    .set({ debtor_id: debtorId })
    .where('creditor_id', '=', creditorId)
    .where('id', '=', id)
    .execute();
}

/**
 * Payments not reversed, of that amount and day, already known for the debtor: what a second entry looks
 * like.
 */
export async function twinsOf(
  { tx, creditorId }: Reader,
  payment: { readonly debtorId: string; readonly amount: Cents; readonly receivedOn: Day },
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('payments')
    .select('id')
    .where('creditor_id', '=', creditorId)
    .where('debtor_id', '=', payment.debtorId)
    .where('amount_cents', '=', payment.amount)
    .where('received_on', '=', payment.receivedOn)
    .where('reversed_on', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}

function rowOf({ creditorId }: Reader, payment: Payment): BulkRow {
  return {
    creditor_id: creditorId,
    id: payment.id,
    debtor_id: payment.debtorId,
    received_on: toIso(payment.receivedOn),
    amount_cents: payment.amount,
    currency: payment.currency,
    means: payment.means,
    reference: payment.reference,
    source: payment.source,
    import_id: payment.importId,
    row_key: payment.rowKey,
    entered_on: toIso(payment.enteredOn),
  };
}

export function paymentOf(row: Selectable<PaymentsTable>): Payment {
  return {
    id: row.id,
    debtorId: row.debtor_id,
    receivedOn: row.received_on,
    amount: row.amount_cents,
    currency: row.currency,
    means: row.means as PaymentMethod | null,
    reference: row.reference,
    source: row.source as Payment['source'],
    importId: row.import_id,
    rowKey: row.row_key,
    reversedOn: row.reversed_on,
    enteredOn: row.entered_on,
  };
}
