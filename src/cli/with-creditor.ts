import type { Creditor } from '../creditors/creditor.ts';
import { type CreditorName, listCreditors } from '../creditors/creditor-names.db.ts';
import { readCreditor } from '../creditors/creditors.db.ts';
import { ownerOf, unknownUser, userNamed } from '../creditors/user.ts';
import { readUsers } from '../creditors/users.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { Tx } from '../platform/db.ts';
import { idsNamed, parseIdReference } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { CommandContext } from './context.ts';

/**
 * Runs `work` for the creditor that the command line means, in one transaction, which a refusal undoes. `on`
 * is `--on` or today in the creditor's zone; the actor is `--as` or the owner. Refusals: `creditor_missing`,
 * `creditor_ambiguous`, `creditor_unknown`, `user_unknown`.
 */
export async function withCreditor<T>(
  context: CommandContext,
  work: (scope: Scope, creditor: Creditor) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const database = await context.database();
  const chosen = chooseCreditor(await listCreditors(database), context.creditor);
  if (isRefusal(chosen)) return chosen;
  return await database.inCreditor(chosen.id, async (tx) => {
    const reader = { tx, creditorId: chosen.id };
    const creditor = await readCreditor(reader);
    if (!creditor) return missing();
    const users = await readUsers(reader);
    const actor = context.as === null ? ownerOf(users) : userNamed(users, context.as);
    if (!actor) return unknownUser(context.as ?? 'propriétaire', users);
    return await work(scopeOf(context, tx, chosen, actor.name, creditor.rehearsal), creditor);
  });
}

export function scopeOf(
  context: CommandContext,
  tx: Tx,
  creditor: { readonly id: string; readonly timeZone: string },
  actor: string,
  rehearsal: boolean,
): Scope {
  return {
    tx,
    creditorId: creditor.id,
    actor,
    on: context.on ?? context.clock.today(creditor.timeZone),
    at: context.clock.now(),
    rehearsal,
    dataFolder: context.dataFolder,
    newId: context.newId,
  };
}

/** The creditor that a key, a name or the beginning of an id means; the only one when nothing is said. */
export function chooseCreditor(
  creditors: readonly CreditorName[],
  said: string | null,
): CreditorName | Refusal {
  if (creditors.length === 0) return missing();
  const found = said === null ? creditors : creditorsMeant(creditors, said);
  const exact = found.find((creditor) => creditor.key === said);
  const [only, other] = found;
  if (exact) return exact;
  if (only && !other) return only;
  const candidates = (only ? found : creditors).map((creditor) => `${creditor.name} (${creditor.key})`);
  if (only) {
    return refuse(
      'creditor_ambiguous',
      `Plusieurs créanciers\u00a0: choisissez avec «\u00a0--creditor CLÉ\u00a0» (${candidates.join(', ')}).`,
      { candidates: found.map((creditor) => creditor.key) },
    );
  }
  return refuse(
    'creditor_unknown',
    `Aucun créancier «\u00a0${said}\u00a0» (connus\u00a0: ${candidates.join(', ')}).`,
    { creditor: said, known: creditors.map((creditor) => creditor.key) },
  );
}

/** By key or name; an id only where none bears that word, since four letters may begin both. */
function creditorsMeant(creditors: readonly CreditorName[], said: string): readonly CreditorName[] {
  const folded = said.toLowerCase();
  const named = creditors.filter(
    ({ key, name }) => key.toLowerCase() === folded || name.toLowerCase() === folded,
  );
  const reference = parseIdReference(said);
  if (named.length > 0 || reference === null) return named;
  const ids = idsNamed(
    reference,
    'cre',
    creditors.map(({ id }) => id),
  );
  return creditors.filter(({ id }) => ids.includes(id));
}

function missing(): Refusal {
  return refuse(
    'creditor_missing',
    'Aucun créancier dans ce dossier\u00a0: décrivez le vôtre avec «\u00a0relance creditor set FICHIER.json\u00a0».',
  );
}
