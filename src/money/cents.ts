/**
 * Amounts of money: integer cents, never floats. A currency is carried beside the amount by whoever owns it;
 * amounts of two currencies are never added.
 */
declare const centsBrand: unique symbol;
/** An amount in hundredths of its currency; a safe integer, negative for what the creditor owes. */
export type Cents = number & { readonly [centsBrand]: true };

/**
 * Brands an integer as cents. Throws on anything that is not a safe integer: a wrong cent must stop the
 * program.
 */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an amount in whole cents: ${value}`);
  return (value === 0 ? 0 : value) as Cents;
}

export const ZERO = cents(0);

export function sumCents(amounts: Iterable<Cents>): Cents {
  let total = 0;
  for (const amount of amounts) total += amount;
  return cents(total);
}

/**
 * `numerator / denominator` rounded half away from zero to the cent: the one rounding of the house.
 * Exact for any size, because both are big integers.
 */
export function roundHalfUp(numerator: bigint, denominator: bigint): Cents {
  if (denominator <= 0n) throw new RangeError('the denominator of an amount is positive');
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return cents(Number(negative ? -rounded : rounded));
}
