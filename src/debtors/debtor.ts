import type { Day } from '../calendar/day.ts';
import type { PostalAddress } from '../creditors/creditor.ts';
import type { Regime } from '../law/regime.ts';

export const CONTACT_ROLES = [
  'accounts',
  'decision-maker',
  'executive',
  'legal-representative',
  'invoice-intake',
] as const;
/** `invoice-intake` is a mailbox read by a machine: it receives invoices and is never reminded. */
export type ContactRole = (typeof CONTACT_ROLES)[number];

export const PROFILES = ['new', 'standard', 'long-standing', 'strategic', 'small'] as const;
export type Profile = (typeof PROFILES)[number];

/** A person or mailbox of a debtor; at least one of e-mail and phone. */
export interface Contact {
  readonly id: string;
  readonly name: string | null;
  readonly role: ContactRole;
  readonly email: string | null;
  readonly phone: string | null;
  /** Entered by a person (no file takes it back) or brought by a file. */
  readonly source: 'entry' | 'import';
  readonly bouncedOn: Day | null;
  readonly removedOn: Day | null;
}

/**
 * A customer as the books know it. What is unknown is null and is asked, never guessed (a missing SIREN
 * proves nothing).
 */
export interface Debtor {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly regime: Regime | null;
  /** `public`: no payment order and no seizure against it. */
  readonly enforceable: 'ordinary' | 'public';
  readonly legalForm: string | null;
  readonly siren: string | null;
  readonly siret: string | null;
  readonly vatNumber: string | null;
  /** What is known of it: a part that is not known is an empty text. */
  readonly address: PostalAddress | null;
  readonly language: 'fr' | 'en';
  readonly customerSince: Day | null;
  readonly salesperson: string | null;
  readonly ownerName: string | null;
  /** The last step the debtor may be sent, by its key. */
  readonly toneCeiling: string | null;
  readonly strategic: boolean;
  readonly profile: Profile | null;
  readonly scenarioKey: string | null;
  readonly serviceCode: string | null;
  /** Consent to electronic registered letters (CPCE L100): without it the letter is paper. */
  readonly registeredEmailConsentOn: Day | null;
  readonly insolvencyOn: Day | null;
  readonly insolvencyEndedOn: Day | null;
  readonly overIndebtedOn: Day | null;
  readonly deceasedOn: Day | null;
  readonly addressBadOn: Day | null;
  readonly enteredOn: Day;
}

/** What a debtor is recognised by when a file gives no code of it. */
export interface DebtorName {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly postcode: string | null;
}

export function newDebtor(id: string, key: string, name: string, enteredOn: Day): Debtor {
  return {
    id,
    key,
    name,
    regime: null,
    enforceable: 'ordinary',
    legalForm: null,
    siren: null,
    siret: null,
    vatNumber: null,
    address: null,
    language: 'fr',
    customerSince: null,
    salesperson: null,
    ownerName: null,
    toneCeiling: null,
    strategic: false,
    profile: null,
    scenarioKey: null,
    serviceCode: null,
    registeredEmailConsentOn: null,
    insolvencyOn: null,
    insolvencyEndedOn: null,
    overIndebtedOn: null,
    deceasedOn: null,
    addressBadOn: null,
    enteredOn,
  };
}
