import type { Invoice } from '../invoices/invoice.ts';
import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { keepValue } from '../journal/values.db.ts';
import type { Cents } from '../money/cents.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { contestedParts, exceedsOwed } from './amounts.ts';
import { disputeOpened } from './events.ts';
import { type HeldItems, lockHeldItems } from './held-items.db.ts';
import { type DisputeRow, insertDisputes } from './holds.db.ts';

export interface DisputeEntry {
  readonly invoice: Invoice;
  readonly position: number | null;
  /** The contested part; null: the whole, whatever remains of it. */
  readonly amount: Cents | null;
  readonly reason: string;
}

export interface DisputeOpened {
  readonly held: HeldItems;
  /** One per instalment concerned. */
  readonly disputes: readonly DisputeRow[];
}

/**
 * The debtor contests an invoice or a part of it: that part is demanded no more until the dispute is closed;
 * the rest is chased as before. Refusals: those of the items, `payment_exceeds_claim`.
 */
export async function openDispute(scope: Scope, entry: DisputeEntry): Promise<DisputeOpened | Refusal> {
  const held = await lockHeldItems(scope, [entry.invoice], entry.position);
  if (isRefusal(held)) return held;
  if (entry.amount !== null && entry.amount > held.total) return exceedsOwed(held);
  const reason = await keepValue(scope, held.debtorId, entry.reason);
  const disputes = contestedParts(held.items, entry.amount).map(({ item, amount }) => ({
    id: scope.newId(),
    debtorId: held.debtorId,
    itemId: item.id,
    amount,
    reason,
    openedOn: scope.on,
  }));
  await insertDisputes(scope, disputes);
  await append(scope, held.debtorId, disputeOpened, {
    disputes: disputes.map(({ id, itemId, amount }) => ({ dispute: id, item: itemId, cents: amount })),
    reason,
  });
  return { held, disputes };
}
