import type { InvoiceRecord } from '../formats/invoice.ts';
import type { CreditNote } from '../invoices/invoice.ts';
import { type Cents, cents } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import { excessOf } from '../payments/allocate.ts';
import type { Allocation } from '../payments/payment.ts';
import { type Entries, noEntries, spread, type WorkItem } from './entries.ts';
import type { Planning } from './file-payments.ts';
import type { Change } from './plan-invoice.ts';

/** The invoice a credit note corrects, with its instalments as they will stand after this import. */
export interface Corrected {
  readonly invoiceId: string;
  readonly items: readonly WorkItem[];
}

export interface CreditNotePlan {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  /** Null: nothing of it is left to offer, and it was never known. */
  readonly creditNote: CreditNote | null;
  readonly entries: Entries;
  readonly changes: readonly Change[];
}

/** A credit note of the books with what it settles now. */
export interface KnownCreditNote {
  readonly creditNote: CreditNote;
  readonly uses: readonly Allocation[];
}

/**
 * What a line makes of a credit note: what is left of it settles the invoice it corrects, the rest is a credit of the
 * debtor. What the file says was used already shows in the balances of the other lines, so only what is left counts.
 */
export function planCreditNote(
  record: InvoiceRecord,
  known: KnownCreditNote | null,
  corrected: Corrected | null,
  debtorId: string,
  rowSha256: string,
  planning: Planning,
): CreditNotePlan {
  const left = cents(Math.max(0, -record.open));
  if (known) return planKnown(record, known, left, rowSha256, planning);
  const entries = noEntries();
  if (left === 0) return { outcome: 'unchanged', creditNote: null, entries, changes: [] };
  const creditNote: CreditNote = {
    id: planning.newId(),
    debtorId,
    number: record.number,
    issuedOn: record.issuedOn,
    amount: left,
    currency: record.currency,
    invoiceId: corrected?.invoiceId ?? null,
    countsFrom: 'date',
    description: record.description,
    importId: planning.importId,
    rowSha256,
    voidedOn: null,
  };
  const source = { debtorId, paymentId: null, creditNoteId: creditNote.id };
  if (corrected) spread(entries, corrected.items, source, left, record.issuedOn, planning.newId);
  return { outcome: 'created', creditNote, entries, changes: [] };
}

function planKnown(
  record: InvoiceRecord,
  { creditNote, uses }: KnownCreditNote,
  left: Cents,
  rowSha256: string,
  planning: Planning,
): CreditNotePlan {
  const entries = noEntries();
  const before = creditNote.voidedOn === null ? creditNote.amount : cents(0);
  if (left === before) {
    return { outcome: 'unchanged', creditNote: { ...creditNote, rowSha256 }, entries, changes: [] };
  }
  for (const { use, keep } of excessOf(uses, left)) {
    entries.endedFromOrigin.push(use.id);
    if (keep > 0) entries.allocations.push({ ...use, id: planning.newId(), amount: keep });
  }
  const next: CreditNote = {
    ...creditNote,
    amount: left > 0 ? left : creditNote.amount,
    voidedOn: left > 0 ? null : planning.on,
    rowSha256,
  };
  const from = toDecimal(before);
  const change = { line: record.line, document: record.number, field: 'credit', from, to: toDecimal(left) };
  return { outcome: 'updated', creditNote: next, entries, changes: [change] };
}
