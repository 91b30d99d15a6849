/** One part of a message as it was written: headers unfolded, names in lower case, body still encoded. */
export interface MimePart {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/**
 * Reads back what `composeMail` wrote, just before it leaves and for the page of the test mailbox. It trusts
 * nothing about how the message was built; it does not claim to read the mail of others.
 */
export function readPart(bytes: Uint8Array): MimePart {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = buffer.indexOf('\r\n\r\n');
  const head = (end < 0 ? buffer : buffer.subarray(0, end)).toString('latin1');
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    // The first one of a name counts: a second could only have been smuggled in.
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? Buffer.alloc(0) : buffer.subarray(end + 4) };
}

/** The parts that hold content, in their order, however deep they are nested. */
export function leaves(part: MimePart): readonly MimePart[] {
  const type = part.headers.get('content-type') ?? 'text/plain';
  if (!/^multipart\//i.test(type)) return [part];
  const boundary = parameter(type, 'boundary');
  if (boundary === null) return [];
  return split(part.body, `--${boundary}`).flatMap((inner) => leaves(readPart(inner)));
}

/** The body as it was before it was encoded for the journey. */
export function decoded(part: MimePart): Buffer {
  const encoding = (part.headers.get('content-transfer-encoding') ?? '7bit').toLowerCase();
  if (encoding === 'base64') return Buffer.from(part.body.toString('latin1'), 'base64');
  if (encoding === 'quoted-printable') return quotedPrintable(part.body.toString('latin1'));
  return part.body;
}

/** `application/pdf` of `application/pdf; name=x.pdf`. */
export function mediaTypeOf(part: MimePart): string {
  return (part.headers.get('content-type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase();
}

/** The file name of an attachment; null for a part that is not one. */
export function attachmentName(part: MimePart): string | null {
  const disposition = part.headers.get('content-disposition') ?? '';
  return /^attachment\b/i.test(disposition) ? (parameter(disposition, 'filename') ?? '') : null;
}

/** A header's words in clear (RFC 2047, UTF-8 only: the one charset we write). */
export function headerOf(part: MimePart, name: string): string {
  const raw = part.headers.get(name.toLowerCase()) ?? '';
  const word = /=\?utf-8\?([BQ])\?([^?]*)\?=/gi;
  const joined = raw.replace(/(\?=)\s+(?==\?)/g, '$1');
  // Bytes of one character may be cut over two words: they are decoded together.
  return joined.replace(/(?:=\?utf-8\?[BQ]\?[^?]*\?=)+/gi, (run) => {
    const bytes = [...run.matchAll(word)].map(([, kind, text = '']) =>
      kind?.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quotedPrintable(text.replaceAll('_', ' ')),
    );
    return Buffer.concat(bytes).toString('utf8');
  });
}

function parameter(value: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(value);
  return match ? (match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '') : null;
}

function split(body: Buffer, delimiter: string): readonly Buffer[] {
  const found: Buffer[] = [];
  let start = -1;
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    // The line end before a delimiter belongs to it (RFC 2046 §5.1.1).
    if (start >= 0) found.push(body.subarray(start, Math.max(start, at - 2)));
    const after = at + delimiter.length;
    if (body.subarray(after, after + 2).toString('latin1') === '--') return found;
    start = body.indexOf('\r\n', after) + 2;
    at = body.indexOf(`\r\n${delimiter}`, start - 2);
    if (at >= 0) at += 2;
  }
  return found;
}

function quotedPrintable(text: string): Buffer {
  const joined = text.replace(/=\r\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
