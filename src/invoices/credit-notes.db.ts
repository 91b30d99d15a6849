import type { Selectable } from 'kysely';
import type { CreditNotesTable } from '../../migrations/schema.d.ts';
import { type Day, toIso } from '../calendar/day.ts';
import { type BulkRow, insertRows, slices, updateRows } from '../platform/bulk.ts';
import type { CreditNote } from './invoice.ts';
import type { Reader } from './invoices.db.ts';

const SOUGHT_AT_ONCE = 10_000;

export async function creditNotesByNumbers(
  { tx, creditorId }: Reader,
  numbers: readonly string[],
): Promise<readonly CreditNote[]> {
  const found: CreditNote[] = [];
  for (const slice of slices(numbers, SOUGHT_AT_ONCE)) {
    const rows = await tx
      .selectFrom('credit_notes')
      .selectAll()
      .where('creditor_id', '=', creditorId)
      .where(({ eb, fn, val }) => eb('number', '=', fn.any(val([...slice]))))
      .execute();
    for (const row of rows) found.push(creditNoteOf(row));
  }
  return found;
}

export async function creditNoteById({ tx, creditorId }: Reader, id: string): Promise<CreditNote | null> {
  const row = await tx
    .selectFrom('credit_notes')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? creditNoteOf(row) : null;
}

/** `scope.on`: the day on which the books learn of them. */
export async function insertCreditNotes(
  scope: Reader & { readonly on: Day },
  notes: readonly CreditNote[],
): Promise<void> {
  await insertRows(
    scope.tx,
    'credit_notes',
    notes.map((note) => ({ ...rowOf(scope, note), entered_on: toIso(scope.on) })),
  );
}

export async function updateCreditNotes(scope: Reader, notes: readonly CreditNote[]): Promise<void> {
  await updateRows(
    scope.tx,
    'credit_notes',
    notes.map((note) => rowOf(scope, note)),
  );
}

function rowOf({ creditorId }: Reader, note: CreditNote): BulkRow {
  return {
    creditor_id: creditorId,
    id: note.id,
    debtor_id: note.debtorId,
    number: note.number,
    issued_on: toIso(note.issuedOn),
    amount_cents: note.amount,
    currency: note.currency,
    invoice_id: note.invoiceId,
    counts_from: note.countsFrom,
    description: note.description,
    import_id: note.importId,
    row_sha256: note.rowSha256 === null ? null : `\\x${note.rowSha256}`,
    voided_on: note.voidedOn === null ? null : toIso(note.voidedOn),
  };
}

function creditNoteOf(row: Selectable<CreditNotesTable>): CreditNote {
  return {
    id: row.id,
    debtorId: row.debtor_id,
    number: row.number,
    issuedOn: row.issued_on,
    amount: row.amount_cents,
    currency: row.currency,
    invoiceId: row.invoice_id,
    countsFrom: row.counts_from as CreditNote['countsFrom'],
    description: row.description,
    importId: row.import_id,
    rowSha256: row.row_sha256?.toString('hex') ?? null,
    voidedOn: row.voided_on,
  };
}
