import { type Day, toIso } from '../calendar/day.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { Cents } from '../money/cents.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { exceedsOwed } from './amounts.ts';
import { promiseMade } from './events.ts';
import { type HeldItems, lockHeldItems } from './held-items.db.ts';
import { insertPromise } from './holds.db.ts';
import { promiseHeldUntil } from './suspension.ts';

export interface PromiseEntry {
  readonly invoices: readonly Invoice[];
  readonly position: number | null;
  readonly promisedOn: Day;
  /** Null: all that remains. */
  readonly amount: Cents | null;
  /** Who promised, at the debtor's. */
  readonly by: string | null;
}

export interface PromiseMade {
  readonly id: string;
  readonly held: HeldItems;
  readonly amount: Cents;
  readonly promisedOn: Day;
  /** The last held day, included. */
  readonly heldUntil: Day;
}

/**
 * The debtor promised, on `scope.on`, to pay by a day: nothing is sent about these items until two business
 * days after it. Refusals: those of the items, `date_order` (a day already past), `payment_exceeds_claim`.
 */
export async function makePromise(scope: Scope, entry: PromiseEntry): Promise<PromiseMade | Refusal> {
  if (entry.promisedOn < scope.on) {
    return refuse('date_order', 'Le jour promis est déjà passé\u00a0: demandez une nouvelle date.', {
      date: toIso(entry.promisedOn),
    });
  }
  const held = await lockHeldItems(scope, entry.invoices, entry.position);
  if (isRefusal(held)) return held;
  const amount = entry.amount ?? held.total;
  if (amount > held.total) return exceedsOwed(held);
  const id = scope.newId();
  const { debtorId, currency } = held;
  const { promisedOn, by: madeBy } = entry;
  const items = held.items.map((item) => item.id);
  await insertPromise(scope, { id, debtorId, amount, currency, promisedOn, madeOn: scope.on, madeBy }, items);
  await append(scope, debtorId, promiseMade, {
    promise: id,
    items,
    cents: amount,
    promisedOn: toIso(promisedOn),
  });
  return { id, held, amount, promisedOn, heldUntil: promiseHeldUntil(promisedOn) };
}
