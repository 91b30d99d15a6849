import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Creditor, IbanChange } from './creditor.ts';
import { readCreditor, saveCreditor } from './creditors.db.ts';
import { ibanDecided } from './events.ts';
import { decideIbanChange, waitingIbanChange } from './iban-changes.db.ts';
import { approvers, forbidden, mayApprove } from './user.ts';
import { readUsers } from './users.db.ts';

/**
 * A second person accepts or refuses the bank account that waits. Refusals: `iban_change_missing` (nothing
 * waits), `role_forbidden`, `needs_second_person` (the one who asked cannot answer while another approver
 * exists).
 */
export async function confirmIban(
  scope: Scope,
  accepted: boolean,
): Promise<{ readonly creditor: Creditor; readonly change: IbanChange } | Refusal> {
  await lockChains(scope, [CREDITOR_CHAIN]);
  const creditor = await readCreditor(scope);
  const change = await waitingIbanChange(scope);
  if (!creditor || !change) {
    return refuse('iban_change_missing', 'Aucun changement d’IBAN n’attend de confirmation.');
  }
  const users = await readUsers(scope);
  if (!mayApprove(users, scope.actor)) return forbidden(scope.actor);
  const others = approvers(users).filter((user) => user.name !== change.askedBy);
  if (accepted && scope.actor === change.askedBy && others.length > 0) {
    return refuse(
      'needs_second_person',
      `${change.askedBy} a demandé ce changement\u00a0: une autre personne doit le confirmer ` +
        `(«\u00a0relance creditor confirm-iban --as ${others[0]!.name}\u00a0»), après avoir appelé la banque ou le donneur d’ordre.`,
      { approvers: others.map((user) => user.name) },
    );
  }
  await decideIbanChange(scope, change.id, { by: scope.actor, on: scope.on, accepted });
  const { iban, bic, accountHolder } = change;
  const after = accepted ? { ...creditor, iban, bic, accountHolder, ibanChangedOn: scope.on } : creditor;
  if (accepted) await saveCreditor(scope, after, scope.on);
  await append(scope, CREDITOR_CHAIN, ibanDecided, {
    change: change.id,
    accepted,
    approvers: approvers(users).length,
  });
  return { creditor: after, change };
}
