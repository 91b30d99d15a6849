import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { userAdded } from './events.ts';
import { approvers, forbidden, mayApprove, type Role, type User, userNamed } from './user.ts';
import { insertUser, readUsers } from './users.db.ts';

/** Adds a person. Refusals: `role_forbidden`, `user_exists`. */
export async function addUser(
  scope: Scope,
  person: { readonly name: string; readonly email: string | null; readonly role: Role },
): Promise<User | Refusal> {
  await lockChains(scope, [CREDITOR_CHAIN]);
  const users = await readUsers(scope);
  if (!mayApprove(users, scope.actor)) return forbidden(scope.actor);
  if (userNamed(users, person.name)) {
    return refuse('user_exists', `${person.name} existe déjà\u00a0: choisissez un autre nom.`, {
      user: person.name,
    });
  }
  const user: User = { ...person, id: scope.newId(), removedOn: null };
  await insertUser(scope, user, scope.on);
  await append(scope, CREDITOR_CHAIN, userAdded, {
    user: user.id,
    role: user.role,
    approvers: approvers([...users, user]).length,
  });
  return user;
}
