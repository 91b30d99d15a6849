import { isUtf8 } from 'node:buffer';
import { type EncodedText, findEncoding } from './decode.ts';

/** Bytes that a piece of text has at least, unless it is the last one. */
const PIECE_BYTES = 131_072;
const FEED = 0x0a;
const RETURN = 0x0d;

/**
 * A text in pieces of whole lines, as UTF-8 whose lines end with LF: a file of 200 MB is then never in
 * memory a second time, and may be gone through as often as wanted.
 */
export interface TextInPieces {
  readonly encoding: string;
  readonly pieces: () => Iterable<Buffer>;
  /** Line feeds in it. */
  readonly feeds: number;
  /** Its last line is whole. */
  readonly complete: boolean;
}

/** The text of a file whose encoding nobody declared, its lines ended by LF, CRLF, CR or CR CR LF. */
export function inPieces(bytes: Uint8Array, pieceBytes = PIECE_BYTES): TextInPieces {
  const encoded = findEncoding(bytes);
  const pieces = () => piecesOf(encoded, pieceBytes);
  let feeds = 0;
  let complete = false;
  for (const piece of pieces()) {
    for (let at = piece.indexOf(FEED); at >= 0; at = piece.indexOf(FEED, at + 1)) feeds += 1;
    complete = piece.at(-1) === FEED;
  }
  return { encoding: encoded.encoding, pieces, feeds, complete };
}

function* piecesOf({ encoding, body, textOf }: EncodedText, pieceBytes: number): Generator<Buffer> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  for (let from = 0; from < bytes.length; ) {
    const to = endOfLine(bytes, from + pieceBytes, encoding);
    const part = bytes.subarray(from, to);
    const text = encoding === 'utf-8' && isUtf8(part) ? part : Buffer.from(textOf(part));
    yield text.includes(RETURN) ? withFeeds(text) : text;
    from = to;
  }
}

/** Where the line that holds `at` ends; the end of the text when it has no line feed further on. */
function endOfLine(bytes: Buffer, at: number, encoding: string): number {
  const wide = encoding.startsWith('utf-16');
  for (let feed = bytes.indexOf(FEED, at); feed >= 0; feed = bytes.indexOf(FEED, feed + 1)) {
    if (!wide) return feed + 1;
    // In UTF-16 a line feed is two bytes, and its code may be half of another character.
    const first = encoding === 'utf-16le' ? feed : feed - 1;
    const other = encoding === 'utf-16le' ? feed + 1 : feed - 1;
    if (first % 2 === 0 && bytes[other] === 0) return first + 2;
  }
  return bytes.length;
}

/** CRLF, CR and the CR CR LF of some exports become LF. */
function withFeeds(text: Buffer): Buffer {
  const plain = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at]!;
    plain[length] = byte === RETURN ? FEED : byte;
    length += 1;
    if (byte !== RETURN) continue;
    if (text[at + 1] === FEED) at += 1;
    else if (text[at + 1] === RETURN && text[at + 2] === FEED) at += 2;
  }
  return plain.subarray(0, length);
}
