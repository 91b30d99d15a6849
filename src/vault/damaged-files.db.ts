import { stat } from 'node:fs/promises';
import type { Sha256 } from '../journal/sha256.ts';
import { documentPage, type VaultReader } from './documents.db.ts';
import { documentPath } from './folder.ts';

const PAGE = 1_000;

/**
 * How many documents of a creditor have no file any more, or one of another length. Looks at no byte:
 * `verifyCreditor` does, and takes its time.
 */
export async function countDamagedFiles(reader: VaultReader): Promise<number> {
  let damaged = 0;
  for (let after: Sha256 | null = null; ; ) {
    const page = await documentPage(reader, after, PAGE);
    const sizes = await Promise.all(
      page.map(async ({ sha }) => await lengthOf(documentPath(reader.dataFolder, reader.creditorId, sha))),
    );
    damaged += page.filter(
      ({ bytes, erasedOn }, index) => erasedOn === null && sizes[index] !== bytes,
    ).length;
    if (page.length < PAGE) return damaged;
    after = page.at(-1)!.sha;
  }
}

async function lengthOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.size ?? null;
}
