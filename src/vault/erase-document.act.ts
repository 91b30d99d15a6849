import { append } from '../journal/events.db.ts';
import { documentName } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import type { Sha256 } from '../journal/sha256.ts';
import { markErased } from './documents.db.ts';
import { documentErased } from './events.ts';

/**
 * Erases a document for good and says so in `chain`; false when it is unknown or erased already. From the
 * commit on nobody can read it; the next sweep destroys its bytes. Whether the law still demands it (debt
 * open, limitation or the ten years of accounts running) is for the caller to have checked.
 */
export async function eraseDocument(scope: Scope, chain: string, sha: Sha256): Promise<boolean> {
  if (!(await markErased(scope, sha))) return false;
  await append(scope, chain, documentErased, { document: documentName(sha) });
  return true;
}
