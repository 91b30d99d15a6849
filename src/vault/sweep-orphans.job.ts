import { Temporal } from 'temporal-polyfill';
import type { Scope } from '../journal/scope.ts';
import type { Sha256 } from '../journal/sha256.ts';
import { lockVault, withoutUse } from './documents.db.ts';
import {
  creditorFolder,
  documentPath,
  documentsOnDisk,
  modifiedAt,
  removeFile,
  removePartialFiles,
} from './folder.ts';

/** Longer than any transaction: a file younger than this may be named by one that has not committed yet. */
const ORPHAN_AGE_MS = 24 * 3_600_000;
const SLICE = 1_000;

/**
 * Removes from the vault of a creditor the files that no row names (their transaction never committed) and
 * those that were erased, once they are a day old. Answers how many; null when documents are being stored or
 * backed up right now.
 */
export async function sweepOrphans(scope: Scope): Promise<number | null> {
  if (!(await lockVault(scope.tx))) return null;
  const before = Temporal.Instant.from(scope.at).epochMilliseconds - ORPHAN_AGE_MS;
  let removed = await removePartialFiles(creditorFolder(scope.dataFolder, scope.creditorId), before);
  let slice: Sha256[] = [];
  for await (const sha of documentsOnDisk(scope.dataFolder, scope.creditorId)) {
    slice.push(sha);
    if (slice.length < SLICE) continue;
    removed += await sweepSlice(scope, slice, before);
    slice = [];
  }
  return removed + (await sweepSlice(scope, slice, before));
}

async function sweepSlice(scope: Scope, slice: readonly Sha256[], before: number): Promise<number> {
  let removed = 0;
  for (const sha of slice.length === 0 ? [] : await withoutUse(scope, slice)) {
    const path = documentPath(scope.dataFolder, scope.creditorId, sha);
    const modified = await modifiedAt(path);
    if (modified !== null && modified < before && (await removeFile(path))) removed += 1;
  }
  return removed;
}
