import { iso, toIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { findDebtor } from '../debtors/debtors.db.ts';
import type { Scope } from '../journal/scope.ts';
import { fillText } from '../letters/fill-text.ts';
import { previewFacts } from '../letters/preview-facts.db.ts';
import { reviewText } from '../letters/review-text.ts';
import { setWording, type WordingSet } from '../letters/set-wording.act.ts';
import { wordingSource } from '../letters/wording.ts';
import { type WordingKey, wordingKey, wordingKeys } from '../letters/wording-key.ts';
import { loadWordings, newestWordings, type StoredWording } from '../letters/wordings.db.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { required } from './options.ts';
import { readArguments } from './positionals.ts';
import { readGivenFile } from './read-file.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

/** Ours take 3 kB at most; a formal notice of the wordiest lawyer, twenty. */
const LARGEST_FILE = 100_000;

export const wording = commandOfVerbs(
  'wording',
  [
    'relance wording list [--lang fr|en]',
    'relance wording show NOM',
    'relance wording set NOM FICHIER',
    'relance wording reset NOM',
    'relance wording preview NOM [FICHIER] --debtor CLÉ',
  ],
  { list, show, set, reset, preview },
);

async function list(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope) => {
    const own = await newestWordings(scope.tx);
    const wordings = wordingKeys(context.lang).map((key) => described(key, own));
    const text = wordings.map((one) => `${one.wording.padEnd(32)} ${stateText(one)}`).join('\n');
    return { data: { wordings }, text };
  });
}

async function show(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  return await about(args, ['NOM'], context, async (scope, key) => {
    const { overrides } = await loadWordings(scope.tx);
    const source = wordingSource(key.key, overrides) ?? '';
    const one = described(key, await newestWordings(scope.tx));
    return { data: { ...one, text: source }, text: source.trimEnd() };
  });
}

async function set(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  return await about(args, ['NOM', 'FICHIER'], context, async (scope, key, file) => {
    const source = await textOf(file!);
    if (isRefusal(source)) return source;
    const done = await setWording(scope, key, source);
    return isRefusal(done) ? done : setAnswer(key, done, 'wording_set', 'en vigueur');
  });
}

async function reset(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  return await about(args, ['NOM'], context, async (scope, key) => {
    const done = await setWording(scope, key, null);
    return isRefusal(done) ? done : setAnswer(key, done, 'wording_reset', 'de nouveau celui de Relance');
  });
}

function setAnswer(key: WordingKey, { version, changed }: WordingSet, code: string, said: string): Answer {
  return {
    data: { done: changed ? code : 'wording_unchanged', id: key.key, version },
    text: changed ? `Texte ${key.key} ${said}.` : `Texte ${key.key} inchangé.`,
  };
}

async function preview(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['NOM', '[FICHIER]'], { debtor: { type: 'string' } });
  if (isRefusal(read)) return read;
  const said = required(read.values, 'debtor');
  if (isRefusal(said)) return said;
  const key = wordingKey(read.positionals[0]!, context.lang);
  if (isRefusal(key)) return key;
  const file = read.positionals[1];
  const source = file === undefined ? null : await textOf(file);
  if (isRefusal(source)) return source;
  const refused = source === null ? null : reviewText(key, source);
  if (refused) return refused;
  return await withCreditor(context, async (scope) => {
    const debtor = await findDebtor(scope, said);
    if (isRefusal(debtor)) return debtor;
    const facts = await previewFacts(scope, debtor.id, key);
    if (isRefusal(facts)) return facts;
    const overrides = new Map((await loadWordings(scope.tx)).overrides);
    if (source !== null) overrides.set(key.key, source);
    const filled = fillText(key, facts, overrides);
    if (isRefusal(filled)) return filled;
    const { subject, text } = filled;
    const data = { wording: key.key, debtor: debtor.key, subject, text };
    return { data, text: `${subject}\n\n${text.trimEnd()}` };
  });
}

/** The verbs that name one text, with a file or not. */
async function about(
  args: readonly string[],
  names: readonly string[],
  context: CommandContext,
  work: (scope: Scope, key: WordingKey, file: string | undefined) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  const read = readArguments(args, names, {});
  if (isRefusal(read)) return read;
  const key = wordingKey(read.positionals[0]!, context.lang);
  if (isRefusal(key)) return key;
  return await withCreditor(context, async (scope) => await work(scope, key, read.positionals[1]));
}

async function textOf(path: string): Promise<string | Refusal> {
  const bytes = await readGivenFile(path, LARGEST_FILE);
  if (isRefusal(bytes)) return bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    return refuse('wording_invalid', `${path} n’est pas un texte en UTF-8\u00a0: enregistrez-le ainsi.`, {
      detail: 'utf-8',
    });
  }
}

function described({ key }: WordingKey, own: readonly StoredWording[]) {
  const found = own.find((one) => one.key === key && one.template !== null);
  return {
    wording: key,
    version: found?.version ?? null,
    changedOn: found ? toIso(found.changedOn) : null,
    changedBy: found?.changedBy ?? null,
  };
}

function stateText({ version, changedOn, changedBy }: ReturnType<typeof described>): string {
  return version === null
    ? 'celui de Relance'
    : `version ${version}, ${changedBy}, ${changedOn && formatShortDay(iso(changedOn))}`;
}
