/**
 * The log that the oracle recomputes from: what happened to the books of one creditor, as the person who
 * drives the product knows it, never as the product tells it. Plain JSON: a failing log can be printed and
 * read again.
 *
 * Days are `YYYY-MM-DD`, amounts decimal strings with two digits (`1200.00`), rates strings in percent
 * (`12.00`). Facts stand in the log in the order in which they were entered; those of one day in their
 * order within it. `on` is the civil day of entry (what nobody knew before it could hold nobody); days of
 * effect have a name of their own (`receivedOn`, `dueOn`…) and may lie before it.
 */
export type Fact =
  | CreditorSet
  | ScenarioPublished
  | DebtorSet
  | InvoiceEntered
  | InvoiceTermsSet
  | DueDateSet
  | ItemsReleased
  | InvoiceVoided
  | PaymentEntered
  | PaymentReversed
  | CreditNoteEntered
  | CreditAllocated
  | DisputeOpened
  | PromiseMade
  | PauseSet
  | PlanAgreed
  | HoldEnded
  | BankKnown
  | MailboxRead
  | ContactDone
  | ContactUndone
  | StepSkipped
  | NoticeFollowed
  | LitigationLifted
  | TaskLookedAt
  | ProposalStands
  | ProposalGone;

export type Regime = 'b2b' | 'b2c' | 'nonpro' | 'public';

export type Step =
  | 'pre-due'
  | 'contact'
  | 'reminder-1'
  | 'reminder-2'
  | 'reminder-3'
  | 'reminder-3-bis'
  | 'formal-notice'
  | 'route';

export type Channel = 'email' | 'call' | 'letter' | 'registered' | 'task';

/** What a text does with accessories (LETTERS L19). */
export type PenaltyMode = 'none' | 'mention' | 'waive-until' | 'claim';

export type LateStart = 'from-start' | 'at-age' | 'ask';

/**
 * One instalment of one invoice: what is reminded. `instalment` is what `--instalment` takes, 1 when
 * alone.
 */
export interface ItemRef {
  readonly debtor: string;
  readonly invoice: string;
  readonly instalment: number;
}

interface Entered {
  /** Civil day of entry, in the creditor's zone. */
  readonly on: string;
}

/** Settings, whole each time: those of `creditor set`, with the defaults filled in. */
export interface CreditorSet extends Entered {
  readonly kind: 'creditor';
  /**
   * null: 5 for professionals and public buyers; consumers and non-professionals keep 7 whatever is set.
   */
  readonly minimumGapDays: number | null;
  /** null lifts every look at the bank. */
  readonly bankFreshnessDays: number | null;
  readonly mailboxCheck: 'required' | 'off';
  readonly approvals: 'default' | 'none' | 'all';
  readonly lateStart: LateStart;
  readonly armed: boolean;
}

/** A new version of a scenario; the default one has the key `default` and needs no fact (`scenario.ts`). */
export interface ScenarioPublished extends Entered {
  readonly kind: 'scenario';
  readonly key: string;
  readonly steps: readonly ScenarioStep[];
}

export interface ScenarioStep {
  readonly key: Step;
  /** Civil days from the due date; negative before it. */
  readonly offset: number;
  readonly channel: Channel;
  readonly copies?: readonly Channel[];
  readonly approval?: 'automatic' | 'trusted' | 'owner' | 'manager' | 'second-person';
  /** Civil days between the day of the text and the date printed in it; null: none printed. */
  readonly answerDays?: number | null;
  /** Least civil days after the last reminder, where the step has its own. */
  readonly spacing?: number;
  readonly penalties?: Readonly<Record<Regime, PenaltyMode>>;
}

