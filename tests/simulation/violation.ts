/** The names of what must hold, as a failing run prints them. */
export const INVARIANTS = [
  'nothing-for-what-is-held',
  'one-contact-gap-and-order',
  'amounts-are-right',
  'plan-is-run',
  'nothing-due-is-silent',
  'money-balances',
  'one-mail-one-entry',
  'chains-verify',
  'nothing-leaves-when-it-must-not',
  'mails-name-the-right-people',
  'no-command-breaks',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

/** A broken invariant ends the run. */
export class Violation extends Error {
  readonly invariant: Invariant;
  readonly house: string;
  readonly debtor: string | null;

  constructor(invariant: Invariant, house: string, debtor: string | null, seen: string) {
    super(seen);
    this.invariant = invariant;
    this.house = house;
    this.debtor = debtor;
  }
}
