import type { Day } from '../calendar/day.ts';
import type { Contact, Debtor } from '../debtors/debtor.ts';
import type { Cents } from '../money/cents.ts';
import type { Credit, ItemBalance } from '../payments/payment.ts';
import type { Amounts } from './amounts.ts';
import type { NamedItem } from './item-name.ts';
import type { ShownText } from './worklist.ts';

/** A debtor on the list of all: what it owes, and how much of it is late. */
export interface DebtorLine {
  readonly key: string;
  readonly name: string;
  readonly regime: string | null;
  readonly owed: Amounts;
  readonly late: Amounts;
  /** Days of the oldest item past its due date; null when none is. */
  readonly oldest: number | null;
}

/** One thing that happened with a debtor. */
export interface Happening {
  readonly on: Day;
  readonly kind:
    | 'contact'
    | 'skipped'
    | 'invoice'
    | 'payment'
    | 'reversal'
    | 'credit-note'
    | 'promise'
    | 'dispute'
    | 'dispute-closed'
    | 'plan'
    | 'plan-notice'
    | 'pause'
    | 'insolvency';
  /** The name of an item, a number, a step, a reason: what the sentence needs. */
  readonly label: string | null;
  readonly channel: string | null;
  readonly state: string | null;
  readonly amount: Cents | null;
  readonly currency: string | null;
  /** A promised day, the last day of a pause, the date of a plan that was announced, a presentation. */
  readonly until: Day | null;
  readonly texts: readonly ShownText[];
}

export interface OpenItem extends ItemBalance, NamedItem {
  /** What is done today, or why nothing is, and what comes next; null when nobody looked ahead. */
  readonly next: string | null;
}

/** All that the page of a debtor shows. */
export interface DebtorFile {
  readonly debtor: Debtor;
  readonly contacts: readonly Contact[];
  /** Oldest due date first. */
  readonly items: readonly OpenItem[];
  readonly credits: readonly Credit[];
  /** Newest first. */
  readonly happenings: readonly Happening[];
}
