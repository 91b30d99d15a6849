import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { PaymentsTable } from '../../migrations/schema.d.ts';
import { type Day, toIso } from '../calendar/day.ts';
import { slices, updateRows } from '../platform/bulk.ts';
import type { UsedPayment } from './payment.ts';
import { paymentOf, type Reader } from './payments.db.ts';

const SOUGHT_AT_ONCE = 10_000;

/** Payments that stand, of lines of earlier files, by the key of the line. */
export async function paymentsOfRows(
  reader: Reader,
  keys: readonly string[],
): Promise<ReadonlyMap<string, UsedPayment>> {
  const found = await standingPayments(reader, keys, (some) => sql`p.row_key = any(${some}::text[])`);
  return new Map(found.map((used) => [used.payment.rowKey!, used]));
}

/** Payments that stand, of these debtors. */
export async function paymentsOfDebtors(
  reader: Reader,
  debtorIds: readonly string[],
): Promise<readonly UsedPayment[]> {
  return await standingPayments(reader, debtorIds, (ids) => sql`p.debtor_id = any(${ids}::uuid[])`);
}

async function standingPayments(
  { tx, creditorId }: Reader,
  sought: readonly string[],
  among: (slice: readonly string[]) => RawBuilder<unknown>,
): Promise<readonly UsedPayment[]> {
  const found: UsedPayment[] = [];
  for (const slice of slices(sought, SOUGHT_AT_ONCE)) {
    const { rows } = await sql<Selectable<PaymentsTable> & { readonly invoice_ids: string[] | null }>`
      select p.*, (
        select array_agg(distinct i.invoice_id) from allocations a
        join instalments i on i.creditor_id = a.creditor_id and i.id = a.instalment_id
        where a.creditor_id = p.creditor_id and a.payment_id = p.id and a.reversed_on is null
      ) as invoice_ids
      from payments p
      where p.creditor_id = ${creditorId} and p.reversed_on is null
        and ${among(slice)}
      order by p.id`.execute(tx);
    for (const { invoice_ids, ...row } of rows) {
      found.push({ payment: paymentOf(row), invoiceIds: invoice_ids ?? [] });
    }
  }
  return found;
}

/** Lines of earlier files that gave a payment back, among these keys. */
export async function knownReturns(
  { tx, creditorId }: Reader,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const slice of slices(keys, SOUGHT_AT_ONCE)) {
    const rows = await tx
      .selectFrom('payments')
      .select('reversal_row_key')
      .where('creditor_id', '=', creditorId)
      .where(({ eb, fn, val }) => eb('reversal_row_key', '=', fn.any(val([...slice]))))
      .execute();
    for (const row of rows) known.add(row.reversal_row_key!);
  }
  return known;
}

/** Payments entered by hand that lines of a file are about: from now on those lines are known. */
export async function claimRows(
  { tx, creditorId }: Reader,
  claims: readonly { readonly paymentId: string; readonly rowKey: string }[],
): Promise<void> {
  const rows = claims.map(({ paymentId, rowKey }) => ({
    creditor_id: creditorId,
    id: paymentId,
    row_key: rowKey,
  }));
  await updateRows(tx, 'payments', rows);
}

/** Payers of payments that nobody could tell before. */
export async function namePayers(
  { tx, creditorId }: Reader,
  payers: readonly { readonly paymentId: string; readonly debtorId: string }[],
): Promise<void> {
  const rows = payers.map((payer) => ({
    creditor_id: creditorId,
    id: payer.paymentId,
    debtor_id: payer.debtorId,
  }));
  await updateRows(tx, 'payments', rows);
}

/**
 * Payments that a line of a file gave back, each on its day: what they settled is owed again from that day.
 */
export async function markReturned(
  { tx, creditorId }: Reader,
  returns: readonly { readonly paymentId: string; readonly on: Day; readonly rowKey: string }[],
): Promise<void> {
  const rows = returns.map(({ paymentId, on, rowKey }) => ({
    creditor_id: creditorId,
    id: paymentId,
    reversed_on: toIso(on),
    reversal_row_key: rowKey,
  }));
  await updateRows(tx, 'payments', rows);
  await sql`
    update allocations a set reversed_on = greatest(p.reversed_on, a.counts_on) from payments p
    where a.creditor_id = ${creditorId} and p.creditor_id = a.creditor_id and p.id = a.payment_id
      and a.reversed_on is null and p.id = any(${returns.map(({ paymentId }) => paymentId)}::uuid[])`.execute(
    tx,
  );
}

/** Payments that better known ones replace: reversed on the day they were received, they never counted. */
export async function markReplaced({ tx, creditorId }: Reader, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('payments')
    .set(({ ref }) => ({ reversed_on: ref('received_on') }))
    .where('creditor_id', '=', creditorId)
    .where('reversed_on', 'is', null)
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...ids]))))
    .execute();
}
