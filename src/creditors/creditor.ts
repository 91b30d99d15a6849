import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import type { SealedSecret } from '../platform/secrets.ts';

export interface PostalAddress {
  readonly lines: readonly string[];
  readonly postcode: string;
  readonly city: string;
  /** ISO 3166, two letters. */
  readonly country: string;
}

export interface Smtp {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465); otherwise STARTTLS when the server offers it. */
  readonly secure: boolean;
  readonly user: string | null;
  /** Sealed with the key of the instance; nobody is ever shown it. */
  readonly password: SealedSecret | null;
}

export const LATE_STARTS = ['from-start', 'at-age', 'ask'] as const;
export type LateStart = (typeof LATE_STARTS)[number];

/**
 * A firm on whose behalf debtors are chased. Everything but the name may be unknown; letters need more than
 * e-mails.
 */
export interface Creditor {
  readonly id: string;
  /** Its SIREN, else its name: what `--creditor` accepts beside the id. */
  readonly key: string;
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
  readonly accountHolder: string | null;
  readonly ibanChangedOn: Day | null;
  readonly signatory: { readonly name: string; readonly role: string | null } | null;
  /** SHA-256 of the signature's image in the vault, in hexadecimal. */
  readonly signatureSha256: string | null;
  readonly soleTrader: boolean;
  readonly inLiquidation: boolean;
  readonly timeZone: string;
  readonly smtp: Smtp | null;
  readonly lateStart: LateStart;
  readonly minimumGapDays: number;
  readonly bankFreshnessDays: number | null;
  readonly mailboxCheck: 'required' | 'off';
  readonly approvals: 'default' | 'none' | 'all';
  readonly vatRegime: 'debits' | 'receipts' | 'exempt';
  readonly rehearsal: boolean;
  readonly armed: boolean;
}

/** A bank account that waits for a second person. */
export interface IbanChange {
  readonly id: string;
  readonly iban: string;
  readonly bic: string | null;
  readonly accountHolder: string | null;
  readonly askedBy: string;
  readonly askedOn: Day;
}

/** What a creditor is until somebody says otherwise: nothing leaves, and every gate is shut. */
export function newCreditor(id: string, name: string): Creditor {
  return {
    id,
    key: name,
    name,
    legalForm: null,
    capital: null,
    siren: null,
    rcs: null,
    vatNumber: null,
    address: null,
    email: null,
    phone: null,
    iban: null,
    bic: null,
    accountHolder: null,
    ibanChangedOn: null,
    signatory: null,
    signatureSha256: null,
    soleTrader: false,
    inLiquidation: false,
    timeZone: 'Europe/Paris',
    smtp: null,
    lateStart: 'at-age',
    minimumGapDays: 5,
    bankFreshnessDays: 3,
    mailboxCheck: 'required',
    approvals: 'default',
    vatRegime: 'debits',
    rehearsal: false,
    armed: false,
  };
}
