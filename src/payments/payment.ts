import type { Day } from '../calendar/day.ts';
import type { PaymentMethod } from '../invoices/invoice.ts';
import type { Cents } from '../money/cents.ts';

/**
 * Money received. What no allocation uses is a credit of the debtor, never spread silently over the oldest
 * invoices.
 */
export interface Payment {
  readonly id: string;
  /** Null: nobody knows yet who paid. */
  readonly debtorId: string | null;
  readonly receivedOn: Day;
  readonly amount: Cents;
  readonly currency: string;
  readonly means: PaymentMethod | null;
  readonly reference: string | null;
  readonly source: 'entry' | 'payments-import' | 'invoices-import';
  readonly importId: string | null;
  /** What makes a line of a file the same line in a later file; null for an entry. */
  readonly rowKey: string | null;
  readonly reversedOn: Day | null;
  readonly enteredOn: Day;
}

/** A part of a payment or of a credit note that settles a part of an instalment. */
export interface Allocation {
  readonly id: string;
  readonly debtorId: string;
  readonly instalmentId: string;
  /** Exactly one of the two is given. */
  readonly paymentId: string | null;
  readonly creditNoteId: string | null;
  readonly amount: Cents;
  readonly countsOn: Day;
  readonly reversedOn: Day | null;
}

/** An allocation and where its money came from. */
export interface Settlement extends Allocation {
  readonly origin: Payment['source'] | 'credit-note';
}

/** A payment that stands, and the invoices that it settles a part of now. */
export interface UsedPayment {
  readonly payment: Payment;
  readonly invoiceIds: readonly string[];
}

/** What remains of an instalment on a day. */
export interface ItemBalance {
  readonly instalmentId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly number: string;
  readonly position: number;
  readonly currency: string;
  readonly dueOn: Day | null;
  readonly retention: boolean;
  readonly amount: Cents;
  readonly settled: Cents;
  /** `amount` − `settled`: never negative. */
  readonly balance: Cents;
}

/** Money or a credit note of a debtor that settles nothing yet. */
export interface Credit {
  readonly id: string;
  readonly kind: 'payment' | 'credit-note';
  readonly debtorId: string;
  readonly currency: string;
  readonly on: Day;
  readonly label: string | null;
  readonly amount: Cents;
}
