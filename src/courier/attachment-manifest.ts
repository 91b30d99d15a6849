import { sha256 } from '../journal/sha256.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { AttachmentEntry } from './mime.ts';
import { attachmentName, decoded, leaves, readPart } from './mime-reader.ts';

/** The files that really lie in a message: names and hashes of their decoded bytes, in their order. */
export function attachmentManifest(bytes: Uint8Array): readonly AttachmentEntry[] {
  return leaves(readPart(bytes)).flatMap((part) => {
    const name = attachmentName(part);
    return name === null ? [] : [{ name, sha256: sha256(decoded(part)) }];
  });
}

/**
 * Compares what is about to leave with what was approved: the very bytes, then every file in them. Refuses
 * `attachment_mismatch`: a letter with another's invoice must not leave, whatever the cause.
 */
export function checkFrozen(
  bytes: Uint8Array,
  frozen: { readonly sha256: string; readonly attachments: readonly AttachmentEntry[] },
): Refusal | null {
  const found = attachmentManifest(bytes);
  const same =
    found.length === frozen.attachments.length &&
    frozen.attachments.every(
      (entry, index) => entry.name === found[index]?.name && entry.sha256 === found[index]?.sha256,
    );
  if (same && sha256(bytes) === frozen.sha256) return null;
  return refuse(
    'attachment_mismatch',
    'Le message gelé ou ses pièces jointes ne sont plus ceux qui ont été approuvés\u00a0: rien n’est parti. ' +
      'Vérifiez le stockage, puis composez le message à nouveau.',
    { expected: frozen.attachments.map((entry) => entry.name), found: found.map((entry) => entry.name) },
  );
}
