/** What a file is by its first bytes, whatever its name says. `text` is everything that may hold a table. */
export type Container =
  | 'empty'
  | 'text'
  | 'zip'
  | 'pdf'
  | 'ole' // the container of Excel 97–2003 and of password-protected workbooks
  | 'html'
  | 'xml'
  | 'image'
  | 'binary';

const SNIFFED_BYTES = 4096;

export function containerOf(bytes: Uint8Array): Container {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SNIFFED_BYTES));
  if (head.every(isBlank)) return bytes.every(isBlank) ? 'empty' : 'text';
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return 'zip';
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0005\u0006'))) return 'zip';
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return 'ole';
  if (isImage(head)) return 'image';
  const start = head
    .toString('latin1')
    .replaceAll('\u0000', '')
    .replace(/^[^\w<]+/, '')
    .toLowerCase();
  if (/^<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b/.test(start)) return 'html';
  if (/^<(?:\?xml|[a-z][\w:.-]*[\s>])/.test(start)) return /<html\b/.test(start) ? 'html' : 'xml';
  return isBinary(head) ? 'binary' : 'text';
}

/** Blanks, line ends, byte-order marks and zeros: a file of nothing else is empty. */
function isBlank(byte: number): boolean {
  return byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf || byte === 0xff || byte === 0xfe;
}

function isImage(head: Buffer): boolean {
  const start = head.toString('latin1', 0, 8);
  return (
    start.startsWith('\u0089PNG') ||
    start.startsWith('\u00ff\u00d8\u00ff') ||
    /^GIF8|^II\*/.test(start) ||
    start.startsWith('MM\u0000')
  );
}

/** Text has no control characters but blanks; UTF-16 has zeros, but only in every second byte. */
function isBinary(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false;
  let controls = 0;
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
    else if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1a) controls += 1;
  });
  const [even = 0, odd = 0] = zeros;
  const wide = Math.max(even, odd) > head.length * 0.3 && Math.min(even, odd) * 20 <= Math.max(even, odd);
  if (wide) return false;
  return controls + even + odd > head.length * 0.02;
}
