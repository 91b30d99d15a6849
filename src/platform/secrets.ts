import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** A secret as it lies in the database: worth nothing without the key file of the data folder. */
export type SealedSecret = { readonly sealed: string };

const KEY_FILE = 'instance.key';
const KEY_BYTES = 32;
// NIST SP 800-38D: 96 bits of nonce, 128 of tag.
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a text with the key of the data folder (AES-256-GCM). `purpose` is authenticated with it: a sealed
 * text moved to another creditor or another use no longer opens.
 */
export function seal(dataFolder: string, purpose: string, text: string): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', instanceKey(dataFolder), nonce).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64') };
}

/**
 * The text again; null when the key file is not the one it was sealed with, or the sealed text was altered.
 */
export function unseal(dataFolder: string, purpose: string, secret: SealedSecret): string | null {
  const bytes = Buffer.from(secret.sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', instanceKey(dataFolder), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** The key of this data folder, made at its first use and readable by its owner only. */
function instanceKey(dataFolder: string): Buffer {
  return readKey(dataFolder) ?? makeKey(dataFolder);
}

function readKey(dataFolder: string): Buffer | null {
  try {
    const key = readFileSync(join(dataFolder, KEY_FILE));
    if (key.length !== KEY_BYTES) throw new Error(`${KEY_FILE} has ${key.length} bytes, not ${KEY_BYTES}`);
    return key;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Written whole under another name and then linked: of two processes that make it at once, one wins and both
 * agree.
 */
function makeKey(dataFolder: string): Buffer {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, KEY_FILE);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  writeSync(file, randomBytes(KEY_BYTES));
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return readKey(dataFolder)!;
}
