import { createHash } from 'node:crypto';
import type { Sha256 } from '../journal/sha256.ts';
import { type BackupManifest, entryLine } from './backup-format.ts';

/** The entries that have gone into a backup, or come out of it, so far. */
export interface Tally {
  readonly add: (sha: Sha256, name: string) => void;
  readonly end: () => Pick<BackupManifest, 'entries' | 'digest'>;
}

export function tally(): Tally {
  const digest = createHash('sha256');
  let entries = 0;
  return {
    add: (sha, name) => {
      digest.update(entryLine(sha, name));
      entries += 1;
    },
    end: () => ({ entries, digest: digest.digest('hex') }),
  };
}
