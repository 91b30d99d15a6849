import { mkdirSync } from 'node:fs';
import { errorCode } from './postgres.ts';
import { refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'vous n’avez pas le droit d’y écrire',
  EPERM: 'vous n’avez pas le droit d’y écrire',
  EROFS: 'ce disque est en lecture seule',
  EEXIST: 'un fichier porte déjà ce nom',
  ENOTDIR: 'son chemin passe par un fichier',
  ENOSPC: 'le disque est plein',
};

/** The folder of the data, made when it is not there. Throws a RefusedError `data_folder_unusable`. */
export function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const cause = CAUSES[errorCode(error) ?? ''];
    if (cause === undefined) throw error;
    throw new RefusedError(
      refuse(
        'data_folder_unusable',
        `Le dossier des données ${folder} ne peut pas être créé\u00a0: ${cause}. Donnez-en un autre avec --data.`,
        { folder },
      ),
    );
  }
}
