import { readFile, stat } from 'node:fs/promises';
import { type Refusal, refuse } from '../platform/refusal.ts';

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
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return unreadable(path, 'il n’existe pas, vérifiez son chemin');
    if (code === 'EISDIR') return unreadable(path, 'c’est un dossier');
    if (code === 'EACCES' || code === 'EPERM') return unreadable(path, 'vous n’avez pas le droit de le lire');
    throw error;
  }
}

function unreadable(path: string, why: string): Refusal {
  return refuse('file_unreadable', `Le fichier ${path} ne peut pas être lu\u00a0: ${why}.`, { file: path });
}