/** A debtor, whole each time. */
export interface DebtorSet extends Entered {
  readonly kind: 'debtor';
  readonly debtor: string;
  /** null: nobody said. */
  readonly regime: Regime | null;
  /** Usable e-mails with their roles: those that came back are left out. */
  readonly emails: readonly { readonly address: string; readonly role: string }[];
  readonly phone: string | null;
  /** A postal address that is not known to be wrong. */
  readonly postal: boolean;
  readonly customerSince: string | null;
  readonly toneCeiling: Step | null;
  readonly strategic: boolean;
  /** Key of a scenario of its own. */
  readonly scenario: string | null;
  /** Day of the judgment that opened collective proceedings, while they last. */
  readonly insolventOn: string | null;
  readonly overIndebtedOn: string | null;
  readonly deceasedOn: string | null;
}

export interface InvoiceEntered extends Entered {
  readonly kind: 'invoice';
  readonly debtor: string;
  readonly invoice: string;
  readonly currency: string;
  readonly issuedOn: string;
  /** VAT included; the sum of the instalments, retention included. */
  readonly amount: string;
  readonly instalments: readonly {
    readonly instalment: number;
    readonly dueOn: string | null;
    readonly amount: string;
    readonly retention: boolean;
  }[];
  readonly terms: InvoiceTerms;
  /** Name of the import that waits for a person, or null when its items may be reminded at once. */
  readonly quarantine: string | null;
}

/** What changes the interest, the payee or the day from which an invoice is chased. */
export interface InvoiceTerms {
  /** `12.00`, `bce+10`, `3xlegal`, or null: the rate of the law. */
  readonly contractRate: string | null;
  /** Rents, insurance…: legal rate from the formal notice, no 40 €. */
  readonly outsideL441: boolean;
  readonly receivedOn: string | null;
  readonly performedOn: string | null;
  readonly collectedBy: 'direct-debit' | 'lcr' | null;
  readonly assigned: 'no' | 'known' | 'iban-missing';
}

export interface InvoiceTermsSet extends Entered {
  readonly kind: 'invoice-terms';
  readonly debtor: string;
  readonly invoice: string;
  readonly terms: InvoiceTerms;
}

export interface DueDateSet extends Entered {
  readonly kind: 'due-date';
  readonly item: ItemRef;
  readonly dueOn: string;
}

/**
 * A person let the items of an import be reminded, or an item entered out of quarantine later than its
 * invoice.
 */
export interface ItemsReleased extends Entered {
  readonly kind: 'released';
  readonly quarantine: string;
  readonly lateStart: LateStart;
}

export interface InvoiceVoided extends Entered {
  readonly kind: 'voided';
  readonly debtor: string;
  readonly invoice: string;
}

/** Money received. It settles the instalments of its invoice as they fall due; what exceeds is a credit. */
export interface PaymentEntered extends Entered {
  readonly kind: 'payment';
  readonly id: string;
  /** null: nobody knows whose money it is. */
  readonly debtor: string | null;
  readonly currency: string;
  readonly receivedOn: string;
  readonly amount: string;
  readonly invoice: string | null;
  /** Only that one, when a person said so. */
  readonly instalment: number | null;
}

export interface PaymentReversed extends Entered {
  readonly kind: 'payment-reversed';
  readonly id: string;
  readonly reversedOn: string;
}

export interface CreditNoteEntered extends Entered {
  readonly kind: 'credit-note';
  readonly id: string;
  readonly debtor: string;
  readonly currency: string;
  readonly issuedOn: string;
  readonly amount: string;
  readonly invoice: string | null;
  /** It corrects an error: the invoice was never due so high. */
  readonly fromOrigin: boolean;
}

/**
 * Part of a payment's or a credit note's credit, put on an invoice by a person; amount null: as much
 * as fits.
 */
export interface CreditAllocated extends Entered {
  readonly kind: 'allocated';
  /** Of the payment or of the credit note. */
  readonly id: string;
  /** Whose invoice it is: money of an unknown payer becomes this debtor's. */
  readonly debtor: string;
  readonly invoice: string;
  readonly instalment: number | null;
  readonly amount: string | null;
}

export interface DisputeOpened extends Entered {
  readonly kind: 'dispute';
  readonly id: string;
  readonly item: ItemRef;
  /** null: the whole. */
  readonly amount: string | null;
}

