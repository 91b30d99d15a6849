import { type Cents, cents, ZERO } from '../money/cents.ts';
import { formatMoney, parseDecimal } from '../money/format.ts';

/** Sums by currency, in the order in which the currencies came. */
export type Amounts = readonly (readonly [currency: string, total: Cents])[];

/** The sums with one amount more, given in cents or as the contract's decimal text. */
export function addTo(sums: Amounts, currency: string, amount: Cents | string): Amounts {
  const more = typeof amount === 'string' ? (parseDecimal(amount) ?? ZERO) : amount;
  if (!sums.some(([known]) => known === currency)) return [...sums, [currency, more]];
  return sums.map(([known, total]) => [known, known === currency ? cents(total + more) : total] as const);
}

/** `1 234,00 € et 50,00 GBP`; `0,00 €` when there is nothing. */
export function amountsText(sums: Amounts): string {
  if (sums.length === 0) return formatMoney(ZERO);
  return sums.map(([currency, total]) => formatMoney(total, currency)).join(' et ');
}
