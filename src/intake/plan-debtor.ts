import type { Day } from '../calendar/day.ts';
import { stateContact } from '../debtors/contacts.ts';
import { type Contact, type Debtor, newDebtor } from '../debtors/debtor.ts';
import { changedFacts, withFacts } from '../debtors/statement.ts';
import type { SaidDebtor } from './said-debtor.ts';

/** What a file makes of one debtor. */
export interface DebtorPlan {
  readonly debtor: Debtor;
  readonly created: boolean;
  /** Names of the facts that change. */
  readonly changed: readonly string[];
  readonly contactsAdded: readonly Contact[];
  readonly contactsChanged: readonly Contact[];
  /** The file says another kind of customer than is known: a person decides, the known one stays. */
  readonly regimeDiffers: boolean;
}

interface Planning {
  readonly on: Day;
  readonly newId: () => string;
}

/**
 * What a file says of a debtor, beside what is known. A kind of customer that is known is never changed by a
 * file: it decides interest, indemnity and deadlines.
 */
export function planDebtor(
  known: Debtor | null,
  contacts: readonly Contact[],
  said: SaidDebtor,
  { on, newId }: Planning,
): DebtorPlan {
  const before = known ?? newDebtor(newId(), said.key, said.name ?? said.key, on);
  const stated = withFacts(before, said.facts);
  const debtor = { ...stated, regime: before.regime ?? said.regime };
  const { added, updated } = stateContact(contacts, said.contact, { source: 'import', on, newId });
  return {
    debtor,
    created: known === null,
    changed: known === null ? [] : changedFacts(before, debtor),
    contactsAdded: added,
    contactsChanged: updated,
    regimeDiffers:
      said.regimesDiffer || (before.regime !== null && said.regime !== null && before.regime !== said.regime),
  };
}

export function isTouched(plan: DebtorPlan): boolean {
  const { created, changed, contactsAdded, contactsChanged } = plan;
  return created || changed.length + contactsAdded.length + contactsChanged.length > 0;
}
