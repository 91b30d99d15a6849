import { type Day, toIso } from '../calendar/day.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { keepValue } from '../journal/values.db.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { pauseSet } from './events.ts';
import { type HeldItem, lockHeldItems } from './held-items.db.ts';
import { insertPauses, type PauseRow } from './holds.db.ts';

export interface PauseEntry {
  /** The whole debtor when there is no invoice. */
  readonly debtorId: string;
  readonly invoices: readonly Invoice[];
  readonly position: number | null;
  /** The last held day, included. */
  readonly until: Day;
  readonly reason: string;
}

export interface PauseSet {
  readonly pauses: readonly PauseRow[];
  readonly items: readonly HeldItem[];
}

/**
 * Nothing is sent until a day, included: about some invoices, or about the debtor at all. Refusals: those of
 * the items, `date_order` (a day already past).
 */
export async function pauseChasing(scope: Scope, entry: PauseEntry): Promise<PauseSet | Refusal> {
  if (entry.until < scope.on) {
    return refuse(
      'date_order',
      'Le dernier jour de la pause est déjà passé\u00a0: corrigez «\u00a0--until\u00a0».',
      {
        until: toIso(entry.until),
      },
    );
  }
  const items = await pausedItems(scope, entry);
  if (isRefusal(items)) return items;
  const reason = await keepValue(scope, entry.debtorId, entry.reason);
  const targets = entry.invoices.length === 0 ? [null] : items.map((item) => item.id);
  const pauses = targets.map((itemId) => ({
    id: scope.newId(),
    debtorId: entry.debtorId,
    itemId,
    untilDay: entry.until,
    reason,
    openedOn: scope.on,
  }));
  await insertPauses(scope, pauses);
  await append(scope, entry.debtorId, pauseSet, {
    pauses: pauses.map((pause) => pause.id),
    items: items.map((item) => item.id),
    until: toIso(entry.until),
    reason,
  });
  return { pauses, items };
}

async function pausedItems(scope: Scope, entry: PauseEntry): Promise<readonly HeldItem[] | Refusal> {
  if (entry.invoices.length === 0) {
    await lockChain(scope, entry.debtorId);
    return [];
  }
  const held = await lockHeldItems(scope, entry.invoices, entry.position);
  return isRefusal(held) ? held : held.items;
}
