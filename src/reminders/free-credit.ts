import { type Cents, cents, sumCents } from '../money/cents.ts';
import type { DebtorFacts, Deduction, ItemFacts } from './facts.ts';
import type { Action } from './verdict.ts';

/** What of a credit a text about some items may deduct. */
export interface FreeCredit {
  readonly id: string;
  readonly amount: Cents;
  /** Of it, what is bound already to invoices that the text asks. */
  readonly told: readonly { readonly id: string; readonly amount: Cents }[];
}

/**
 * The credits of a debtor in a currency, less what belongs to invoices that this text does not ask: a credit
 * is counted once, for the open invoices that a text has deducted it from, the first told first. Those that
 * leave nothing are left out.
 */
export function creditsFor(
  debtor: DebtorFacts,
  currency: string,
  asked: readonly { readonly id: string }[],
): readonly FreeCredit[] {
  if (debtor.credits.length === 0) return [];
  const bound = boundParts(debtor, currency);
  return debtor.credits
    .filter((credit) => credit.currency === currency)
    .map((credit) => {
      const own = bound.filter(({ creditId }) => creditId === credit.id);
      const told = own.filter(({ id }) => asked.some((item) => item.id === id));
      const kept = sumCents(own.map(({ amount }) => amount)) - sumCents(told.map(({ amount }) => amount));
      return {
        id: credit.id,
        amount: cents(credit.amount - kept),
        told: told.map(({ id, amount }) => ({ id, amount })),
      };
    })
    .filter(({ amount }) => amount > 0);
}

export function creditFor(
  debtor: DebtorFacts,
  currency: string,
  asked: readonly { readonly id: string }[],
): Cents {
  return sumCents(creditsFor(debtor, currency, asked).map(({ amount }) => amount));
}

/** As `creditFor`, less what of it covers other items whole. */
export function creditBeside(
  debtor: DebtorFacts,
  currency: string,
  asked: readonly { readonly id: string }[],
  covered: readonly ItemFacts[],
): Cents {
  const theirs = sumCents(covered.map(({ balance }) => balance));
  return cents(Math.max(creditFor(debtor, currency, [...asked, ...covered]) - theirs, 0));
}

/** What a written contact takes off for credits; the announcement of a plan's date binds none. */
export function deductionOf({
  channel,
  items,
  amount,
  planDate,
}: Pick<Action, 'channel' | 'items' | 'amount' | 'planDate'>): Deduction | null {
  if (channel === 'call' || channel === 'task' || planDate) return null;
  const taken = sumCents(items.map(({ balance }) => balance)) - amount;
  if (taken <= 0) return null;
  const oldest = [...items].sort((a, b) => b.daysLate - a.daysLate);
  return { amount: cents(taken), items: oldest.map(({ id, balance }) => ({ id, balance })) };
}

interface BoundPart {
  readonly creditId: string;
  /** Of the item. */
  readonly id: string;
  readonly amount: Cents;
}

/** What texts deducted, credit by credit and item by item, as far as both are still there. */
function boundParts(debtor: DebtorFacts, currency: string): readonly BoundPart[] {
  const open = new Map(debtor.items.map(({ id, balance }) => [id, Math.max(balance, 0)]));
  const free = new Map<string, number>(debtor.credits.map(({ id, amount }) => [id, amount]));
  const bound = new Map<string, { creditId: string; id: string; amount: number }>();
  const boundTo = (itemId: string) =>
    [...bound.values()].reduce((sum, { id, amount }) => (id === itemId ? sum + amount : sum), 0);
  for (const { on, deduction, currency: own } of debtor.contacts) {
    if (deduction === null || own !== currency) continue;
    const credits = debtor.credits.filter((credit) => credit.currency === currency && credit.on <= on);
    for (const [itemId, share] of sharesOf(deduction, boundTo)) {
      let left = Math.min(share, open.get(itemId) ?? 0) - boundTo(itemId);
      for (const { id: creditId } of credits) {
        const amount = Math.min(left, free.get(creditId)!);
        if (amount <= 0) continue;
        const key = `${creditId} ${itemId}`;
        bound.set(key, { creditId, id: itemId, amount: (bound.get(key)?.amount ?? 0) + amount });
        free.set(creditId, free.get(creditId)! - amount);
        left -= amount;
      }
    }
  }
  return [...bound.values()].map((part) => ({ ...part, amount: cents(part.amount) }));
}

/** Of each item, what a text deducted: what earlier ones had deducted of it first, then the oldest first. */
function sharesOf(
  { amount, items }: Deduction,
  boundTo: (itemId: string) => number,
): ReadonlyMap<string, number> {
  let left: number = amount;
  const shares = new Map<string, number>();
  for (const most of [(id: string) => boundTo(id), () => Number.POSITIVE_INFINITY]) {
    for (const { id, balance } of items) {
      const before = shares.get(id) ?? 0;
      const share = Math.max(Math.min(left, balance - before, most(id) - before), 0);
      shares.set(id, before + share);
      left -= share;
    }
  }
  return shares;
}
