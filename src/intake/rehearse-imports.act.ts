import type { Scope } from '../journal/scope.ts';
import { type IncomingFile, importFile } from './import-file.act.ts';
import type { FileImported, ImportChoices } from './imported.ts';
import { setMark, undoToMark } from './imports.db.ts';

/**
 * What the imports of these files, one after the other, would answer: they are done and undone, so that a
 * rehearsal can never differ from the real thing. Nothing is written.
 */
export async function rehearseImports(
  scope: Scope,
  files: readonly IncomingFile[],
  choices: ImportChoices,
): Promise<readonly FileImported[]> {
  await setMark(scope);
  const answers: FileImported[] = [];
  for (const file of files) answers.push({ ...(await importFile(scope, file, choices)), import: null });
  await undoToMark(scope);
  return answers;
}
