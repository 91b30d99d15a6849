import { parseArgs } from 'node:util';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { type OptionTable, type OptionValues, readOptions } from './options.ts';

/**
 * Arguments that stand without an option name, then the options. `names` says which are expected, in order:
 * `FACTURE` is required, `[IMPORT]` may be left out, a last `FICHIER…` may be repeated. Refuses
 * `option_missing` and `option_unknown` (one too many).
 */
export function readArguments(
  args: readonly string[],
  names: readonly string[],
  options: OptionTable,
): { readonly positionals: readonly string[]; readonly values: OptionValues } | Refusal {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  // No option of ours begins with a digit: `-5` is an amount, refused as one by whoever asks for it.
  const stands = ({ kind, index }: (typeof tokens)[number]): boolean =>
    kind === 'positional' || (kind === 'option' && /^-\d/.test(args[index]!));
  const indexes = new Set(tokens.filter(stands).map((token) => token.index));
  const values = readOptions(
    args.filter((_, index) => !indexes.has(index)),
    options,
  );
  if (isRefusal(values)) return values;
  const positionals = [...indexes].map((index) => args[index]!);
  const required = names.filter((name) => !name.startsWith('['));
  const missing = required[positionals.length];
  if (missing) {
    return refuse('option_missing', `Il manque ${missing.replace('…', '')}.`, {
      option: missing.replace('…', ''),
    });
  }
  const extra = names.at(-1)?.endsWith('…') ? undefined : positionals[names.length];
  if (extra !== undefined)
    return refuse('option_unknown', `Argument de trop\u00a0: ${extra}.`, { option: extra });
  return { positionals, values };
}
