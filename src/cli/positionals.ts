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
  const positional = tokens.filter((token) => token.kind === 'positional');
  const indexes = new Set(positional.map((token) => token.index));
  const values = readOptions(
    args.filter((_, index) => !indexes.has(index)),
    options,
  );
  if (isRefusal(values)) return values;
  const positionals = positional.map((token) => token.value);
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
