import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** A letter's data and images, as the template reads them. */
export interface BareLetter {
  readonly json: Buffer;
  readonly files: readonly (readonly [name: string, bytes: Buffer])[];
}

const ROOT = join(import.meta.dirname, '..', '..');
const TEMPLATES = join(ROOT, 'src/letters/templates/');
const FONTS = join(ROOT, 'assets/fonts');

/**
 * The library as its manual uses it, one letter after the other in this process: compile, write the PDF, hash
 * it. Its cache is emptied as it goes, or ten thousand letters would need two gigabytes.
 */
export async function drawLetters(letters: readonly BareLetter[]): Promise<readonly string[]> {
  const fonts = readdirSync(FONTS).filter((name) => name.endsWith('.ttf'));
  const fontBlobs = fonts.sort().map((name) => readFileSync(join(FONTS, name)));
  const typst = NodeCompiler.create({ workspace: TEMPLATES, fontArgs: [{ fontBlobs }] });
  const hashes: string[] = [];
  for (const { json, files } of letters) {
    typst.resetShadow();
    typst.mapShadow(`${TEMPLATES}letter.json`, json);
    for (const [name, bytes] of files) typst.mapShadow(`${TEMPLATES}${name}`, bytes);
    const { result } = typst.compile({ mainFilePath: `${TEMPLATES}letter.typ` });
    const pdf = typst.pdf(result!, { pdfStandard: 'a-2a' });
    hashes.push(createHash('sha256').update(pdf).digest('hex'));
    typst.evictCache(1);
    await setImmediate();
  }
  return hashes;
}
