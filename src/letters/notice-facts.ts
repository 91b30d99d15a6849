import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import type { CreditorIdentity, DebtorIdentity, LetterFacts, LetterItem, NamedItem } from './letter-facts.ts';

/** What every text outside the steps needs: who writes to whom, in which language, on which day. */
export interface NoticeParties {
  readonly language: 'fr' | 'en';
  readonly on: Day;
  readonly creditor: CreditorIdentity;
  readonly debtor: DebtorIdentity;
  readonly currency: string;
  readonly handler?: LetterFacts['handler'];
}

export type PaymentMeans = 'transfer' | 'card' | 'cheque' | 'direct-debit' | 'bill' | 'cash' | 'other';

/** A promise as it was given: the e-mail that confirms it says nothing else. */
export interface PromiseFacts extends NoticeParties {
  readonly exchange: { readonly on: Day; readonly with: string | null };
  readonly items: readonly (NamedItem & Pick<LetterItem, 'assignee'>)[];
  /** What was promised: it may be a part of the balance. */
  readonly amount: Cents;
  readonly promisedOn: Day;
  readonly means: PaymentMeans | null;
}

/** A payment once allocated. */
export interface ReceiptFacts extends NoticeParties {
  readonly amount: Cents;
  /** The day on which the money was credited, or a cheque received. */
  readonly creditedOn: Day;
  readonly means: PaymentMeans;
  /** The bank may still take it back: cheque, bill. */
  readonly subjectToCollection: boolean;
  readonly allocations: readonly {
    readonly number: string;
    readonly amount: Cents;
    readonly remaining: Cents;
  }[];
  /**
   * Accessories: what the creditor gives up, or what stays due for the record. Never both; ignored for a
   * non-professional.
   */
  readonly accessories: { readonly kind: 'waived' | 'pending'; readonly amount: Cents } | null;
}

/** The account on a day (« relevé de compte »). */
export interface StatementFacts extends NoticeParties {
  readonly due: readonly LetterItem[];
  readonly notYetDue: readonly LetterItem[];
  readonly credits: LetterFacts['credits'];
  readonly freshUntil: Day | null;
}
