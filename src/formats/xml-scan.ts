/** What a scan tells: names come without their namespace prefix, text with its entities resolved. */
export interface XmlListener {
  readonly open: (name: string, attributes: string) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

/**
 * Sheets reach hundreds of megabytes, beyond what one JavaScript string holds: they are decoded in such
 * slices.
 */
const SLICE_BYTES = 16 * 1024 * 1024;
const LESS_THAN = 0x3c;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const COLON = 0x3a;

/**
 * Walks the tags of UTF-8 XML once, without recursion, entity expansion or external references: linear in
 * the size of the file whatever it holds. It checks no well-formedness; unfinished markup ends the walk.
 */
export function scanXml(bytes: Buffer, listener: XmlListener): void {
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(start + SLICE_BYTES, bytes.length);
    if (end < bytes.length) {
      const tag = bytes.lastIndexOf(LESS_THAN, end);
      end = tag > start ? tag : bytes.length;
    }
    scanSlice(bytes.toString('utf8', start, end), listener);
    start = end;
  }
}

function scanSlice(xml: string, listener: XmlListener): void {
  for (let at = 0; at < xml.length; ) {
    const tag = xml.indexOf('<', at);
    const textEnd = tag < 0 ? xml.length : tag;
    if (textEnd > at) listener.text(unescapeXml(xml.slice(at, textEnd)));
    if (tag < 0) return;
    const first = xml.charCodeAt(tag + 1);
    if (first === EXCLAMATION || first === QUESTION) {
      const end = skipSpecial(xml, tag, listener);
      if (end < 0) return;
      at = end;
      continue;
    }
    const end = xml.indexOf('>', tag);
    if (end < 0) return;
    if (first === SLASH) listener.close(xml.slice(...nameIn(xml, tag + 2, end)));
    else openTag(xml, tag + 1, end, listener);
    at = end + 1;
  }
}

/** CDATA is text; comments, declarations and DOCTYPE are nothing. Where it ends, or −1 when it does not. */
function skipSpecial(xml: string, at: number, listener: XmlListener): number {
  const [opening, closing] = xml.startsWith('<![CDATA[', at)
    ? (['<![CDATA[', ']]>'] as const)
    : xml.startsWith('<!--', at)
      ? (['<!--', '-->'] as const)
      : (['<', '>'] as const);
  const end = xml.indexOf(closing, at + opening.length);
  if (end < 0) return -1;
  if (closing === ']]>') listener.text(xml.slice(at + opening.length, end));
  return end + closing.length;
}

function openTag(xml: string, start: number, end: number, listener: XmlListener): void {
  const empty = xml.charCodeAt(end - 1) === SLASH;
  const [from, to] = nameIn(xml, start, empty ? end - 1 : end);
  const name = xml.slice(from, to);
  listener.open(name, to < end ? xml.slice(to, empty ? end - 1 : end) : '');
  if (empty) listener.close(name);
}

/** Where the name of a tag stands, without its namespace prefix. */
function nameIn(xml: string, start: number, end: number): [number, number] {
  let from = start;
  for (let at = start; at < end; at += 1) {
    const code = xml.charCodeAt(at);
    if (isBlank(code)) return [from, at];
    if (code === COLON) from = at + 1;
  }
  return [from, end];
}

/**
 * One attribute of a tag, by its local name. Searched by hand: a sheet asks for three in each of millions
 * of cells.
 */
export function attribute(attributes: string, name: string): string | null {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (at > 0 && !isBlank(before) && before !== COLON) continue;
    let next = at + name.length;
    while (isBlank(attributes.charCodeAt(next))) next += 1;
    if (attributes[next] !== '=') continue;
    next += 1;
    while (isBlank(attributes.charCodeAt(next))) next += 1;
    const quote = attributes[next];
    if (quote !== '"' && quote !== "'") continue;
    const end = attributes.indexOf(quote, next + 1);
    return end < 0 ? null : unescapeXml(attributes.slice(next + 1, end));
  }
  return null;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
