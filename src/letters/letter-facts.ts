import type { Day } from '../calendar/day.ts';
import type { MissedDate } from '../holds/payment-plan.ts';
import type { Regime } from '../law/regime.ts';
import type { InterestSegment } from '../law/segment.ts';
import type { Cents } from '../money/cents.ts';
import type { BasisPoints } from '../money/rate.ts';
import type { AnnouncedDate } from '../reminders/verdict.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';

/**
 * What a text may say: facts of the journal and of the books, gathered by the caller; a sentence without its
 * fact is not written.
 */
export interface LetterFacts {
  readonly step: StepKey;
  readonly language: 'fr' | 'en';
  /** Shades the tone, never the facts. */
  readonly profile: 'new' | 'standard' | 'long-standing' | 'strategic' | 'small';
  /** The date the text bears: for a letter its assumed posting day. */
  readonly on: Day;
  /** The printed date, included (« au plus tard le »); null where the step gives none. */
  readonly answerBy: Day | null;
  readonly creditor: CreditorIdentity;
  readonly debtor: DebtorIdentity;
  readonly currency: string;
  /** Items that reached this step: demanded (table 1). */
  readonly demanded: readonly LetterItem[];
  /** Other due items: demanded too in reminders 1–3, « pour mémoire » in a formal notice (table 2). */
  readonly others: readonly LetterItem[];
  /** Not yet due, never demanded (table 3). */
  readonly notYetDue: readonly LetterItem[];
  /** Due and not asked: put off by a payment plan, covered by a credit, promised…: the account names them. */
  readonly unasked?: readonly LetterItem[];
  /** Credits not yet allocated, positive amounts, deducted from the figure to pay. */
  readonly credits: readonly { readonly label: string; readonly on: Day; readonly amount: Cents }[];
  /** Every credit not yet allocated, those that this text may not deduct included: for the account. */
  readonly accountCredits?: LetterFacts['credits'];
  readonly penaltyMode: 'none' | 'mention' | 'waive-until' | 'claim';
  /** The one amount to pay: text, QR code and link all carry it. */
  readonly toPay: Cents;
  /** Last day covered by the bank data (« situation arrêtée au »). */
  readonly freshUntil: Day | null;
  /** Calls that reached somebody, oldest first. */
  readonly calls: readonly { readonly on: Day; readonly with: string | null }[];
  /** Files that leave with the message. */
  readonly attachments: readonly Attachment[];
  /** The registered letter's tracking number, once known. */
  readonly tracking: string | null;
  /** Years since the debtor became a customer; null when unknown. */
  readonly customerYears: number | null;
  /** Who follows the file, when it is not the signatory: printed as « affaire suivie par ». */
  readonly handler?: {
    readonly name: string;
    readonly role: string | null;
    readonly phone: string | null;
    readonly email: string | null;
  } | null;
  /**
   * Payments that came late in the twelve months before; unknown, no text says that a slip is easily made.
   */
  readonly latePaymentsInYear?: number | null;
  /**
   * Legal rate of the semester, « autres cas »: a formal notice to a non-professional prints it when it is
   * known.
   */
  readonly legalRate?: BasisPoints | null;
  /**
   * The date of a payment plan that the text announces: it asks for that date's sum, not for the balances.
   */
  readonly planDate?: AnnouncedDate | null;
  /** Payment plans that cover what is demanded and were not kept, oldest first. */
  readonly missedPlans?: readonly MissedPlan[];
  /** Payments that the last text still counted and that were taken back since, oldest first. */
  readonly reversedPayments?: readonly ReversedPayment[];
}

/** A payment that settled a part of what is asked, until it was taken back. */
export interface ReversedPayment {
  readonly receivedOn: Day;
  readonly reversedOn: Day;
  readonly amount: Cents;
}

/** A payment plan of which a date was not paid. */
export interface MissedPlan {
  readonly agreedOn: Day;
  /** What it covers and is not settled. */
  readonly items: readonly NamedItem[];
  /** When a person ended it; null while its other dates stand. */
  readonly endedOn: Day | null;
  readonly missed: readonly MissedDate[];
  /** What it leaves for dates to come. */
  readonly toCome: Cents;
  /** The contested part of its invoices that the text asks: of what is missing, it is not asked. */
  readonly disputed: Cents;
}

