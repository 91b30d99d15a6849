import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../journal/sha256.ts';

const FOLDER = new URL('../../assets/fonts/', import.meta.url);
/** Of all their bytes: a font cut short is one that the compiler leaves out without a word. */
const WHOLE = '38bc1f29c1a36df2';

/** The fonts of the house, as bytes, in the order of their names. Throws when one is missing or not whole. */
export function fontFiles(folder: URL = FOLDER): readonly Buffer[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ttf')) : [];
  const files = names.sort().map((name) => readFileSync(new URL(name, folder)));
  if (fontSet(files) === WHOLE) return files;
  const path = fileURLToPath(folder);
  throw Object.assign(new Error(`fonts are missing or not whole: ${path}`), { code: 'INSTALLATION', path });
}

/** Names fonts by the hash of all their bytes. */
export function fontSet(files: readonly Buffer[]): string {
  return sha256(Buffer.concat([...files])).slice(0, 16);
}

let covered: ReadonlySet<number> | null = null;

/** Whether every font of the house draws this character: an archival PDF may hold no missing glyph. */
export function isDrawable(codePoint: number): boolean {
  covered ??= fontFiles()
    .map(codePointsOf)
    .reduce((all, one) => all.intersection(one));
  return covered.has(codePoint);
}

/**
 * The text as the fonts can draw it: an accent that is missing is dropped, another character becomes « ? ».
 * Apostrophes between letters are the typographic ones, which a plain e-mail does without.
 */
export function drawable(text: string): string {
  let out = '';
  for (const character of text.replace(/(\p{L})'(?=\p{L})/gu, '$1’')) out += drawableCharacter(character);
  return out;
}

/** The characters of a text that a letter cannot draw, once each. */
export function undrawable(text: string): readonly string[] {
  return [...new Set([...text].filter((character) => !isDrawable(character.codePointAt(0)!)))];
}

function drawableCharacter(character: string): string {
  if (isDrawable(character.codePointAt(0)!)) return character;
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  if (bare !== '' && [...bare].every((one) => isDrawable(one.codePointAt(0)!))) return bare;
  return /\p{M}|\p{Cc}|\p{Cf}/u.test(character) ? '' : '?';
}

/**
 * Characters that a TrueType file maps to a glyph: its `cmap` table, formats 4 and 12 (OpenType
 * specification).
 */
function codePointsOf(font: Buffer): Set<number> {
  const cmap = tableOf(font, 'cmap');
  const found = new Set<number>();
  for (let at = 0; at < font.readUInt16BE(cmap + 2); at += 1) {
    const subtable = cmap + font.readUInt32BE(cmap + 4 + at * 8 + 4);
    const format = font.readUInt16BE(subtable);
    if (format === 4) addFormat4(font, subtable, found);
    if (format === 12) addFormat12(font, subtable, found);
  }
  return found;
}

function tableOf(font: Buffer, tag: string): number {
  for (let at = 0; at < font.readUInt16BE(4); at += 1) {
    const entry = 12 + at * 16;
    if (font.toString('latin1', entry, entry + 4) === tag) return font.readUInt32BE(entry + 8);
  }
  throw new Error(`font without ${tag}`);
}

function addFormat4(font: Buffer, table: number, found: Set<number>): void {
  const segments = font.readUInt16BE(table + 6) / 2;
  const ends = table + 14;
  const starts = ends + segments * 2 + 2;
  for (let at = 0; at < segments; at += 1) {
    const end = font.readUInt16BE(ends + at * 2);
    const start = font.readUInt16BE(starts + at * 2);
    const delta = font.readUInt16BE(starts + (segments + at) * 2);
    const offsetAt = starts + (segments * 2 + at) * 2;
    const offset = font.readUInt16BE(offsetAt);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const glyph = offset === 0 ? code + delta : font.readUInt16BE(offsetAt + offset + (code - start) * 2);
      if ((glyph & 0xffff) !== 0) found.add(code);
    }
  }
}

function addFormat12(font: Buffer, table: number, found: Set<number>): void {
  for (let at = 0; at < font.readUInt32BE(table + 12); at += 1) {
    const group = table + 16 + at * 12;
    const last = font.readUInt32BE(group + 4);
    for (let code = font.readUInt32BE(group); code <= last; code += 1) found.add(code);
  }
}
