import { isDeepStrictEqual } from 'node:util';
import type { StatedContact } from './contacts.ts';
import type { Debtor } from './debtor.ts';

/** What a person states of a debtor; what is left out stays as it is. */
export interface DebtorStatement {
  readonly facts: Partial<Omit<Debtor, 'id' | 'key' | 'enteredOn'>>;
  readonly contacts: readonly StatedContact[];
}

/** The debtor with what is stated; a new address is believed until a letter comes back from it. */
export function withFacts(debtor: Debtor, facts: DebtorStatement['facts']): Debtor {
  const next = { ...debtor, ...facts };
  const moved = facts.address !== undefined && !isDeepStrictEqual(facts.address, debtor.address);
  return moved && facts.addressBadOn === undefined ? { ...next, addressBadOn: null } : next;
}

/** Names of the facts that differ, for the journal: never their values. */
export function changedFacts(before: Debtor, after: Debtor): readonly string[] {
  const keys = Object.keys(after) as (keyof Debtor)[];
  return keys.filter((key) => !isDeepStrictEqual(before[key], after[key]));
}
