import { type Cents, cents } from '../money/cents.ts';
import { fault, type Reading } from './reading.ts';

/** How a column writes its amounts. */
export interface AmountHint {
  /** Decimal separator; null when the column uses both, so that `1.234` alone cannot be read. */
  readonly decimal: ',' | '.' | null;
  /** Workbooks hold the results of formulas: beyond two decimals they are rounded to the cent, as shown. */
  readonly round: boolean;
}

export interface ReadAmount {
  readonly amount: Cents;
  /** Currency written beside the figures (`€`, `CHF`), null when there is none. */
  readonly currency: string | null;
}

/** 99 999 999 999,99: a few hundred thousand of them still add up within a safe integer. */
const LARGEST_DIGITS = 11;
const SYMBOLS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  EURO: 'EUR',
  EUROS: 'EUR',
};

interface Figures {
  readonly negative: boolean;
  readonly digits: string;
  readonly currency: string | null;
}

/**
 * An amount as French and foreign tools write it: blanks, apostrophes, points or commas between thousands,
 * sign first, last or as parentheses, currency on either side. Refuses words, scientific notation, a third
 * decimal and amounts beyond 99 999 999 999,99. The text is not empty.
 */
export function readAmount(text: string, hint: AmountHint): Reading<ReadAmount> {
  const plain = /^(-?)(\d{1,11})(?:[.,](\d\d))?$/.exec(text); // nearly all amounts of an export
  if (plain) {
    const value = Number(plain[2]) * 100 + Number(plain[3] ?? '0');
    return { value: { amount: cents(plain[1] ? -value : value), currency: null } };
  }
  const figures = unwrap(text);
  if (!figures)
    return fault(/^[-+]?\d+([.,]\d+)?E[+-]?\d+$/i.test(text) ? 'amount_damaged' : 'amount_invalid');
  const split = splitDecimals(figures.digits, hint);
  if (typeof split === 'string') return fault(split);
  const units = split.units.replace(/^0+(?=\d)/, '');
  if (units.length > LARGEST_DIGITS) return fault('amount_too_large');
  const fraction = split.fraction.replace(/0+$/, '');
  if (fraction.length > 2 && !hint.round) return fault('amount_decimals');
  const roundUp = fraction.length > 2 && (fraction[2] ?? '0') >= '5' ? 1 : 0;
  const value = Number(units) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0')) + roundUp;
  return { value: { amount: cents(figures.negative ? -value : value), currency: figures.currency } };
}

