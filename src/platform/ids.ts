import { randomFillSync } from 'node:crypto';
import { idGenerator, isUuid, type NewId } from './uuid.ts';

/**
 * A call to the system's generator costs as much for 8 bytes as for thousands, and an import takes a million.
 */
const pool = new Uint8Array(8_192);
let taken = pool.length;

function randomBytes(bytes: Uint8Array): Uint8Array {
  if (taken + bytes.length > pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  bytes.set(pool.subarray(taken, taken + bytes.length));
  taken += bytes.length;
  return bytes;
}

export const newId: NewId = idGenerator(() => Date.now(), randomBytes);

/**
 * The same ids at each run, for tests and goldens: `seed` is any 32-bit integer, time starts at 2026-01-01.
 */
export function seededIds(seed: number): NewId {
  let state = seed >>> 0;
  // xorshift32 never leaves zero.
  if (state === 0) state = 0x9e3779b9;
  const nextByte = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 11) & 0xff;
  };
  return idGenerator(
    () => 1_767_225_600_000,
    (bytes) => bytes.map(nextByte),
  );
}

// Crockford's alphabet: no I, L, O, U, which people misread.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Every kind of id that people see; one that no answer gives is a fault of the program. */
export type IdKind =
  | 'cre'
  | 'usr'
  | 'deb'
  | 'crn'
  | 'pay'
  | 'prm'
  | 'dsp'
  | 'hld'
  | 'pln'
  | 'imp'
  | 'rem'
  | 'let'
  | 'lot'
  | 'msg'
  | 'mail';

/**
 * What people see of an id: a kind and 8 characters, `rem-7K2M9QXA`. They are the last 40 bits, random in
 * UUIDv7: among a million rows of one kind, two share a short form with a chance of one in three: a search
 * may find several.
 */
export function shortId(kind: IdKind, id: string): string {
  let bits = BigInt(`0x${id.replaceAll('-', '').slice(-10)}`);
  let text = '';
  for (let position = 0; position < 8; position += 1) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return `${kind}-${text}`;
}

export interface IdReference {
  /** Null when the person gave no kind. */
  readonly kind: string | null;
  /** The beginning of the short form, in the alphabet's capitals; or a whole id. */
  readonly prefix: string;
}

/**
 * What a person typed for an id: `rem-7K2M9QXA`, `REM-7k2`, `7K2`, or the whole uuid; null when it is none
 * of these.
 */
export function parseIdReference(text: string): IdReference | null {
  const typed = text.trim();
  if (isUuid(typed.toLowerCase())) return { kind: null, prefix: typed.toLowerCase() };
  const match = /^(?:([a-z]{2,4})-)?([0-9a-z]{1,8})$/i.exec(typed);
  if (!match) return null;
  const prefix = match[2]!.toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0');
  if (prefix.includes('U')) return null;
  return { kind: match[1]?.toLowerCase() ?? null, prefix };
}

/** Those of `ids` that a reference of this `kind` names: none, the one, or the candidates to show. */
export function idsNamed(reference: IdReference, kind: IdKind, ids: readonly string[]): readonly string[] {
  if (isUuid(reference.prefix)) return ids.filter((id) => id === reference.prefix);
  if (reference.kind !== null && reference.kind !== kind) return [];
  const wanted = `${kind}-${reference.prefix}`;
  return ids.filter((id) => shortId(kind, id).startsWith(wanted));
}
