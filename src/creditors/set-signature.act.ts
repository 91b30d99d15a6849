import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import { documentName } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import { hashBytes } from '../journal/sha256.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { storeDocument } from '../vault/documents.db.ts';
import { saveSignature } from './creditors.db.ts';
import { signatureSet } from './events.ts';
import { forbidden, mayApprove } from './user.ts';
import { readUsers } from './users.db.ts';

/** 2 MB: a signature at 600 dpi weighs a tenth of it, a photograph of a page much more. */
const MAX_BYTES = 2_000_000;

/**
 * Keeps the image of the signature that letters bear. Refusals: `image_unreadable` (PNG or JPEG, 2 MB),
 * `role_forbidden`.
 */
export async function setSignature(
  scope: Scope,
  bytes: Uint8Array,
): Promise<{ readonly sha256: string } | Refusal> {
  const mediaType = imageType(bytes);
  if (mediaType === null || bytes.length > MAX_BYTES) {
    return refuse(
      'image_unreadable',
      'La signature doit être une image PNG ou JPEG de 2\u00a0Mo au plus\u00a0: numérisez-la seule, sur fond blanc.',
      { bytes: bytes.length },
    );
  }
  await lockChains(scope, [CREDITOR_CHAIN]);
  if (!mayApprove(await readUsers(scope), scope.actor)) return forbidden(scope.actor);
  const sha256 = await storeDocument(scope, bytes, mediaType);
  await saveSignature(scope, hashBytes(sha256));
  await append(scope, CREDITOR_CHAIN, signatureSet, { image: documentName(sha256) });
  return { sha256 };
}

function imageType(bytes: Uint8Array): string | null {
  const starts = (...signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  return starts(0xff, 0xd8, 0xff) ? 'image/jpeg' : null;
}
