/** Cents as big integers: no limit, no float, nothing of the product's. */

/** `1200.00` → 120000n */
export function centsOf(text: string): bigint {
  const found = /^(-?)(\d+)\.(\d{2})$/.exec(text);
  if (found === null) throw new Error(`no amount: ${text}`);
  const value = BigInt(found[2]! + found[3]!);
  return found[1] === '-' ? -value : value;
}

/** 120000n → `1200.00` */
export function amountText(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A positive fraction to the nearest whole, half upwards. */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

export function sumOf(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const one of amounts) total += one;
  return total;
}

export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
