import { sql } from 'kysely';
import { contactsOf } from '../debtors/contacts.db.ts';
import type { Debtor } from '../debtors/debtor.ts';
import { debtorNames } from '../debtors/debtor-names.db.ts';
import { debtorsByIds, debtorsByKeys, debtorsBySirens } from '../debtors/debtors.db.ts';
import { statedFacts } from '../debtors/stated-facts.db.ts';
import { lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { debtorsByName, onlyOf } from './named-debtor.ts';
import type { KnownDebtor } from './plan-debtor.ts';
import type { SaidDebtor } from './said-debtor.ts';

/** One import at a time per creditor: two files that bring the same new customer would both create it. */
export async function lockImports(scope: Scope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('import:' || ${scope.creditorId}, 0))`.execute(
    scope.tx,
  );
}

/**
 * The known debtors among those of a file, by its keys, their chains locked before anything of theirs is
 * read. The key decides; a customer whose key nobody has yet is still known by a SIREN, or without one by a
 * name and town, that a single debtor has: tools give codes in one export and none in the next.
 */
export async function lockedDebtors(
  scope: Scope,
  said: readonly SaidDebtor[],
): Promise<ReadonlyMap<string, KnownDebtor>> {
  const found = await debtorsByKeys(
    scope,
    said.map((debtor) => debtor.key),
  );
  const strangers = said.filter((debtor) => !found.has(debtor.key));
  for (const [key, debtor] of await knownOtherwise(scope, strangers)) found.set(key, debtor);
  const ids = [...new Set([...found.values()].map((debtor) => debtor.id))];
  await lockChains(scope, ids);
  const current = await debtorsByIds(scope, ids);
  const contacts = await contactsOf(scope, ids);
  const stated = await statedFacts(scope, ids);
  const known = new Map<string, KnownDebtor>();
  for (const [key, { id }] of found) {
    const debtor = current.get(id)!;
    known.set(key, { debtor, contacts: contacts.get(id) ?? [], stated: stated.get(id) ?? new Set() });
  }
  return known;
}

async function knownOtherwise(scope: Scope, strangers: readonly SaidDebtor[]): Promise<Map<string, Debtor>> {
  const found = new Map<string, Debtor>();
  const bySiren = await debtorsBySirens(
    scope,
    strangers.flatMap((debtor) => debtor.siren ?? []),
  );
  for (const { key, keyFrom, siren } of strangers) {
    const homonyms = (siren !== null && bySiren.get(siren)) || [];
    // The sites of one company have codes of their own: a new code is not an old one.
    const same = keyFrom === 'code' ? homonyms.filter((debtor) => debtor.key === siren) : homonyms;
    const only = onlyOf(same);
    if (only) found.set(key, only);
  }
  const nameless = strangers.filter(({ key, siren }) => siren === null && !found.has(key));
  if (nameless.length === 0) return found;
  const byName = debtorsByName(await debtorNames(scope));
  const ids = new Map(
    nameless.flatMap((debtor) => {
      const only = byName(debtor);
      return only ? [[debtor.key, only.id] as const] : [];
    }),
  );
  const named = await debtorsByIds(scope, [...ids.values()]);
  for (const [key, id] of ids) if (named.has(id)) found.set(key, named.get(id)!);
  return found;
}
