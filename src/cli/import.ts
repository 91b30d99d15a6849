import { basename } from 'node:path';
import type { Creditor } from '../creditors/creditor.ts';
import { DEBTOR_COLUMNS, INVOICE_COLUMNS, PAYMENT_COLUMNS } from '../formats/columns.ts';
import { LIMITS } from '../formats/limits.ts';
import type { Mapping } from '../formats/mapping.ts';
import { type IncomingFile, importFile } from '../intake/import-file.act.ts';
import { exitOf, type FileImported, IMPORT_KINDS, type ImportChoices } from '../intake/imported.ts';
import { rehearseImports } from '../intake/rehearse-imports.act.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { importText } from './import-text.ts';
import { type OptionValues, optionalChoice, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { readGivenFile } from './read-file.ts';
import { readJsonFile } from './read-json.ts';
import { withCreditor } from './with-creditor.ts';

const OPTIONS = {
  as: { type: 'string' },
  mapping: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'accept-revived': { type: 'boolean' },
  'accept-shared-numbers': { type: 'boolean' },
} as const;

const WIDTH = 100;

/** A mapping names a few dozen columns. */
const LARGEST_MAPPING = 100_000;

export const importCommand: DeskCommand = {
  name: 'import',
  usage: [
    `relance import FICHIER… [--as ${IMPORT_KINDS.join('|')}] [--dry-run] [--mapping FICHIER.json]`,
    '    [--accept-revived] [--accept-shared-numbers]',
    '  FICHIER.json\u00a0: { "titre dans le fichier": "colonne" }, une colonne vide laisse le titre de côté',
    ...columnsOf('factures', INVOICE_COLUMNS),
    ...columnsOf('règlements', PAYMENT_COLUMNS),
    ...columnsOf('clients', DEBTOR_COLUMNS),
  ].join('\n'),
  async run(args, context) {
    const read = readArguments(args, ['FICHIER…'], OPTIONS);
    if (isRefusal(read)) return read;
    const files = await incomingFiles(read.positionals, read.values);
    if (isRefusal(files)) return files;
    const dryRun = read.values['dry-run'] === true;
    const answers = dryRun
      ? await rehearse(files, read.values, context)
      : await importEach(files, read.values, context);
    return isRefusal(answers) ? answers : answerOf(answers, dryRun);
  },
};

/** The titles that a file of a kind may have, in lines that a terminal holds. */
function columnsOf(kind: string, specs: readonly { readonly name: string }[]): readonly string[] {
  const lines: string[] = [];
  let line = `  colonnes des ${kind}\u00a0:`;
  for (const [index, { name }] of specs.entries()) {
    if (line.length + name.length > WIDTH) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${name}${index < specs.length - 1 ? ',' : ''}`;
  }
  return [...lines, line];
}

/** Every file is read before the first is imported, so that a wrong path costs nothing. */
async function incomingFiles(
  paths: readonly string[],
  values: OptionValues,
): Promise<readonly IncomingFile[] | Refusal> {
  const kind = optionalChoice(values, 'as', IMPORT_KINDS);
  if (isRefusal(kind)) return kind;
  const mapping = await readMapping(text(values, 'mapping'));
  if (isRefusal(mapping)) return mapping;
  const files: IncomingFile[] = [];
  for (const path of paths) {
    const bytes = await readGivenFile(path, LIMITS.fileBytes);
    if (isRefusal(bytes)) return bytes;
    files.push({ name: basename(path), bytes, kind, mapping: mapping as Mapping | null });
  }
  return files;
}

/** `{ "Titre du fichier": "colonne du modèle" }`. Refuses `mapping_invalid`. */
async function readMapping(path: string | undefined): Promise<Mapping | null | Refusal> {
  if (path === undefined) return null;
  const read = await readJsonFile(path, LARGEST_MAPPING, 'mapping_invalid');
  if (isRefusal(read)) return read;
  const { document } = read;
  const isMapping =
    typeof document === 'object' &&
    document !== null &&
    !Array.isArray(document) &&
    Object.values(document).every((column) => typeof column === 'string');
  if (isMapping) return document as Mapping;
  return refuse(
    'mapping_invalid',
    `${basename(path)} n’est pas une correspondance de colonnes\u00a0: écrivez un objet JSON, ` +
      '{ "Titre dans le fichier": "colonne du modèle" }, une colonne vide pour ignorer un titre.',
    { file: path },
  );
}

function choicesOf(creditor: Creditor, values: OptionValues, context: CommandContext): ImportChoices {
  return {
    lateStart: creditor.lateStart,
    acceptRevived: values['accept-revived'] === true,
    sharedNumbers: values['accept-shared-numbers'] === true,
    tell: context.say,
  };
}

async function rehearse(
  files: readonly IncomingFile[],
  values: OptionValues,
  context: CommandContext,
): Promise<readonly FileImported[] | Refusal> {
  return await withCreditor(context, async (scope, creditor) =>
    rehearseImports(scope, files, choicesOf(creditor, values, context)),
  );
}

/** One transaction a file: what a broken machine undoes is one file, and those before it are in the books. */
async function importEach(
  files: readonly IncomingFile[],
  values: OptionValues,
  context: CommandContext,
): Promise<readonly FileImported[] | Refusal> {
  const answers: FileImported[] = [];
  for (const file of files) {
    const answer = await withCreditor(context, async (scope, creditor) =>
      importFile(scope, file, choicesOf(creditor, values, context)),
    );
    if (isRefusal(answer)) return answer;
    answers.push(answer);
  }
  return answers;
}

function answerOf(files: readonly FileImported[], dryRun: boolean): Answer {
  const exit = exitOf(files);
  return {
    data: { files: files.map(fileShape), ...(dryRun ? { dryRun } : {}) },
    text: files.map((file) => importText(file, dryRun)).join('\n\n'),
    ...(exit === 0 ? {} : { exit }),
  };
}

/** Ids as people are told them. */
function fileShape({ import: made, unmatched, ...file }: FileImported) {
  const payments = unmatched?.map((one) => ({ ...one, payment: shortId('pay', one.payment) }));
  return {
    ...file,
    ...(payments ? { unmatched: payments } : {}),
    import: made === null ? null : shortId('imp', made),
  };
}
