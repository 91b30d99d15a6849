import type { Selectable } from 'kysely';
import type { InvoicesTable } from '../../migrations/schema.d.ts';
import { type Day, toIso } from '../calendar/day.ts';
import { lockChain } from '../journal/events.db.ts';
import { namedBytes } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import { type BulkRow, insertRows, slices, updateRows } from '../platform/bulk.ts';
import type { Refusal } from '../platform/refusal.ts';
import {
  type FoundInvoice,
  type Invoice,
  type InvoiceHead,
  invoiceMeant,
  type PaymentMethod,
} from './invoice.ts';

export type Reader = Pick<Scope, 'tx' | 'creditorId'>;

const SOUGHT_AT_ONCE = 10_000;

/** Invoices of a number, oldest first; of one debtor when its id is given. */
async function invoicesNumbered(
  { tx, creditorId }: Reader,
  number: string,
  debtorId: string | null = null,
): Promise<readonly FoundInvoice[]> {
  let query = tx
    .selectFrom('invoices')
    .innerJoin('debtors', (join) =>
      join
        .onRef('debtors.creditor_id', '=', 'invoices.creditor_id')
        .onRef('debtors.id', '=', 'invoices.debtor_id'),
    )
    .selectAll('invoices')
    .select('debtors.key as debtor_key')
    .where('invoices.creditor_id', '=', creditorId)
    .where('invoices.number', '=', number.trim());
  if (debtorId !== null) query = query.where('invoices.debtor_id', '=', debtorId);
  const rows = await query.orderBy('invoices.id').execute();
  return rows.map((row) => ({ invoice: invoiceOf(row), debtorKey: row.debtor_key }));
}

/** The invoice that a number means. Refusals: `invoice_unknown`, `invoice_ambiguous` with its candidates. */
export async function findInvoice(
  reader: Reader,
  number: string,
  debtorId: string | null,
): Promise<Invoice | Refusal> {
  return invoiceMeant(number, await invoicesNumbered(reader, number, debtorId));
}

/**
 * Every invoice that bears one of the numbers, whoever its debtor is: what a file is compared with, row by
 * row.
 */
export async function invoiceHeads(
  { tx, creditorId }: Reader,
  numbers: readonly string[],
): Promise<readonly InvoiceHead[]> {
  const found: InvoiceHead[] = [];
  for (const slice of slices(numbers, SOUGHT_AT_ONCE)) {
    const rows = await tx
      .selectFrom('invoices')
      .select(['id', 'debtor_id', 'number', 'currency', 'row_sha256', 'voided_on'])
      .where('creditor_id', '=', creditorId)
      .where(({ eb, fn, val }) => eb('number', '=', fn.any(val([...slice]))))
      .execute();
    for (const row of rows) {
      found.push({
        id: row.id,
        debtorId: row.debtor_id,
        number: row.number,
        currency: row.currency,
        rowSha256: row.row_sha256?.toString('hex') ?? null,
        voidedOn: row.voided_on,
      });
    }
  }
  return found;
}

export async function invoicesByIds(reader: Reader, ids: readonly string[]): Promise<readonly Invoice[]> {
  const found: Invoice[] = [];
  for (const slice of slices(ids, SOUGHT_AT_ONCE)) {
    const rows = await reader.tx
      .selectFrom('invoices')
      .selectAll()
      .where('creditor_id', '=', reader.creditorId)
      .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...slice]))))
      .execute();
    for (const row of rows) found.push(invoiceOf(row));
  }
  return found;
}

export async function invoiceById({ tx, creditorId }: Reader, id: string): Promise<Invoice | null> {
  const row = await tx
    .selectFrom('invoices')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? invoiceOf(row) : null;
}

/**
 * The invoice as it is once its debtor's chain is locked: what was read before the lock may have changed
 * since.
 */
export async function lockedInvoice(scope: Scope, invoice: Invoice): Promise<Invoice> {
  await lockChain(scope, invoice.debtorId);
  return (await invoiceById(scope, invoice.id)) ?? invoice;
}

export async function insertInvoices(scope: Reader, invoices: readonly Invoice[]): Promise<void> {
  await insertRows(
    scope.tx,
    'invoices',
    invoices.map((invoice) => ({ ...rowOf(scope, invoice), entered_on: toIso(invoice.enteredOn) })),
  );
}

export async function updateInvoices(scope: Reader, invoices: readonly Invoice[]): Promise<void> {
  await updateRows(
    scope.tx,
    'invoices',
    invoices.map((invoice) => rowOf(scope, invoice)),
  );
}

export async function markVoided(
  { tx, creditorId }: Reader,
  id: string,
  on: Day,
  reason: string,
): Promise<void> {
  await tx
    .updateTable('invoices')
    .set({ voided_on: on, void_reason_sha256: namedBytes(reason) })
    .where('creditor_id', '=', creditorId)
    .where('id', '=', id)
    .execute();
}

/** Whether any invoice of the creditor exists: its first import is watched more closely. */
export async function hasReleasedInstalment({ tx, creditorId }: Reader): Promise<boolean> {
  const row = await tx
    .selectFrom('instalments')
    .select('id')
    .where('creditor_id', '=', creditorId)
    .where('released_on', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function rowOf({ creditorId }: Reader, invoice: Invoice): BulkRow {
  return {
    creditor_id: creditorId,
    id: invoice.id,
    debtor_id: invoice.debtorId,
    number: invoice.number,
    issued_on: toIso(invoice.issuedOn),
    amount_cents: invoice.amount,
    currency: invoice.currency,
    description: invoice.description,
    order_reference: invoice.orderReference,
    commitment: invoice.commitment,
    service_code: invoice.serviceCode,
    buyer_reference: invoice.buyerReference,
    performed_on: dayText(invoice.performedOn),
    received_on: dayText(invoice.receivedOn),
    payment_method: invoice.paymentMethod,
    assigned_to: invoice.assignedTo,
    assignee_iban: invoice.assigneeIban,
    contract_rate_bp: invoice.contractRate,
    out_of_l441: invoice.outOfL441,
    chorus_number: invoice.chorusNumber,
    chorus_on: dayText(invoice.chorusOn),
    copy_sha256: bytesText(invoice.copySha256),
    import_id: invoice.importId,
    row_sha256: bytesText(invoice.rowSha256),
    voided_on: dayText(invoice.voidedOn),
  };
}

function dayText(day: Day | null): string | null {
  return day === null ? null : toIso(day);
}

function bytesText(hex: string | null): string | null {
  return hex === null ? null : `\\x${hex}`;
}

function invoiceOf(row: Selectable<InvoicesTable>): Invoice {
  return {
    id: row.id,
    debtorId: row.debtor_id,
    number: row.number,
    issuedOn: row.issued_on,
    amount: row.amount_cents,
    currency: row.currency,
    description: row.description,
    orderReference: row.order_reference,
    commitment: row.commitment,
    serviceCode: row.service_code,
    buyerReference: row.buyer_reference,
    performedOn: row.performed_on,
    receivedOn: row.received_on,
    paymentMethod: row.payment_method as PaymentMethod | null,
    assignedTo: row.assigned_to,
    assigneeIban: row.assignee_iban,
    contractRate: row.contract_rate_bp,
    outOfL441: row.out_of_l441,
    chorusNumber: row.chorus_number,
    chorusOn: row.chorus_on,
    copySha256: row.copy_sha256?.toString('hex') ?? null,
    importId: row.import_id,
    rowSha256: row.row_sha256?.toString('hex') ?? null,
    enteredOn: row.entered_on,
    voidedOn: row.voided_on,
  };
}
