declare const rateBrand: unique symbol;
/** A yearly rate in basis points: 12,40 % is 1240. A safe integer, never negative. */
export type BasisPoints = number & { readonly [rateBrand]: true };

export function basisPoints(value: number): BasisPoints {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a rate in basis points: ${value}`);
  return value as BasisPoints;
}

/** `"12.40"`, `"12,4"` or `"12"` (percent a year) as basis points; null when it is not such a figure. */
export function parseRate(text: string): BasisPoints | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  return basisPoints(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')));
}

/** `12.40`: percent with two digits and a point, for machines. */
export function rateToDecimal(rate: BasisPoints): string {
  return `${Math.trunc(rate / 100)}.${String(rate % 100).padStart(2, '0')}`;
}

/** `12,40 %`: percent for people, with a no-break space. */
export function formatRate(rate: BasisPoints): string {
  return `${rateToDecimal(rate).replace('.', ',')}\u00a0%`;
}
