import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';

/** The system keeps 104 bytes for the path of a socket on macOS, 108 on Linux, and PostgreSQL names it. */
const LONGEST = 103 - '/.s.PGSQL.5432'.length;

/**
 * A folder of its own for a socket, that only its owner enters: where `places` says first, as long as the
 * path is short enough and takes a folder. Throws a RefusedError `socket_folder_missing`.
 */
export function makeSocketFolder(places: readonly string[] = socketPlaces()): string {
  for (const place of places) {
    const folder = folderIn(place);
    if (folder === null) continue;
    if (Buffer.byteLength(folder) <= LONGEST) {
      chmodSync(folder, 0o700);
      return folder;
    }
    rmSync(folder, { recursive: true, force: true });
  }
  throw new RefusedError(
    refuse(
      'socket_folder_missing',
      `La base a besoin d’un dossier temporaire au chemin court, où écrire (essayés\u00a0: ${places.join(', ')})\u00a0: ` +
        'mettez un tel dossier dans la variable TMPDIR.',
      { tried: places },
    ),
  );
}

/** What the account's settings name, then where every machine has one. */
function socketPlaces(): readonly string[] {
  return [...new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])];
}

/** Null where none can be made. */
function folderIn(place: string): string | null {
  try {
    return mkdtempSync(join(place, 'relance-'));
  } catch {
    return null;
  }
}
