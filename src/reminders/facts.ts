import type { Day } from '../calendar/day.ts';
import type { ItemHolds } from '../holds/suspension.ts';
import type { Regime } from '../law/regime.ts';
import type { Cents } from '../money/cents.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';
import type { EmailFacts } from './recipients.ts';

/** What the decision knows of the creditor. */
export interface CreditorFacts {
  /** Civil days between two contacts to a professional or public debtor. */
  readonly minimumGapDays: number;
  /** Business days the bank data may be old for reminders 1–3; null: the creditor answers for it. */
  readonly bankFreshnessDays: number | null;
  readonly mailboxCheck: 'required' | 'off';
  readonly approvals: 'default' | 'none' | 'all';
  /** Money received is known up to this day, included. */
  readonly freshUntil: Day | null;
  /** Replies were read up to this day, included. */
  readonly mailboxReadUntil: Day | null;
  /** First-reminder e-mails that a person approved without changing a word, counted as far as it matters. */
  readonly trustedFirstReminders: number;
}

/** One debtor as the decision sees it: plain values, no row, no instant. */
export interface DebtorFacts {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly regime: Regime | null;
  /** Addresses that may receive a reminder: never the invoice-intake mailbox, never one that bounced. */
  readonly emails: readonly EmailFacts[];
  readonly phone: string | null;
  /** A complete postal address from which no letter came back. */
  readonly postal: boolean;
  /** That address on one line; null when there is none. */
  readonly postalLine: string | null;
  readonly toneCeiling: StepKey | null;
  readonly strategic: boolean;
  readonly customerSince: Day | null;
  readonly ownerName: string | null;
  /** The procedure chosen for this debtor; null: the creditor's own. */
  readonly scenarioKey: string | null;
  readonly insolvencyOn: Day | null;
  readonly overIndebtedOn: Day | null;
  readonly deceasedOn: Day | null;
  /**
   * A formal notice was deposited and nobody lifted its effect; it ends when the notice's items are settled.
   */
  readonly litigation: { readonly ownerName: string } | null;
  readonly items: readonly ItemFacts[];
  /** Payments and credit notes of the debtor that settle nothing yet, oldest first. */
  readonly credits: readonly {
    readonly id: string;
    readonly currency: string;
    readonly on: Day;
    readonly amount: Cents;
  }[];
  /** Contacts made, oldest first. */
  readonly contacts: readonly ContactFacts[];
}

/** The unit of debt: an instalment with what remains of it. */
export interface ItemFacts {
  readonly id: string;
  readonly number: string;
  readonly currency: string;
  readonly dueOn: Day | null;
  /** Amount − credit notes − payments, before any dispute. */
  readonly balance: Cents;
  readonly holds: ItemHolds;
  /** A collection is expected from the bank: direct debit or bill. */
  readonly collected: boolean;
  readonly assigned: 'no' | 'with-bank-data' | 'without-bank-data';
  readonly retention: boolean;
  /** Size of the invoice's copy, which its reminders attach; 0 when there is none. */
  readonly copyBytes: number;
  /** From when it may be chased; null while its import is in quarantine. */
  readonly releasedOn: Day | null;
  readonly lateStart: 'from-start' | 'at-age' | 'ask' | null;
  readonly skipped: readonly { readonly step: StepKey; readonly on: Day }[];
  /**
   * An approved or frozen contact, or one whose outcome is doubtful, already holds the item; `announced`:
   * only the approved announcement of a date of its payment plan does.
   */
  readonly pending: 'announced' | 'approved' | 'doubtful' | null;
}

export interface ContactFacts {
  readonly on: Day;
  readonly step: StepKey | null;
  readonly channel: Channel;
  readonly currency: string;
  /** Waits and makes others wait: contact, reminders, formal notices, reached calls. */
  readonly counts: boolean;
  readonly written: boolean;
  /** The printed date of the text, included. */
  readonly answerBy: Day | null;
  /** Items whose own step it completed, with that step. */
  readonly items: readonly { readonly id: string; readonly step: StepKey }[];
  readonly deduction: Deduction | null;
  readonly registered: RegisteredFacts | null;
}

/** What a text took off what it asked, for the credits of its debtor; null when it took off nothing. */
export interface Deduction {
  readonly amount: Cents;
  /** What it asked, the oldest item first, credits not yet taken off. */
  readonly items: readonly { readonly id: string; readonly balance: Cents }[];
}

export interface RegisteredFacts {
  readonly depositedOn: Day;
  readonly presentedOn: Day | null;
  readonly outcome: 'received' | 'refused' | 'unclaimed' | 'unknown-address' | null;
}
