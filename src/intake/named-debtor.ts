import type { DebtorName } from '../debtors/debtor.ts';
import { fold } from '../formats/text.ts';
import type { SaidDebtor } from './said-debtor.ts';

/** The single element of a list; null when there is none, or several to choose from. */
export function onlyOf<T>(list: readonly T[]): T | null {
  return list.length === 1 ? list[0]! : null;
}

type Sought = Pick<SaidDebtor, 'keyFrom' | 'name' | 'postcode'>;

/**
 * Finds the debtor of a name, where both sides that tell a postcode tell the same; null when several could be
 * meant. A line with a code is only one of a debtor that had no code yet.
 */
export function debtorsByName(known: readonly DebtorName[]): (sought: Sought) => DebtorName | null {
  const byName = Map.groupBy(known, ({ name }) => fold(name));
  return ({ keyFrom, name, postcode }) => {
    if (name === null) return null;
    const homonyms = (byName.get(fold(name)) ?? []).filter(
      (debtor) => postcode === null || debtor.postcode === null || debtor.postcode === postcode,
    );
    const only = onlyOf(homonyms);
    if (only === null || keyFrom !== 'code') return only;
    return only.key.startsWith(fold(only.name)) ? only : null;
  };
}
