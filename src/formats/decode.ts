import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

export interface DecodedText {
  readonly text: string;
  /** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, `iso-8859-15` or `cp850`. */
  readonly encoding: string;
}

/** In order of preference when two readings are equally French. */
const CODE_PAGES = ['windows-1252', 'iso-8859-15', 'cp850'] as const;
/** Enough high bytes to tell three code pages apart; scoring more of them changes nothing. */
const SCORED_BYTES = 20_000;

/** A file whose encoding was found: `textOf` reads its `body`, or any part of it that begins a line. */
export interface EncodedText {
  readonly encoding: string;
  /** The bytes without the mark of their order. */
  readonly body: Uint8Array;
  readonly textOf: (part: Uint8Array) => string;
}

/** The text of a file whose encoding nobody declared. */
export function decode(bytes: Uint8Array): DecodedText {
  const { encoding, body, textOf } = findEncoding(bytes);
  return { text: textOf(body), encoding };
}

/**
 * Byte-order mark, then UTF-16 by its zeros, then strict UTF-8, then the code page under which the text looks
 * most like French. Never fails: bytes without meaning become U+FFFD.
 */
export function findEncoding(bytes: Uint8Array): EncodedText {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return utf8(bytes.subarray(3));
  if (startsWith(bytes, [0xff, 0xfe])) return utf16(bytes.subarray(2), 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return utf16(bytes.subarray(2), 'utf-16be');
  const wide = utf16WithoutMark(bytes);
  if (wide) return utf16(bytes, wide);
  if (isUtf8(bytes)) return utf8(bytes);
  const validity = utf8Validity(bytes);
  // A cut or concatenated UTF-8 file holds a few broken characters among many sound ones.
  if (validity.broken * 4 <= validity.sound) return utf8(bytes);
  const encoding = bestCodePage(bytes);
  const textOf = (part: Uint8Array) =>
    iconv.decode(Buffer.from(part.buffer, part.byteOffset, part.length), encoding);
  return { encoding, body: bytes, textOf };
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function utf8(body: Uint8Array): EncodedText {
  const textOf = (part: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(part);
  return { encoding: 'utf-8', body, textOf };
}

function utf16(body: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): EncodedText {
  const textOf = (part: Uint8Array) => new TextDecoder(encoding, { ignoreBOM: true }).decode(part);
  return { encoding, body, textOf };
}

/** Latin text in UTF-16 has a zero in every second byte; no other text of a table has any. */
function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, 2000) & ~1;
  if (length < 4) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) evenZeros += 1;
    if (bytes[index + 1] === 0) oddZeros += 1;
  }
  const most = (length / 2) * 0.7;
  if (oddZeros >= most && evenZeros * 20 <= oddZeros) return 'utf-16le';
  return evenZeros >= most && oddZeros * 20 <= evenZeros ? 'utf-16be' : null;
}

function utf8Validity(bytes: Uint8Array): { sound: number; broken: number } {
  let sound = 0;
  let broken = 0;
  for (let index = 0; index < bytes.length; ) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) {
      index += 1;
      continue;
    }
    const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    let taken = 1;
    while (taken < length && ((bytes[index + taken] ?? 0) & 0xc0) === 0x80) taken += 1;
    if (lead < 0xf5 && length > 1 && taken === length) sound += 1;
    else broken += 1;
    index += taken;
  }
  return { sound, broken };
}

function bestCodePage(bytes: Uint8Array): string {
  const sample = highBytesInContext(bytes);
  let best: string = CODE_PAGES[0];
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const page of CODE_PAGES) {
    const score = frenchness(iconv.decode(sample, page));
    if (score > bestScore) {
      best = page;
      bestScore = score;
    }
  }
  return best;
}

/** Every high byte with its two neighbours: the only part of the file on which code pages differ. */
function highBytesInContext(bytes: Uint8Array): Buffer {
  const kept: number[] = [];
  for (let index = 0; index < bytes.length && kept.length < SCORED_BYTES * 4; index += 1) {
    if ((bytes[index] ?? 0) < 0x80) continue;
    kept.push(bytes[index - 1] ?? 0x20, bytes[index] ?? 0x20, bytes[index + 1] ?? 0x20, 0x20);
  }
  return Buffer.from(kept);
}

const FRENCH_LOWER = 'éèêëàâçîïôùûüœæöä';
const FRENCH_UPPER = 'ÉÈÊËÀÂÇÎÏÔÙÛÜŒÆÖÄ';
/** Accents that commonly begin a word: an « î » there is rather the « Œ » of another code page. */
const FIRST_LETTERS = 'éêàâôç';
const FRENCH_SIGNS = '€°«»\u00a0–—²ºª§';
const AFTER_A_LETTER = '’…';

function capitalised(letterBefore: boolean, next: string): number {
  if (!letterBefore && /[a-z]/.test(next)) return 2;
  return letterBefore || /[A-Z]/.test(next) ? 1 : 0;
}

function frenchness(text: string): number {
  let score = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (char < '\u0080') continue;
    const before = /[A-Za-z]/.test(text[index - 1] ?? '');
    const after = /[A-Za-z]/.test(text[index + 1] ?? '');
    if (FRENCH_LOWER.includes(char)) score += before || (after && FIRST_LETTERS.includes(char)) ? 2 : 1;
    else if (FRENCH_UPPER.includes(char)) score += capitalised(before, text[index + 1] ?? '');
    else if (FRENCH_SIGNS.includes(char)) score += 1;
    else if (AFTER_A_LETTER.includes(char)) score += before ? 1 : 0;
    else score -= char < '\u00a0' || char === '\ufffd' ? 3 : 2;
  }
  return score;
}
