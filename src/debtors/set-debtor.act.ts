import { toIso } from '../calendar/day.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { contactsOf, insertContacts, updateContacts } from './contacts.db.ts';
import { stateContact } from './contacts.ts';
import { type Contact, type Debtor, newDebtor } from './debtor.ts';
import { debtorByKey, insertDebtors, updateDebtors } from './debtors.db.ts';
import { debtorSet } from './events.ts';
import { unknownDebtor } from './find-debtor.ts';
import { changedFacts, type DebtorStatement, withFacts } from './statement.ts';

export interface DebtorSet {
  readonly debtor: Debtor;
  readonly contacts: readonly Contact[];
  readonly created: boolean;
}

/**
 * Enters a debtor or changes what is stated of it. Refusals: `debtor_unknown` (a new debtor needs a name),
 * `date_order` (proceedings that end before they begin).
 */
export async function setDebtor(
  scope: Scope,
  key: string,
  { facts, contacts }: DebtorStatement,
): Promise<DebtorSet | Refusal> {
  const found = await debtorByKey(scope, key);
  if (!found && facts.name === undefined) return unknownDebtor(key);
  const id = found?.id ?? scope.newId();
  await lockChain(scope, id);
  const before = (await debtorByKey(scope, key)) ?? newDebtor(id, key, facts.name ?? key, scope.on);
  const after = withFacts(before, facts);
  if (endsBeforeItBegins(after)) {
    return refuse('date_order', 'La procédure collective ne peut pas finir avant d’avoir commencé.');
  }
  const known = (await contactsOf(scope, [id])).get(id) ?? [];
  const changes = contacts.map((stated) =>
    stateContact(known, stated, { source: 'entry', on: scope.on, newId: scope.newId }),
  );
  const added = changes.flatMap((change) => change.added);
  const updated = changes.flatMap((change) => change.updated);
  await (found ? updateDebtors(scope, [after]) : insertDebtors(scope, [after]));
  const own = (contact: Contact) => ({ debtorId: id, contact });
  await insertContacts(scope, added.map(own));
  await updateContacts(scope, updated.map(own));
  await append(scope, id, debtorSet, {
    created: !found,
    changed: [...changedFacts(before, after)],
    regime: after.regime,
    insolvencyOn: after.insolvencyOn === null ? null : toIso(after.insolvencyOn),
    contactsAdded: added.length,
    contactsChanged: updated.length,
  });
  const now = (await contactsOf(scope, [id])).get(id) ?? [];
  return { debtor: after, contacts: now.filter((contact) => contact.removedOn === null), created: !found };
}

function endsBeforeItBegins({ insolvencyOn, insolvencyEndedOn }: Debtor): boolean {
  return insolvencyEndedOn !== null && (insolvencyOn === null || insolvencyEndedOn < insolvencyOn);
}
