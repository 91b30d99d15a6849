import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import type { BasisPoints } from '../money/rate.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

export const PAYMENT_METHODS = ['transfer', 'direct-debit', 'lcr', 'cheque', 'card', 'cash'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export interface Invoice {
  readonly id: string;
  readonly debtorId: string;
  readonly number: string;
  readonly issuedOn: Day;
  /** Total including VAT, always the sum of its instalments. */
  readonly amount: Cents;
  readonly currency: string;
  readonly description: string | null;
  /** The buyer's order, the public commitment, the service that must see it: what the buyer needs to pay. */
  readonly orderReference: string | null;
  readonly commitment: string | null;
  readonly serviceCode: string | null;
  readonly buyerReference: string | null;
  readonly performedOn: Day | null;
  readonly receivedOn: Day | null;
  readonly paymentMethod: PaymentMethod | null;
  /** Factored: who must be paid instead of the creditor. */
  readonly assignedTo: string | null;
  readonly assigneeIban: string | null;
  /** The yearly rate of the contract; null: the statutory one. */
  readonly contractRate: BasisPoints | null;
  /** The late interest of commerce (C. com. L441-10) does not apply to this contract. */
  readonly outOfL441: boolean;
  readonly chorusNumber: string | null;
  readonly chorusOn: Day | null;
  /** SHA-256 of the invoice's PDF in the vault, in hexadecimal. */
  readonly copySha256: string | null;
  readonly importId: string | null;
  /** Hash of what the last file said of it, in hexadecimal; null when no file ever did. */
  readonly rowSha256: string | null;
  readonly enteredOn: Day;
  readonly voidedOn: Day | null;
}

/**
 * The unit of debt. An invoice due at once has one; a retention is one of its own, without a date until it is
 * released.
 */
export interface Instalment {
  readonly id: string;
  readonly debtorId: string;
  readonly invoiceId: string;
  /** 1 for the first due. */
  readonly position: number;
  readonly dueOn: Day | null;
  readonly amount: Cents;
  readonly retention: boolean;
  readonly importId: string | null;
  /** What the last file said was already paid of it. */
  readonly paidInFile: Cents | null;
  /** From when it may be chased; null while its import is in quarantine. */
  readonly releasedOn: Day | null;
  readonly lateStart: 'from-start' | 'at-age' | 'ask' | null;
}

export interface CreditNote {
  readonly id: string;
  readonly debtorId: string;
  readonly number: string;
  readonly issuedOn: Day;
  readonly amount: Cents;
  readonly currency: string;
  /** The invoice it corrects; null: a credit of the debtor. */
  readonly invoiceId: string | null;
  /** An error of the invoice counts from its origin, a later concession from its own date. */
  readonly countsFrom: 'origin' | 'date';
  readonly description: string | null;
  readonly importId: string | null;
  readonly rowSha256: string | null;
  readonly voidedOn: Day | null;
}

/** What tells an invoice of the books from the others, and whether a file says something new of it. */
export type InvoiceHead = Pick<Invoice, 'id' | 'debtorId' | 'number' | 'currency' | 'rowSha256' | 'voidedOn'>;

/** An invoice found by its number, with the key of its debtor to tell homonyms apart. */
export interface FoundInvoice {
  readonly invoice: Invoice;
  readonly debtorKey: string;
}

/** The one invoice of a number; the same number under two debtors must be told apart by the debtor's key. */
export function invoiceMeant(number: string, found: readonly FoundInvoice[]): Invoice | Refusal {
  const [only, other] = found;
  if (only && !other) return only.invoice;
  if (!only) {
    return refuse(
      'invoice_unknown',
      `Aucune facture «\u00a0${number}\u00a0»\u00a0: vérifiez son numéro, ou importez-la.`,
      { invoice: number },
    );
  }
  return ambiguousInvoice(
    number,
    found.map((entry) => entry.debtorKey),
  );
}

/** `candidates` are the keys of its debtors: what `--debtor` takes. */
export function ambiguousInvoice(number: string, candidates: readonly string[]): Refusal {
  return refuse(
    'invoice_ambiguous',
    `Plusieurs clients ont une facture «\u00a0${number}\u00a0»\u00a0: ajoutez «\u00a0--debtor CLÉ\u00a0» (${candidates.join(', ')}).`,
    { invoice: number, candidates },
  );
}

/**
 * The order in which money settles the instalments of one invoice: as they fall due, those without a date
 * last.
 */
export function bySettlement(one: Instalment, other: Instalment): number {
  if (one.dueOn !== other.dueOn) {
    if (one.dueOn === null) return 1;
    if (other.dueOn === null) return -1;
    return one.dueOn - other.dueOn;
  }
  return one.position - other.position;
}