export interface PromiseMade extends Entered {
  readonly kind: 'promise';
  readonly id: string;
  readonly items: readonly ItemRef[];
  readonly promisedOn: string;
}

/** A pause; of every item of the debtor when `items` is null, those to come included. */
export interface PauseSet extends Entered {
  readonly kind: 'pause';
  readonly id: string;
  readonly debtor: string;
  readonly items: readonly ItemRef[] | null;
  /** Last day of silence. */
  readonly until: string;
}

export interface PlanAgreed extends Entered {
  readonly kind: 'plan';
  readonly id: string;
  readonly items: readonly ItemRef[];
  readonly dates: readonly { readonly date: string; readonly amount: string }[];
}

/**
 * A promise, dispute, pause or plan that a person closed, cancelled or lifted: it holds up to the day
 * before.
 */
export interface HoldEnded extends Entered {
  readonly kind: 'hold-ended';
  readonly id: string;
}

/** The money received is known up to a day, that day included. */
export interface BankKnown extends Entered {
  readonly kind: 'bank';
  readonly until: string;
}

export interface MailboxRead extends Entered {
  readonly kind: 'mailbox';
  readonly until: string;
}

/**
 * A contact that left, was posted, deposited or done: a step of each item. A letter counts on the day it
 * was posted, a registered one on its deposit, and `on` is that day.
 */
export interface ContactDone extends Entered {
  readonly kind: 'contact';
  readonly id: string;
  readonly debtor: string;
  readonly currency: string;
  readonly step: Step;
  readonly channel: Channel;
  readonly copies: readonly Channel[];
  /** A call that reached nobody, a task done by somebody: no contact of the debtor. */
  readonly reached: boolean;
  /** Every item asked, each with its own step; `completes` false: asked beside, its own step not due. */
  readonly items: readonly {
    readonly item: ItemRef;
    readonly step: Step;
    readonly completes: boolean;
    /** Of this item at this contact, as shown: before its share of credits and of accessories. */
    readonly asked: string;
  }[];
  /** The sum printed; null of what prints none (a task). */
  readonly sum: string | null;
  /** « au plus tard le », included. */
  readonly answerBy: string | null;
  /** Day on which the text was composed: that of its figures. */
  readonly composedOn: string;
}

/** A message that came back, failed or went to nobody: its steps are free again, it never was a contact. */
export interface ContactUndone extends Entered {
  readonly kind: 'contact-undone';
  readonly id: string;
}

export interface StepSkipped extends Entered {
  readonly kind: 'skipped';
  readonly step: Step;
  readonly items: readonly ItemRef[];
}

/** What became of a registered letter already deposited. */
export interface NoticeFollowed extends Entered {
  readonly kind: 'notice';
  /** Of the contact. */
  readonly id: string;
  readonly presentedOn: string | null;
  readonly outcome: 'received' | 'refused' | 'unclaimed' | 'unknown-address' | null;
  readonly outcomeOn: string | null;
}

export interface LitigationLifted extends Entered {
  readonly kind: 'litigation-lifted';
  readonly debtor: string;
}

/** A person looked at the task of a debtor in litigation, or at an unconfirmed collection. */
export interface TaskLookedAt extends Entered {
  readonly kind: 'task-looked-at';
  readonly debtor: string;
  readonly currency: string;
}

/** A contact approved and not yet left, or whose sending is in doubt: its items wait for it. */
export interface ProposalStands extends Entered {
  readonly kind: 'proposal';
  readonly id: string;
  readonly debtor: string;
  readonly currency: string;
  readonly step: Step;
  readonly items: readonly ItemRef[];
  readonly state: 'approved' | 'ambiguous';
}

/** It left (its `contact` follows), failed, was withdrawn, skipped or settled by a person. */
export interface ProposalGone extends Entered {
  readonly kind: 'proposal-gone';
  readonly id: string;
}
