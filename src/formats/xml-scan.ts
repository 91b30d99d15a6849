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
    const special = xml.charCodeAt(tag + 1) === EXCLAMATION;
    if (special && xml.startsWith('<![CDATA[', tag)) {
      const end = xml.indexOf(']]>', tag);
      listener.text(xml.slice(tag + 9, end < 0 ? xml.length : end));
      at = end < 0 ? xml.length : end + 3;
      continue;
    }
    const comment = special && xml.startsWith('<!--', tag);
    const end = xml.indexOf(comment ? '-->' : '>', tag);
    if (end < 0) return;
    if (!comment) readTag(xml.slice(tag + 1, end), listener);
    at = end + (comment ? 3 : 1);
  }
}

function readTag(tag: string, listener: XmlListener): void {
  const first = tag.charCodeAt(0);
  if (first === EXCLAMATION || first === 0x3f) return; // <!DOCTYPE …>, <?xml …?>
  if (first === 0x2f) {
    listener.close(localName(tag.slice(1).trim()));
    return;
  }
  const empty = tag.endsWith('/');
  const body = empty ? tag.slice(0, -1) : tag;
  let space = body.indexOf(' ');
  if (space < 0) space = body.search(/\s/);
  const name = localName(space < 0 ? body : body.slice(0, space));
  listener.open(name, space < 0 ? '' : body.slice(space));
  if (empty) listener.close(name);
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
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

const COLON = 0x3a;

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
