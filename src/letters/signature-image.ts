import type { LetterSignature } from './letter-content.ts';

/** Bytes and points of an image: beyond, it is not a signature. */
const MOST_BYTES = 2_000_000;
const MOST_POINTS = 40_000_000;

/**
 * A signature as the letter bears it; null when its bytes are not a PNG, a JPEG or an SVG of a reasonable
 * size.
 */
export function signatureImage(bytes: Uint8Array): LetterSignature['image'] {
  if (bytes.length === 0 || bytes.length > MOST_BYTES) return null;
  const data = Buffer.from(bytes);
  const format = formatOf(data);
  if (format === null) return null;
  const size = format === 'png' ? pngSize(data) : format === 'jpg' ? jpegSize(data) : 1;
  if (size === null || size > MOST_POINTS) return null;
  return { format, base64: data.toString('base64') };
}

function formatOf(data: Buffer): 'png' | 'jpg' | 'svg' | null {
  if (data.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'png';
  if (data[0] === 0xff && data[1] === 0xd8) return 'jpg';
  const text = data.toString('utf8');
  const isSvg = /^\ufeff?\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(text);
  // An entity or an outside file in a drawing would be read when the letter is drawn.
  const reaches = /<!(DOCTYPE|ENTITY)|<script|<image|\bhref\s*=\s*["'](?!#)/i.test(text);
  return isSvg && !reaches ? 'svg' : null;
}

function pngSize(data: Buffer): number | null {
  return data.length < 24 ? null : data.readUInt32BE(16) * data.readUInt32BE(20);
}

/** Width times height from the first start-of-frame segment. */
function jpegSize(data: Buffer): number | null {
  let at = 2;
  while (at + 9 < data.length && data[at] === 0xff) {
    const marker = data[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return data.readUInt16BE(at + 5) * data.readUInt16BE(at + 7);
    }
    at += 2 + data.readUInt16BE(at + 2);
  }
  return null;
}
