import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util';
import { type Day, parseIso } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import { parseDecimal } from '../money/format.ts';
import { isRefusal, type Refusal, type RefusalCode, refuse } from '../platform/refusal.ts';

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
export type OptionTable = Readonly<Record<string, ParseArgsOptionDescriptor>>;

/**
 * The options of a command line. Refuses `option_unknown` (also a stray argument), `option_missing` (an
 * option without its value; one that begins with `--` is written `--reason=--x`) and `option_conflict` (one
 * given twice that takes a single value).
 */
export function readOptions(args: readonly string[], options: OptionTable): OptionValues | Refusal {
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') return unknown(token.value, options);
    if (token.kind !== 'option') continue;
    const known = options[token.name];
    if (!known) return unknown(token.rawName, options);
    const swallowed = token.value?.startsWith('--') && !token.inlineValue;
    if (known.type === 'string' && (token.value === undefined || swallowed)) {
      return refuse('option_missing', `L’option ${token.rawName} attend une valeur.`, { option: token.name });
    }
    if (seen.has(token.name) && !known.multiple) {
      return refuse('option_conflict', `L’option ${token.rawName} est donnée deux fois.`, {
        option: token.name,
      });
    }
    seen.add(token.name);
  }
  return values as OptionValues;
}

function unknown(name: string, options: OptionTable): Refusal {
  const known = Object.keys(options).map((option) => `--${option}`);
  const among =
    known.length > 0 ? `options possibles\u00a0: ${known.join(', ')}.` : 'la commande n’en prend aucune.';
  return refuse('option_unknown', `Option inconnue\u00a0: ${name}\u00a0; ${among}`, { option: name });
}

/** The value of an option that takes one; undefined when it is not there. */
export function text(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** All the values of an option that may be repeated. */
function texts(values: OptionValues, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value : [];
}

export function required(values: OptionValues, name: string): string | Refusal {
  return text(values, name) ?? refuse('option_missing', `Il manque l’option --${name}.`, { option: name });
}

/** `2026-09-30`; refuses `date_invalid`. */
export function asDay(value: string | Refusal, option: string): Day | Refusal {
  if (isRefusal(value)) return value;
  const parsed = parseIso(value);
  if (parsed !== null) return parsed;
  const message = `«\u00a0${value}\u00a0» n’est pas une date\u00a0: écrivez-la AAAA-MM-JJ (--${option}).`;
  return refuse('date_invalid', message, { option, value });
}

export function requiredDay(values: OptionValues, name: string): Day | Refusal {
  return asDay(required(values, name), name);
}

export function optionalDay(values: OptionValues, name: string): Day | null | Refusal {
  const value = text(values, name);
  return value === undefined ? null : asDay(value, name);
}

/** `1200.00` or `1200,00`, above zero; refuses `amount_invalid`. */
export function asAmount(value: string | Refusal, option: string): Cents | Refusal {
  if (isRefusal(value)) return value;
  const parsed = parseDecimal(value);
  if (parsed !== null && parsed > 0) return parsed;
  const message =
    `«\u00a0${value}\u00a0» n’est pas un montant supérieur à zéro\u00a0: écrivez-le 1200.00 ou 1200,00 ` +
    `(--${option}).`;
  return refuse('amount_invalid', message, { option, value });
}

/** One word of a closed list; refuses `option_value_unknown`, or the code given. */
export function asChoice<T extends string>(
  value: string | Refusal,
  choices: readonly T[],
  option: string,
  code: RefusalCode = 'option_value_unknown',
): T | Refusal {
  if (isRefusal(value)) return value;
  const found = choices.find((choice) => choice === value);
  if (found) return found;
  const message = `«\u00a0${value}\u00a0» n’est pas une valeur de --${option}\u00a0: ${choices.join(', ')}.`;
  return refuse(code, message, { option, value, allowed: choices });
}

export function optionalChoice<T extends string>(
  values: OptionValues,
  name: string,
  choices: readonly T[],
  code: RefusalCode = 'option_value_unknown',
): T | null | Refusal {
  const value = text(values, name);
  return value === undefined ? null : asChoice(value, choices, name, code);
}

type Unrefused<T> = { readonly [K in keyof T]: Exclude<T[K], Refusal> };

/** Every field as read, or the first refusal among them. */
export function unlessRefused<T extends Readonly<Record<string, unknown>>>(
  fields: T,
): Unrefused<T> | Refusal {
  for (const value of Object.values(fields)) if (isRefusal(value)) return value;
  return fields as Unrefused<T>;
}

/** The items of a repeated option, or the refusal of the first that is wrong. */
export function eachOf<T>(
  values: OptionValues,
  name: string,
  read: (value: string) => T | Refusal,
): readonly T[] | Refusal {
  const items: T[] = [];
  for (const value of texts(values, name)) {
    const item = read(value);
    if (isRefusal(item)) return item;
    items.push(item);
  }
  return items;
}
