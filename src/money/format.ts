import { type Cents, cents } from './cents.ts';

const NARROW_NO_BREAK = '\u202f';
const NO_BREAK = '\u00a0';

/** `1234.56`: a decimal string with two digits and a point, for machines (JSON, EPC codes). */
export function toDecimal(amount: Cents): string {
  const magnitude = Math.abs(amount);
  const units = Math.trunc(magnitude / 100);
  return `${amount < 0 ? '-' : ''}${units}.${String(magnitude % 100).padStart(2, '0')}`;
}

/**
 * `1234.56`, `1234,56` or `1234` as cents; null for anything else (three decimals, thousands separators,
 * words, an amount beyond what an integer holds). Files of unknown origin are read by `formats`, not by this.
 */
export function parseDecimal(text: string): Cents | null {
  const match = /^(-?)(\d{1,13})(?:[.,](\d{2}))?$/.exec(text.trim());
  if (!match) return null;
  const value = Number(match[2]) * 100 + Number(match[3] ?? '0');
  return Number.isSafeInteger(value) ? cents(match[1] ? -value : value) : null;
}

/** `1 234,56`: French digits, narrow no-break spaces between thousands. */
export function formatAmount(amount: Cents): string {
  const [units = '0', fraction] = toDecimal(amount).replace('-', '').split('.');
  const grouped = units.replace(/\B(?=(\d{3})+$)/g, NARROW_NO_BREAK);
  return `${amount < 0 ? '\u2212' : ''}${grouped},${fraction}`;
}

/** `1 234,56 €` (or the ISO code of another currency), never broken over two lines. */
export function formatMoney(amount: Cents, currency = 'EUR'): string {
  return `${formatAmount(amount)}${NO_BREAK}${currency === 'EUR' ? '€' : currency}`;
}

/** `€1,234.56`: the same for English letters. */
export function formatMoneyEnglish(amount: Cents, currency = 'EUR'): string {
  const [units = '0', fraction] = toDecimal(amount).replace('-', '').split('.');
  const grouped = units.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = amount < 0 ? '\u2212' : '';
  return currency === 'EUR'
    ? `${sign}€${grouped}.${fraction}`
    : `${sign}${currency}${NO_BREAK}${grouped}.${fraction}`;
}