/** Takes sign and currency off; null when what is left is not figures and separators. */
function unwrap(text: string): Figures | null {
  let rest = text
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/[−–]/g, '-')
    .trim();
  if (rest.length > 60) return null;
  let negative = false;
  const bracketed = /^\((.+)\)$/.exec(rest);
  if (bracketed) {
    negative = true;
    rest = (bracketed[1] ?? '').trim();
  }
  const coined = takeCurrency(rest);
  if (!coined) return null;
  rest = coined.rest;
  const signed = /^([-+]?)\s*(.*?)\s*([-+]?)$/.exec(rest);
  if (!signed) return null;
  const signs = `${signed[1]}${signed[3]}`;
  if (signs.length > 1 || (signs !== '' && bracketed)) return null;
  const digits = signed[2] ?? '';
  if (!/^(?:\d[\d .,'’]*|[.,]\d+)$/.test(digits)) return null;
  return { negative: negative || signs === '-', digits: digits.trim(), currency: coined.currency };
}

function takeCurrency(text: string): { rest: string; currency: string | null } | null {
  const match = /^([-+]?)\s*([€$£]|[A-Za-z]{3,5})?\s*([^A-Za-z€$£]*?)\s*([€$£]|[A-Za-z]{3,5})?([-+]?)$/.exec(
    text,
  );
  if (!match) return null;
  const [, before = '', first, figures = '', last, after = ''] = match;
  if (first && last) return null;
  const word = (first ?? last)?.toUpperCase() ?? null;
  const currency = word === null ? null : (SYMBOLS[word] ?? word);
  if (currency !== null && currency.length !== 3) return null;
  return { rest: `${before}${figures}${after}`, currency };
}

type Split = { readonly units: string; readonly fraction: string };

function splitDecimals(digits: string, hint: AmountHint): Split | 'amount_invalid' | 'amount_ambiguous' {
  const separator = decimalSeparator(digits, hint);
  if (separator === 'unclear') return 'amount_ambiguous';
  const at = separator === null ? -1 : digits.lastIndexOf(separator);
  const whole = at < 0 ? digits : digits.slice(0, at);
  const fraction = at < 0 ? '' : digits.slice(at + 1);
  if (!/^\d*$/.test(fraction)) return 'amount_invalid';
  const grouped = /^\d{1,3}(?:([ .,'’])\d{3})(?:\1\d{3})*$/.test(whole);
  if (!grouped && !/^\d*$/.test(whole)) return 'amount_invalid';
  return { units: whole.replace(/\D/g, '') || '0', fraction };
}

/**
 * The character before the decimals, null when there are none, `unclear` for `1.234` in a column that mixes
 * both.
 */
function decimalSeparator(digits: string, hint: AmountHint): ',' | '.' | null | 'unclear' {
  const evidence = decimalEvidence(digits);
  if (evidence.kind === 'decimal') return evidence.separator;
  if (evidence.kind === 'ambiguous') {
    if (hint.decimal === null) return 'unclear';
    return hint.decimal === evidence.separator ? evidence.separator : null;
  }
  return null;
}

type Evidence =
  | { readonly kind: 'decimal' | 'thousands' | 'ambiguous'; readonly separator: ',' | '.' }
  | { readonly kind: 'none' };

/**
 * What the separators of one amount prove: `1.234,56` and `0,5` a decimal, `1.234.567` thousands, `1.234`
 * nothing.
 */
function decimalEvidence(digits: string): Evidence {
  const comma = digits.lastIndexOf(',');
  const point = digits.lastIndexOf('.');
  if (comma < 0 && point < 0) return { kind: 'none' };
  const separator = comma > point ? ',' : '.';
  if (comma >= 0 && point >= 0) return { kind: 'decimal', separator };
  const parts = digits.split(separator);
  if (parts.length > 2) return { kind: 'thousands', separator };
  const [units = '', decimals = ''] = parts;
  const groupable = decimals.length === 3 && /^[1-9]\d{0,2}$/.test(units);
  return { kind: groupable ? 'ambiguous' : 'decimal', separator };
}

export interface AmountColumn {
  readonly hint: AmountHint;
  /** True when nothing in the column tells thousands from decimals, though some amount depends on it. */
  readonly ambiguous: boolean;
  /** False when no amount of the column shows a separator at all. */
  readonly decided: boolean;
}

/** Decides for a whole column what its separators mean; a single `1.234` tells nothing. */
export function readAmountColumn(texts: Iterable<string>, round: boolean): AmountColumn {
  const decimals = new Set<',' | '.'>();
  const unclear = new Set<',' | '.'>();
  for (const text of texts) {
    if (decimals.size === 2) break;
    if (!/[.,]/.test(text)) continue;
    const digits = unwrap(text)?.digits;
    if (digits === undefined) continue;
    const evidence = decimalEvidence(digits);
    if (evidence.kind === 'decimal') decimals.add(evidence.separator);
    else if (evidence.kind === 'thousands') decimals.add(other(evidence.separator));
    else if (evidence.kind === 'ambiguous') unclear.add(evidence.separator);
  }
  const [only] = decimals;
  if (only && decimals.size === 1) return { hint: { decimal: only, round }, ambiguous: false, decided: true };
  if (decimals.size === 2) return { hint: { decimal: null, round }, ambiguous: false, decided: true };
  const [grouping] = unclear;
  if (!grouping) return { hint: { decimal: ',', round }, ambiguous: false, decided: false };
  // Three digits after every separator of the column: amounts have cents, thousands have three digits.
  const hint: AmountHint = { decimal: unclear.size === 2 ? null : other(grouping), round };
  return { hint, ambiguous: true, decided: false };
}

function other(separator: ',' | '.'): ',' | '.' {
  return separator === ',' ? '.' : ',';
}
