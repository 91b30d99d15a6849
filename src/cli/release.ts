import { LATE_STARTS } from '../creditors/creditor.ts';
import { counted } from '../desk/counted.ts';
import { type ImportRow, invoiceImports } from '../intake/imports.db.ts';
import { type Released, releaseImports } from '../intake/release-imports.act.ts';
import type { Scope } from '../journal/scope.ts';
import { findId } from '../platform/find-id.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { columns } from './columns.ts';
import type { Answer } from './command.ts';
import type { DeskCommand } from './context.ts';
import { optionalChoice } from './options.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

/** Kind of an import's short id: `imp-7K2M9QXA`. */
const KIND = 'imp';

export const release: DeskCommand = {
  name: 'release',
  usage: `relance release [IMPORT] [--late-start ${LATE_STARTS.join('|')}] [--dry-run]`,
  async run(args, context) {
    const read = readArguments(args, ['[IMPORT]'], {
      'late-start': { type: 'string' },
      'dry-run': { type: 'boolean' },
    });
    if (isRefusal(read)) return read;
    const lateStart = optionalChoice(read.values, 'late-start', LATE_STARTS);
    if (isRefusal(lateStart)) return lateStart;
    const dryRun = read.values['dry-run'] === true;
    return await withCreditor(context, async (scope, creditor) => {
      const imports = await importsMeant(scope, read.positionals[0] ?? null);
      if (isRefusal(imports)) return imports;
      const choice = { imports, lateStart, creditorsOwn: creditor.lateStart, dryRun };
      const done = await releaseImports(scope, choice);
      return isRefusal(done) ? done : answerOf(done, dryRun);
    });
  },
};

/**
 * The import that was typed, or all that wait. Refusals: `id_unknown` (nothing, or an import of payments or
 * customers), `id_ambiguous` (with its candidates).
 */
async function importsMeant(scope: Scope, typed: string | null): Promise<readonly ImportRow[] | Refusal> {
  if (typed === null) return await invoiceImports(scope, true);
  const id = await findId(scope, 'imports', KIND, typed);
  if (isRefusal(id)) return id;
  const named = (await invoiceImports(scope, false)).filter((row) => row.id === id);
  if (named.length > 0) return named;
  const message = `«\u00a0${typed}\u00a0» n’est pas un import de factures\u00a0: il n’y a rien à libérer.`;
  return refuse('id_unknown', message, { id: typed });
}

const STEP_NAMES = {
  'pre-due': 'un mot avant l’échéance',
  contact: 'la prise de contact',
  'reminder-1': 'le premier rappel',
} as const;
const LACKS = {
  late_start_choice: 'par quelle étape commencer (--late-start)',
  due_date_missing: 'date d’échéance',
  retention: 'libération de la retenue de garantie',
  customer_type_missing: 'type du client',
} as const;

function answerOf({ imports, lateStart, preview }: Released, dryRun: boolean): Answer {
  const { items, overdue, byStep, waiting } = preview;
  const ids = imports.map((id) => shortId(KIND, id));
  const data = {
    done: dryRun ? 'previewed' : 'released',
    id: ids[0] ?? null,
    imports: ids,
    lateStart,
    items,
    overdue,
    byStep,
    waiting,
  };
  const starts = (Object.keys(STEP_NAMES) as (keyof typeof STEP_NAMES)[]).map((step) => [
    `  à commencer par ${STEP_NAMES[step]}`,
    String(byStep[step]),
  ]);
  const lacks = (Object.keys(LACKS) as (keyof typeof LACKS)[])
    .filter((lack) => waiting[lack] > 0)
    .map((lack) => [`  en attente\u00a0: ${LACKS[lack]}`, String(waiting[lack])]);
  const title = `${itemsText(items, dryRun)}, dont ${overdue} déjà en retard\u00a0:`;
  return { data, text: [title, columns([...starts, ...lacks], [1])].join('\n') };
}

function itemsText(items: number, dryRun: boolean): string {
  return dryRun
    ? counted(items, 'échéance ouverte serait libérée', 'échéances ouvertes seraient libérées')
    : counted(items, 'échéance ouverte libérée', 'échéances ouvertes libérées');
}
