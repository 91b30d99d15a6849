import type { Day } from '../calendar/day.ts';
import { stateContact } from '../debtors/contacts.ts';
import { type Contact, type Debtor, newDebtor } from '../debtors/debtor.ts';
import { changedFacts, withFacts } from '../debtors/statement.ts';
import type { SaidDebtor } from './said-debtor.ts';

/** A debtor of the books, and what persons stated of it. */
export interface KnownDebtor {
  readonly debtor: Debtor;
  readonly contacts: readonly Contact[];
  readonly stated: ReadonlySet<keyof Debtor>;
}

/** What a file makes of one debtor. */
export interface DebtorPlan {
  readonly debtor: Debtor;
  readonly before: Debtor;
  readonly created: boolean;
  /** Names of the facts that change. */
  readonly changed: readonly (keyof Debtor)[];
  readonly contactsAdded: readonly Contact[];
  readonly contactsChanged: readonly Contact[];
  /** Two kinds of customer are said: a person decides, what is known stays. */
  readonly regimeDiffers: boolean;
  /** Facts that the file says otherwise than a person did; the person's stand. */
  readonly keptFacts: readonly (keyof Debtor)[];
}

interface Planning {
  readonly on: Day;
  readonly newId: () => string;
}

/** What a file says of a debtor, beside what is known. What a person stated is not taken back. */
export function planDebtor(known: KnownDebtor | null, said: SaidDebtor, { on, newId }: Planning): DebtorPlan {
  const before = known?.debtor ?? newDebtor(newId(), said.key, said.name ?? said.key, on);
  const facts = Object.entries(said.facts) as [keyof Debtor, unknown][];
  const mayChange = (key: keyof Debtor) => !known?.stated.has(key);
  const taken = Object.fromEntries(facts.filter(([key]) => mayChange(key)));
  const debtor = withFacts(before, taken);
  const { added, updated } = stateContact(known?.contacts ?? [], said.contact, {
    source: 'import',
    on,
    newId,
  });
  return {
    debtor,
    before,
    created: known === null,
    changed: known === null ? [] : (changedFacts(before, debtor) as (keyof Debtor)[]),
    contactsAdded: added,
    contactsChanged: updated,
    regimeDiffers:
      said.regimesDiffer || (!mayChange('regime') && differs(before.regime, said.facts.regime ?? null)),
    keptFacts: facts
      .filter(([key, value]) => !mayChange(key) && differs(before[key], value))
      .map(([key]) => key),
  };
}

function differs(known: unknown, said: unknown): boolean {
  return said !== null && JSON.stringify(known) !== JSON.stringify(said);
}

export function isTouched(plan: DebtorPlan): boolean {
  const { created, changed, contactsAdded, contactsChanged } = plan;
  return created || changed.length + contactsAdded.length + contactsChanged.length > 0;
}
