import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { errorCode } from './postgres.ts';
import { refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';
import { writeFailure } from './write-failure.ts';

/**
 * The folder of the data, made when it is not there and tried: a place that takes no file would stop the
 * program later, in other words. Throws a RefusedError `data_folder_unusable`.
 */
export function makeDataFolder(folder: string): void {
  try {
    makeFolder(resolve(folder));
    const probe = join(folder, `.essai-${process.pid}`);
    closeSync(openSync(probe, 'w', 0o600));
    rmSync(probe, { force: true });
  } catch (error) {
    const cause = writeFailure(error);
    if (cause === null) throw error;
    throw new RefusedError(
      refuse(
        'data_folder_unusable',
        `Le dossier des données ${folder} ne peut pas servir\u00a0: ${cause}. Donnez-en un autre avec --data.`,
        { folder },
      ),
    );
  }
}

/**
 * Folder by folder: under a parent that is there and takes nothing (/proc), Node's own recursive making asks
 * for the two in turn and never ends.
 */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process made it meanwhile; a file of that name is no folder.
    if (errorCode(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
