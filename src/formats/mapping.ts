import type { ColumnSpec } from './columns.ts';
import { type ColumnName, DEBTOR_COLUMNS, INVOICE_COLUMNS, PAYMENT_COLUMNS } from './columns.ts';
import { foldHeader } from './text.ts';

/**
 * A person's choice for the headers of one source, kept between imports: source header → column of our
 * template (French or English name), or an empty string to leave that header out.
 */
export type Mapping = Readonly<Record<string, string>>;

/** Which cells of a row hold which column, and what was made of every header. */
export interface Columns {
  readonly at: ReadonlyMap<ColumnName, readonly number[]>;
  readonly understood: readonly { readonly header: string; readonly column: ColumnName }[];
  /** Headers that mean nothing to us. */
  readonly unknown: readonly string[];
  /** Headers understood, but another one says the same better. */
  readonly unused: readonly string[];
  /** Columns named by the mapping that do not exist. */
  readonly badTargets: readonly string[];
  /** Headers named by the mapping that the file does not have. */
  readonly absentHeaders: readonly string[];
}

const NOTHING: readonly number[] = [];

export function cellsOf(columns: Columns, name: ColumnName): readonly number[] {
  return columns.at.get(name) ?? NOTHING;
}

export function hasColumn(columns: Columns, name: ColumnName): boolean {
  return columns.at.has(name);
}

/** A column as the file calls it, so that a person finds it there; by our name when it has none. */
export function titleOf(header: readonly string[], columns: Columns, name: ColumnName): string {
  return header[cellsOf(columns, name)[0] ?? -1] || name;
}

interface Choice {
  readonly index: number;
  readonly rank: number;
}

/** Matches the headers of a file with the columns of one kind of file; the mapping wins over every alias. */
export function matchColumns(
  header: readonly string[],
  specs: readonly ColumnSpec<ColumnName>[],
  mapping: Mapping = {},
): Columns {
  const keys = header.map(foldHeader);
  const chosen = readMapping(keys, specs, mapping);
  const at = new Map<ColumnName, number[]>();
  const unused = new Set<number>();
  for (const spec of specs) {
    const choices = candidates(keys, spec, chosen.targets);
    const first = choices[0];
    if (!first) continue;
    const kept = choices.filter((choice) => spec.many || choice.index === first.index);
    at.set(
      spec.name,
      kept.map((choice) => choice.index).sort((a, b) => a - b),
    );
    for (const choice of choices) if (!kept.includes(choice)) unused.add(choice.index);
  }
  takeReferenceAsNumber(at);
  const used = new Map<number, ColumnName>();
  for (const [name, indexes] of at) for (const index of indexes) used.set(index, name);
  const named = (index: number): boolean => (header[index] ?? '').trim() !== '';
  return {
    at,
    understood: [...used]
      .sort(([a], [b]) => a - b)
      .map(([index, column]) => ({ header: header[index] ?? '', column })),
    unknown: header.filter((_, index) => named(index) && !used.has(index) && !unused.has(index)),
    unused: header.filter((_, index) => named(index) && !used.has(index) && unused.has(index)),
    badTargets: chosen.badTargets,
    absentHeaders: chosen.absentHeaders,
  };
}

function candidates(
  keys: readonly string[],
  spec: ColumnSpec<ColumnName>,
  targets: ReadonlyMap<number, string | null>,
): Choice[] {
  const names = [spec.name, spec.english, ...spec.aliases].map(foldHeader);
  const choices: Choice[] = [];
  keys.forEach((key, index) => {
    const target = targets.get(index);
    if (target !== undefined) {
      if (target === spec.name) choices.push({ index, rank: -1 });
      return;
    }
    const rank = key === '' ? -1 : names.indexOf(key);
    if (rank >= 0) choices.push({ index, rank });
  });
  return choices.sort((a, b) => a.rank - b.rank || a.index - b.index);
}

function readMapping(
  keys: readonly string[],
  specs: readonly ColumnSpec<ColumnName>[],
  mapping: Mapping,
): { targets: Map<number, string | null>; badTargets: string[]; absentHeaders: string[] } {
  const targets = new Map<number, string | null>();
  const badTargets: string[] = [];
  const absentHeaders: string[] = [];
  for (const [source, target] of Object.entries(mapping)) {
    const wanted = foldHeader(target);
    const spec = specs.find(
      ({ name, english }) => foldHeader(name) === wanted || foldHeader(english) === wanted,
    );
    if (wanted !== '' && !spec) badTargets.push(target);
    const key = foldHeader(source);
    const index = keys.findIndex((candidate, at) => candidate === key && !targets.has(at));
    if (index < 0) absentHeaders.push(source);
    else targets.set(index, spec?.name ?? null);
  }
  return { targets, badTargets, absentHeaders };
}

/**
 * Several tools call the invoice number « Référence »; beside a number column it is the reference of a
 * credit note.
 */
function takeReferenceAsNumber(at: Map<ColumnName, number[]>): void {
  const reference = at.get('reference');
  if (!reference || at.has('facture') || !at.has('montant_ttc')) return;
  at.set('facture', reference);
  at.delete('reference');
}

const KNOWN_HEADERS: ReadonlySet<string> = new Set(
  [...INVOICE_COLUMNS, ...DEBTOR_COLUMNS, ...PAYMENT_COLUMNS].flatMap((spec: ColumnSpec) =>
    [spec.name, spec.english, ...spec.aliases].map(foldHeader),
  ),
);

/** Whether a text is a header of some column of ours: how a header line is told from the title above it. */
export function isKnownHeader(text: string): boolean {
  return KNOWN_HEADERS.has(foldHeader(text));
}
