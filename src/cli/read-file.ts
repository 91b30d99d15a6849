import { readFile, stat } from 'node:fs/promises';
import { errorCode } from '../platform/postgres.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'il n’existe pas, vérifiez son chemin',
  ENOTDIR: 'son chemin passe par un fichier',
  EISDIR: 'c’est un dossier',
  EACCES: 'vous n’avez pas le droit de le lire',
  EPERM: 'vous n’avez pas le droit de le lire',
  ENAMETOOLONG: 'son nom est trop long',
  ELOOP: 'son chemin tourne en rond',
};

/**
 * The bytes of a file that a person named. Refusals: `file_unreadable` (absent, a folder, no right, too
 * large).
 */
export async function readGivenFile(path: string, maxBytes: number): Promise<Uint8Array | Refusal> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) return unreadable(path, `il dépasse ${Math.trunc(maxBytes / 1_000_000)}\u00a0Mo`);
    return await readFile(path);
  } catch (error) {
    const why = CAUSES[errorCode(error) ?? ''];
    if (why === undefined) throw error;
    return unreadable(path, why);
  }
}

function unreadable(path: string, why: string): Refusal {
  return refuse('file_unreadable', `Le fichier ${path} ne peut pas être lu\u00a0: ${why}.`, { file: path });
}
