import { sha256 } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';
import type { WordingOverrides } from './wording.ts';

/** The wordings that the creditor changed, newest version of each, and a name for the whole set. */
export async function loadWordings(
  tx: Tx,
): Promise<{ readonly overrides: WordingOverrides; readonly version: string }> {
  const rows = await tx
    .selectFrom('wordings')
    .select(['name', 'language', 'template'])
    .distinctOn(['name', 'language'])
    .orderBy('name')
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute();
  const overrides = new Map(rows.map((row) => [`${row.language}/${row.name}`, row.template]));
  const version = overrides.size === 0 ? 'shipped' : sha256(JSON.stringify([...overrides])).slice(0, 16);
  return { overrides, version };
}
