import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import type { DebtorRecord } from './debtor.ts';
import type { PaymentMethod } from './vocabulary.ts';

/** Money that an invoice file says was received. */
export interface ReceivedPayment {
  readonly on: Day;
  /** Of the sign of the invoice: on a credit note, what was used or refunded, negative. */
  readonly amount: Cents;
  readonly means: PaymentMethod | null;
  /** Number of the payment in the tool, when the file has one row per payment. */
  readonly reference: string | null;
  /** `assumed`: the file gives no date, so the due date, or the day of the file if earlier, stands for it. */
  readonly dated: 'file' | 'assumed';
}

/** An invoice, a credit note, or one instalment of an invoice, as one line of a file gives it. */
export interface InvoiceRecord {
  readonly line: number;
  readonly kind: 'invoice' | 'credit_note';
  readonly number: string;
  readonly debtor: DebtorRecord;
  readonly issuedOn: Day;
  /**
   * Null when the file gives none that can be used: the invoice is kept and never chased until it has one.
   */
  readonly dueOn: Day | null;
  /** Total including VAT of the document or of this instalment; negative for a credit note. */
  readonly amount: Cents;
  readonly currency: string;
  readonly payments: readonly ReceivedPayment[];
  readonly paid: Cents;
  /** `amount − paid`; negative when overpaid or for an unused credit note. */
  readonly open: Cents;
  readonly description: string | null;
  readonly performedOn: Day | null;
  readonly receivedOn: Day | null;
  readonly order: string | null;
  readonly commitment: string | null;
  readonly serviceCode: string | null;
  /** Number of the Chorus Pro deposit, and its day. */
  readonly chorusDeposit: string | null;
  readonly chorusDepositedOn: Day | null;
  readonly paymentMethod: PaymentMethod | null;
  /** Whom the invoice was assigned to, who alone may be paid; its IBAN null when not given or wrong. */
  readonly assignee: { readonly name: string; readonly iban: string | null } | null;
  /** Part of `amount` held back, not due before `retentionReleaseOn` (never, while that is null). */
  readonly retention: Cents | null;
  readonly retentionReleaseOn: Day | null;
  /** On a credit note, the invoice it corrects. */
  readonly reference: string | null;
  /**
   * 1 of 1 for an ordinary invoice; records of one debtor and number share the count and differ in due
   * date.
   */
  readonly instalment: number;
  readonly instalments: number;
}

/**
 * The text to hash to know whether a record changed since an earlier import: the same for the same facts,
 * whatever the line, the file's format, its other lines, and the day of the import (assumed payment dates
 * are left out).
 */
export function hashInput(record: InvoiceRecord): string {
  const { line: _line, debtor: _debtor, instalment: _rank, instalments: _count, payments, ...facts } = record;
  const received = payments.map(({ on, ...payment }) =>
    payment.dated === 'file' ? { ...payment, on } : payment,
  );
  // The reader writes every record's keys in one order, and sorting them is half the cost of a long import.
  return JSON.stringify({ ...facts, payments: received });
}

/**
 * What a line says of its document, before payments and instalments are counted; the wording of a detail
 * line does not count.
 */
export function coreText(record: InvoiceRecord): string {
  const {
    line: _line,
    description: _wording,
    payments: _payments,
    paid: _paid,
    open: _open,
    ...more
  } = record;
  const { instalment: _rank, instalments: _count, ...facts } = more;
  return canonical(facts);
}

/** JSON with its keys in order at every depth. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
