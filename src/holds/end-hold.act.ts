import { toIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { findId } from '../platform/find-id.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { holdEnded } from './events.ts';
import { HOLD_KINDS, type HoldKind, type HoldRow, holdById, markEnded } from './hold-ends.db.ts';

/**
 * A person ends a promise, a dispute, a pause or a plan: from `scope.on` it holds nothing. `text` is its id
 * or a unique beginning of it. Refusals: `id_unknown`, `id_ambiguous`, `already_ended`, `date_order` (before
 * it began).
 */
export async function endHold(scope: Scope, kind: HoldKind, text: string): Promise<HoldRow | Refusal> {
  const { table, short } = HOLD_KINDS[kind];
  const id = await findId(scope, table, short, text);
  if (isRefusal(id)) return id;
  const found = await holdById(scope, kind, id);
  if (!found) throw new Error(`${table} ${id} was found and is not there`);
  await lockChain(scope, found.debtorId);
  const current = (await holdById(scope, kind, id)) ?? found;
  if (current.endedOn !== null) {
    return refuse(
      'already_ended',
      `C’est terminé depuis le ${formatShortDay(current.endedOn)}\u00a0: rien à faire.`,
      {
        id: text,
        endedOn: toIso(current.endedOn),
      },
    );
  }
  if (scope.on < current.beganOn) {
    return refuse('date_order', `Cela n’a commencé que le ${formatShortDay(current.beganOn)}.`, {
      beganOn: toIso(current.beganOn),
    });
  }
  await markEnded(scope, kind, id, scope.on);
  await append(scope, current.debtorId, holdEnded, { kind, hold: id, endedOn: toIso(scope.on) });
  return { ...current, endedOn: scope.on };
}
