import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { userRemoved } from './events.ts';
import { approvers, forbidden, mayApprove, type User, unknownUser, userNamed } from './user.ts';
import { markUserRemoved, readUsers } from './users.db.ts';

/**
 * A person leaves; what it did stays under its name. Refusals: `role_forbidden`, `user_unknown`,
 * `last_owner`.
 */
export async function removeUser(scope: Scope, name: string): Promise<User | Refusal> {
  await lockChains(scope, [CREDITOR_CHAIN]);
  const users = await readUsers(scope);
  if (!mayApprove(users, scope.actor)) return forbidden(scope.actor);
  const user = userNamed(users, name);
  if (!user) return unknownUser(name, users);
  const left = users.filter((other) => other.id !== user.id);
  if (!left.some((other) => other.role === 'owner' && other.removedOn === null)) {
    return refuse(
      'last_owner',
      `${user.name} est le seul propriétaire\u00a0: ajoutez-en un autre avant de le retirer.`,
      { user: user.name },
    );
  }
  await markUserRemoved(scope, user.id, scope.on);
  await append(scope, CREDITOR_CHAIN, userRemoved, { user: user.id, approvers: approvers(left).length });
  return { ...user, removedOn: scope.on };
}
