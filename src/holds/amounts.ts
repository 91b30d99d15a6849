import { type Cents, cents } from '../money/cents.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

export function exceedsOwed(held: { readonly total: Cents; readonly currency: string }): Refusal {
  return refuse(
    'payment_exceeds_claim',
    `Il ne reste dû que ${formatMoney(held.total, held.currency)}\u00a0: donnez un montant qui ne le dépasse pas.`,
    { owed: toDecimal(held.total) },
  );
}

/** An amount over items in their order, up to what each still owes; no amount is the whole of each. */
export function contestedParts<T extends { readonly balance: Cents }>(
  items: readonly T[],
  amount: Cents | null,
): readonly { readonly item: T; readonly amount: Cents | null }[] {
  if (amount === null) return items.map((item) => ({ item, amount: null }));
  const parts: { item: T; amount: Cents }[] = [];
  let left = amount;
  for (const item of items) {
    if (left <= 0) break;
    const part = cents(Math.min(left, item.balance));
    parts.push({ item, amount: part });
    left = cents(left - part);
  }
  return parts;
}
