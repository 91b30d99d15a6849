import { inflateRawSync } from 'node:zlib';
import { LIMITS } from './limits.ts';

export interface ZipEntry {
  readonly name: string;
  /**
   * Its content, inflated on each call, or null when the data does not match what the directory announced.
   */
  readonly read: () => Buffer | null;
}

/** `damaged`: not a readable ZIP. `refused`: too many entries, too large once inflated, or encrypted. */
export type ZipFailure = 'damaged' | 'refused';

interface Located {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_END = 0x06064b50;
const UNSET = 0xffffffff;

/**
 * The entries of a ZIP, under the limits of `LIMITS`. Sizes announced by the directory are checked before
 * anything is inflated, and enforced while inflating, so that a file that lies about them costs no more
 * than one that does not.
 */
export function readZip(bytes: Uint8Array): readonly ZipEntry[] | ZipFailure {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const located = readDirectory(file);
    if (typeof located === 'string') return located;
    const size = located.reduce((total, entry) => total + entry.size, 0);
    const packed = located.reduce((total, entry) => total + entry.packed, 0);
    if (size > LIMITS.zipBytes) return 'refused';
    if (size > LIMITS.zipRatioFrom && size > packed * LIMITS.zipRatio) return 'refused';
    return located.map((entry) => ({ name: entry.name, read: () => inflate(file, entry) }));
  } catch (error) {
    if (error instanceof RangeError) return 'damaged'; // an offset outside the file
    throw error;
  }
}

function readDirectory(file: Buffer): readonly Located[] | ZipFailure {
  const end = findEnd(file);
  if (end === null) return 'damaged';
  const { count, start } = directoryPlace(file, end);
  if (count > LIMITS.zipEntries) return 'refused';
  const entries: Located[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (file.readUInt32LE(at) !== DIRECTORY_ENTRY) return 'damaged';
    if ((file.readUInt16LE(at + 8) & 1) === 1) return 'refused'; // encrypted
    const nameLength = file.readUInt16LE(at + 28);
    const extraLength = file.readUInt16LE(at + 30);
    const extra = file.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + nameLength),
      method: file.readUInt16LE(at + 10),
      ...sizes(file, at, extra),
    });
    at += 46 + nameLength + extraLength + file.readUInt16LE(at + 32);
  }
  return entries;
}

/** The end record stands last, before a comment of at most 65,535 bytes. */
function findEnd(file: Buffer): number | null {
  const lowest = Math.max(0, file.length - 22 - 0xffff);
  for (let at = file.length - 22; at >= lowest; at -= 1) {
    if (file.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  return null;
}

function directoryPlace(file: Buffer, end: number): { count: number; start: number } {
  const count = file.readUInt16LE(end + 10);
  const start = file.readUInt32LE(end + 16);
  const extended = count === 0xffff || start === UNSET;
  if (!extended || end < 20 || file.readUInt32LE(end - 20) !== ZIP64_LOCATOR) return { count, start };
  const at = big(file, end - 12);
  if (file.readUInt32LE(at) !== ZIP64_END) throw new RangeError('no ZIP64 directory');
  return { count: big(file, at + 32), start: big(file, at + 48) };
}

/** Packed size, size and offset of an entry, from its ZIP64 extra field where the 32-bit ones are unset. */
function sizes(file: Buffer, at: number, extra: Buffer): { packed: number; size: number; offset: number } {
  const wide = zip64Values(extra);
  const pick = (value: number): number => (value === UNSET ? (wide.shift() ?? UNSET) : value);
  const size = pick(file.readUInt32LE(at + 24));
  const packed = pick(file.readUInt32LE(at + 20));
  return { size, packed, offset: pick(file.readUInt32LE(at + 42)) };
}

function zip64Values(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: Math.floor(field.length / 8) }, (_, index) => big(field, index * 8));
  }
  return [];
}

function big(file: Buffer, at: number): number {
  const value = Number(file.readBigUInt64LE(at));
  if (!Number.isSafeInteger(value)) throw new RangeError('offset beyond the file');
  return value;
}

function inflate(file: Buffer, entry: Located): Buffer | null {
  try {
    const start =
      entry.offset + 30 + file.readUInt16LE(entry.offset + 26) + file.readUInt16LE(entry.offset + 28);
    if (start + entry.packed > file.length) return null;
    const packed = file.subarray(start, start + entry.packed);
    if (entry.method === 0) return packed;
    if (entry.method !== 8) return null;
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
    return content.length === entry.size ? content : null;
  } catch {
    return null;
  }
}
