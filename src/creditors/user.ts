import type { Day } from '../calendar/day.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

export const ROLES = ['owner', 'manager', 'collector', 'sales', 'reader', 'accountant'] as const;
export type Role = (typeof ROLES)[number];

/** A person who works on one creditor's accounts. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly removedOn: Day | null;
}

/** The roles in French, for screens and messages. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: 'propriétaire',
  manager: 'responsable',
  collector: 'chargé de recouvrement',
  sales: 'commercial',
  reader: 'lecteur',
  accountant: 'expert-comptable',
};

/** Those who may approve a formal notice or confirm a bank account: owners and managers, still there. */
export function approvers(users: readonly User[]): readonly User[] {
  return users.filter(
    (user) => user.removedOn === null && (user.role === 'owner' || user.role === 'manager'),
  );
}

export function mayApprove(users: readonly User[], name: string): boolean {
  return approvers(users).some((user) => sameName(user.name, name));
}

/** The user of that name, capitals ignored; null when there is none or it was removed. */
export function userNamed(users: readonly User[], name: string): User | null {
  return users.find((user) => user.removedOn === null && sameName(user.name, name)) ?? null;
}

/** The one in whose name a command acts when it names nobody. */
export function ownerOf(users: readonly User[]): User | null {
  return users.find((user) => user.removedOn === null && user.role === 'owner') ?? null;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.trim().toLowerCase();
}

export function forbidden(actor: string): Refusal {
  return refuse(
    'role_forbidden',
    `${actor} n’est ni propriétaire ni responsable\u00a0: demandez à l’un d’eux, ou ajoutez «\u00a0--as NOM\u00a0».`,
    { user: actor },
  );
}

export function unknownUser(name: string, users: readonly User[]): Refusal {
  const known = users.filter((user) => user.removedOn === null).map((user) => user.name);
  return refuse(
    'user_unknown',
    `«\u00a0${name}\u00a0» n’est pas un utilisateur de ce créancier (connus\u00a0: ${known.join(', ')}).`,
    { user: name, known },
  );
}
