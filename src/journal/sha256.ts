import { hash } from 'node:crypto';

declare const sha256Brand: unique symbol;
/** A SHA-256 in lower-case hexadecimal, 64 characters: name of a document, link of a chain. */
export type Sha256 = string & { readonly [sha256Brand]: true };

/** What the first event of a chain gives as its predecessor. */
export const NO_PREVIOUS = '0'.repeat(64) as Sha256;

/** The hash of bytes; a text counts as its UTF-8 bytes. */
export function sha256(content: string | Uint8Array): Sha256 {
  return hash('sha256', content, 'hex') as Sha256;
}

export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text);
}

/** As `isSha256`, for text that the program itself wrote: throws when it is no hash. */
export function asSha256(text: string): Sha256 {
  if (!isSha256(text)) throw new RangeError(`not a SHA-256: ${text}`);
  return text;
}

/** The 32 bytes of a hash, as the tables keep it. */
export function hashBytes(value: Sha256): Buffer {
  return Buffer.from(value, 'hex');
}

export function hashFromBytes(bytes: Uint8Array): Sha256 {
  return asSha256(Buffer.from(bytes).toString('hex'));
}
