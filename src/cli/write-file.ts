import { existsSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { writeFailure } from '../platform/write-failure.ts';

/**
 * Writes a file where a person said, over the one that is there; answers its whole path. Refuses
 * `file_unwritable`.
 */
export async function writeGivenFile(path: string, bytes: Uint8Array): Promise<string | Refusal> {
  const file = resolve(path);
  try {
    await writeWhole(file, bytes);
    return file;
  } catch (error) {
    const why = existsSync(dirname(file)) ? writeFailure(error) : 'son dossier n’existe pas';
    if (why === null) throw error;
    const message = `Le fichier ${path} ne peut pas être écrit\u00a0: ${why}. Donnez un autre chemin (--out).`;
    return refuse('file_unwritable', message, { file });
  }
}

/** Under another name first: a disk that fills up leaves what was there as it was, and no half of a file. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  // A pipe or a terminal is written to, not replaced; a folder refuses by itself.
  const special = statSync(file, { throwIfNoEntry: false })?.isFile() === false;
  if (special) return await writeFile(file, bytes);
  const growing = `${file}.${process.pid}.new`;
  try {
    await writeFile(growing, bytes);
    await rename(growing, file);
  } finally {
    await rm(growing, { force: true });
  }
}
