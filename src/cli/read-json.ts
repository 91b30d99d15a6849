import { readJson } from '../formats/json.ts';
import { isRefusal, type Refusal, type RefusalCode, refuse } from '../platform/refusal.ts';
import { readGivenFile } from './read-file.ts';

/**
 * The JSON document that a person named. Refuses `file_unreadable`, and `code` when it is no JSON, with the
 * line and the column at which it is none.
 */
export async function readJsonFile(
  path: string,
  maxBytes: number,
  code: RefusalCode,
): Promise<{ readonly document: unknown } | Refusal> {
  const bytes = await readGivenFile(path, maxBytes);
  if (isRefusal(bytes)) return bytes;
  const read = readJson(bytes);
  if ('document' in read) return read;
  const { line, column, problem } = read.fault;
  const message =
    `Le fichier ${path} n’est pas du JSON\u00a0: ligne ${line}, colonne ${column}, ${problem}. ` +
    'Corrigez-le dans un éditeur de texte, puis recommencez.';
  return refuse(code, message, { file: path, line, column });
}