/** A file by its name, and by the document that it is: an e-mail lists the first, a paper the second. */
export interface Attachment {
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly document?:
    | { readonly number: string }
    | { readonly sentOn: Day; readonly by: 'email' | 'letter' }
    | null;
}

export type AttachmentKind = 'invoice-copy' | 'previous-reminder' | 'statement' | 'proof';

export interface PostalAddress {
  readonly lines: readonly string[];
  readonly postcode: string;
  readonly city: string;
  /** ISO 3166 two letters. */
  readonly country: string;
}

export interface CreditorIdentity {
  readonly name: string;
  readonly legalForm: string | null;
  readonly capital: Cents | null;
  readonly siren: string | null;
  /** Town of the trade register. */
  readonly rcs: string | null;
  readonly vatNumber: string | null;
  readonly address: PostalAddress | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly iban: string | null;
  readonly bic: string | null;
  /** Exactly as the bank knows it. */
  readonly accountHolder: string | null;
  readonly signatory: {
    readonly name: string;
    readonly role: string | null;
    readonly signature: Uint8Array | null;
  } | null;
  readonly ibanChangedOn: Day | null;
  readonly soleTrader: boolean;
  readonly inLiquidation: boolean;
}

export interface DebtorIdentity {
  /** The exact legal name: never a trading name alone. */
  readonly name: string;
  readonly legalForm: string | null;
  readonly siren: string | null;
  readonly regime: Regime;
  readonly naturalPerson: boolean;
  readonly address: PostalAddress | null;
  /** « Madame Martin », when a person is known. */
  readonly contactName: string | null;
  readonly serviceCode: string | null;
}

/** What names an item apart from the others of its invoice. */
export type NamedItem = Pick<LetterItem, 'number' | 'instalment' | 'retention'>;

export interface LetterItem {
  readonly number: string;
  /** Which instalment of how many; null for an invoice due at once, and for a retention. */
  readonly instalment: { readonly index: number; readonly count: number } | null;
  /** The part of its invoice held back as a guarantee (« retenue de garantie »). */
  readonly retention: boolean;
  /** Total of the whole invoice including VAT: its instalments and its retention make it. */
  readonly invoiceAmount: Cents;
  /** What is held back of its invoice, not due yet, and until when if that is known. */
  readonly retained: { readonly amount: Cents; readonly until: Day | null } | null;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly description: string | null;
  /** Total of the item including VAT. */
  readonly amount: Cents;
  /** Payments and credit notes already deducted, positive. */
  readonly settled: Cents;
  /** The part of `settled` that is money received. */
  readonly paid: Cents;
  /** The part contested and suspended, outside every total. */
  readonly disputed: Cents;
  /** What a payment plan leaves for dates to come, outside every total. */
  readonly deferred: Cents;
  /** What is demanded of this item: amount − settled − disputed − deferred. */
  readonly balance: Cents;
  /** Civil days after the due date on the day of the text; negative before. */
  readonly daysLate: number;
  /** Own step of the item (it may be lower than the wording's). */
  readonly step: StepKey;
  /** Whether that step claims what the law adds. */
  readonly claims: boolean;
  /** Texts about this very item that were delivered, oldest first. */
  readonly reminders: readonly { readonly step: StepKey; readonly on: Day; readonly channel: Channel }[];
  readonly order: string | null;
  readonly commitment: string | null;
  readonly deliveredOn: Day | null;
  readonly receivedOn: Day | null;
  readonly chorus: { readonly number: string; readonly on: Day | null } | null;
  /** The assignee to pay instead of the creditor, when the invoice was factored. */
  readonly assignee: { readonly name: string; readonly iban: string } | null;
  /** Interest to the day of the text and flat indemnity; empty and zero where the regime gives none. */
  readonly interest: readonly InterestSegment[];
  readonly indemnity: Cents;
  /** Accessories, to the day of the text, that an earlier text claimed and that this one does not ask. */
  readonly claimedBefore: Cents;
  /** The legal rate will run on it once a formal notice is received (C. civ. art. 1231-6 and 1344-1). */
  readonly legalFromNotice: boolean;
  /** Interest of one more day. */
  readonly perDay: Cents;
}
