import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { seal } from '../platform/secrets.ts';
import { applySettings, changedSettings, isIbanChanged, keepBankAccount } from './apply-settings.ts';
import { type Creditor, type IbanChange, newCreditor } from './creditor.ts';
import { readCreditor, saveCreditor } from './creditors.db.ts';
import { creditorSet } from './events.ts';
import { decideIbanChange, insertIbanChange, waitingIbanChange } from './iban-changes.db.ts';
import { defect, type Settings } from './settings.ts';
import { smtpPurpose } from './smtp-password.db.ts';
import { approvers, forbidden, mayApprove, type User } from './user.ts';
import { insertUser, readUsers } from './users.db.ts';

export interface CreditorSet {
  readonly creditor: Creditor;
  readonly users: readonly User[];
  /** The bank account that a second person must confirm before anything bears it. */
  readonly waiting: IbanChange | null;
}

/**
 * Gives a creditor its settings, or changes those that are given. A first creditor gets its owner. A changed
 * bank account waits for a second person when two could say yes (a fraud looks exactly like this change).
 * Refusals: `settings_invalid` (a new creditor without a name), `role_forbidden`.
 */
export async function setCreditor(scope: Scope, settings: Settings): Promise<CreditorSet | Refusal> {
  await lockChains(scope, [CREDITOR_CHAIN]);
  const known = await readCreditor(scope);
  const users = await readUsers(scope);
  if (known && !mayApprove(users, scope.actor)) return forbidden(scope.actor);
  const name = known?.name ?? settings.name;
  if (name === undefined) return invalid();
  const before = known ?? newCreditor(scope.creditorId, name);
  const asked = applySettings(before, settings, scope.on, (password) =>
    seal(scope.dataFolder, smtpPurpose(scope.creditorId), password),
  );
  const changed = isIbanChanged(before, asked);
  const waits = changed && approvers(users).length >= 2;
  const after = waits ? keepBankAccount(asked, before) : asked;
  await saveCreditor(scope, after, scope.on);
  const waiting = waits ? await askForSecondPerson(scope, asked) : await waitingIbanChange(scope);
  const team = users.length === 0 ? [await addOwner(scope, after)] : users;
  await append(scope, CREDITOR_CHAIN, creditorSet, {
    created: known === null,
    changed: [...changedSettings(before, after)],
    armed: after.armed,
    rehearsal: after.rehearsal,
    iban: ibanOutcome(before, after, waits),
    approvers: approvers(team).length,
  });
  return { creditor: after, users: team, waiting };
}

async function askForSecondPerson(scope: Scope, asked: Creditor): Promise<IbanChange> {
  const { iban, bic, accountHolder } = asked;
  const known = await waitingIbanChange(scope);
  if (known && known.iban === iban) return known;
  if (known) {
    await decideIbanChange(scope, known.id, { by: scope.actor, on: scope.on, accepted: false });
  }
  const change: IbanChange = {
    id: scope.newId(),
    iban: iban!,
    bic,
    accountHolder,
    askedBy: scope.actor,
    askedOn: scope.on,
  };
  await insertIbanChange(scope, change);
  return change;
}

async function addOwner(scope: Scope, creditor: Creditor): Promise<User> {
  const owner: User = {
    id: scope.newId(),
    name: creditor.signatory?.name ?? 'Propriétaire',
    email: creditor.email,
    role: 'owner',
    removedOn: null,
  };
  await insertUser(scope, owner, scope.on);
  return owner;
}

function ibanOutcome(before: Creditor, after: Creditor, waits: boolean) {
  if (waits) return 'waiting';
  if (before.iban === after.iban) return 'unchanged';
  return before.iban === null ? 'set' : 'changed';
}

function invalid(): Refusal {
  const missing = defect('name', 'name_missing');
  return refuse('settings_invalid', missing.message, { defects: [missing] });
}
