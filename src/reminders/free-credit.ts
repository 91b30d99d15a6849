import { type Cents, cents, sumCents } from '../money/cents.ts';
import type { DebtorFacts, ItemFacts } from './facts.ts';

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
  const open = new Map<string, number>(debtor.items.map(({ id, balance }) => [id, balance]));
  return debtor.credits
    .filter((credit) => credit.currency === currency)
    .map((credit) => {
      let left: number = credit.amount;
      let kept = 0;
      const told: { id: string; amount: Cents }[] = [];
      for (const { id } of toldWith(debtor, credit)) {
        const part = Math.min(left, Math.max(open.get(id)!, 0));
        open.set(id, open.get(id)! - part);
        left -= part;
        if (!asked.some((item) => item.id === id)) kept += part;
        else if (part > 0) told.push({ id, amount: cents(part) });
      }
      return { id: credit.id, amount: cents(credit.amount - kept), told };
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

/** Items that a text has named since the credit was there, which it deducted: the first named first. */
function toldWith(debtor: DebtorFacts, credit: DebtorFacts['credits'][number]): readonly ItemFacts[] {
  const since = debtor.contacts.filter(
    ({ written, on, currency }) => written && on >= credit.on && currency === credit.currency,
  );
  const rank = (item: ItemFacts) => since.findIndex(({ items }) => items.some(({ id }) => id === item.id));
  return debtor.items.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b));
}
