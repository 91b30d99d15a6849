import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { parse } from 'csv-parse/sync';
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { type PrintBatch, type PrintOrder, SLICE, writePrintBatch } from '../../src/courier/print-batch.ts';
import type { PrintLetter } from '../../src/courier/print-manifest.ts';
import { type Sha256, sha256 } from '../../src/journal/sha256.ts';
import { isRefusal } from '../../src/platform/refusal.ts';

let dataFolder: string;
const vault = new Map<Sha256, Uint8Array>();
const frozen: Sha256[] = [];

/** Real PDF/A-2a letters, as the letters room makes them: tagged, with the claim in their metadata. */
beforeAll(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'print-'));
  const compiler = NodeCompiler.create();
  for (let index = 0; index < 12; index += 1) {
    const pages = Array.from(
      { length: (index % 3) + 1 },
      (_, page) => `Courrier ${index + 1} feuille ${page + 1}`,
    );
    const mainFileContent = `#set document(title: "Rappel", date: datetime(year: 2026, month: 11, day: 23))
      #set page(paper: "a4")
      ${pages.join('\n#pagebreak()\n')} #link("https://client.example/")[régler]`;
    const bytes = compiler.pdf({ mainFileContent }, { pdfStandard: 'a-2a' });
    frozen.push(sha256(bytes));
    vault.set(sha256(bytes), bytes);
  }
});
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

function letter(index: number, change: Partial<PrintLetter> = {}): PrintLetter {
  return {
    id: `l${index + 1}`,
    debtor: `C${index + 1}`,
    debtorName: `Client ${index + 1}`,
    address: [`Client ${index + 1}`, '1 rue de la Paix', '75002 PARIS'],
    registered: false,
    tracking: null,
    sha256: frozen[index % frozen.length]!,
    ...change,
  };
}

const orderOf = (letters: readonly PrintLetter[], change: Partial<PrintOrder> = {}): PrintOrder => ({
  dataFolder,
  day: iso('2026-11-23'),
  name: 'lot-1',
  letters,
  read: async (sha) => vault.get(sha)!,
  ...change,
});

async function printed(order: PrintOrder): Promise<PrintBatch> {
  const batch = await writePrintBatch(order);
  if (isRefusal(batch)) throw new Error(batch.message);
  return batch;
}

async function textOfPages(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    texts.push(content.items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  return texts;
}

/** The drawing operators of each page, as they lie in the file. */
async function contentsOf(bytes: Uint8Array): Promise<string[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  return document.getPages().map((page) => {
    const contents = page.node.Contents();
    if (!(contents instanceof PDFRawStream)) throw new Error('contents are not one stream');
    return sha256(contents.contents);
  });
}

describe('D34 a print batch', () => {
  test('holds every page of every frozen letter, unchanged, in the order of posting', async () => {
    const order = [4, 2, 0, 1];
    const batch = await printed(orderOf(order.map((index) => letter(index))));
    const merged = readFileSync(join(batch.folder, 'lot-1.pdf'));
    const originals = await Promise.all(order.map((index) => contentsOf(vault.get(frozen[index]!)!)));
    expect(await contentsOf(merged)).toEqual(originals.flat());
    expect((await textOfPages(merged)).map((text) => text.slice(0, 20))).toEqual([
      'Courrier 5 feuille 1',
      'Courrier 5 feuille 2',
      'Courrier 3 feuille 1',
      'Courrier 3 feuille 2',
      'Courrier 3 feuille 3',
      'Courrier 1 feuille 1',
      'Courrier 2 feuille 1',
      'Courrier 2 feuille 2',
    ]);
    expect(batch.letters.map(({ id, firstPage, pages }) => [id, firstPage, pages])).toEqual([
      ['l5', 1, 2],
      ['l3', 3, 3],
      ['l1', 6, 1],
      ['l2', 7, 2],
    ]);
    expect(batch.files).toEqual([{ file: 'lot-1.pdf', sha256: sha256(merged), letters: 4, pages: 8 }]);
  });

  test('claims neither PDF/A nor tags, which the letters have and their concatenation has not', async () => {
    const claimed = Buffer.from(vault.get(frozen[0]!)!).toString('latin1');
    expect(claimed).toContain('<pdfaid:part>2');
    const batch = await printed(orderOf([letter(0), letter(1)], { name: 'claims' }));
    const bytes = readFileSync(join(batch.folder, 'claims.pdf'));
    const { catalog, context } = await PDFDocument.load(bytes, { updateMetadata: false });
    for (const key of ['Metadata', 'MarkInfo', 'StructTreeRoot', 'OutputIntents'])
      expect(catalog.has(PDFName.of(key))).toBe(false);
    const streams = context.enumerateIndirectObjects().map(([, object]) => object);
    for (const stream of streams.filter((object) => object instanceof PDFRawStream)) {
      expect(stream.dict.get(PDFName.of('Type'))?.toString()).not.toBe('/Metadata');
      expect(Buffer.from(stream.contents).toString('latin1')).not.toContain('pdfaid');
    }
  });

  test('is printed on one side and unscaled, so that no letter begins on the back of another', async () => {
    const batch = await printed(orderOf([letter(0)], { name: 'sides' }));
    const { catalog } = await PDFDocument.load(readFileSync(join(batch.folder, 'sides.pdf')));
    const preferences = catalog.getViewerPreferences();
    expect(preferences?.getDuplex()).toBe('Simplex');
    expect(preferences?.getPrintScaling()).toBe('None');
  });

  test('the same order gives the same bytes', async () => {
    const first = await printed(orderOf([letter(0), letter(1)], { name: 'same' }));
    const second = await printed(orderOf([letter(0), letter(1)], { name: 'same' }));
    expect(second.files).toEqual(first.files);
    expect(readdirSync(first.folder).filter((name) => name.startsWith('same'))).toEqual([
      'same.csv',
      'same.json',
      'same.pdf',
    ]);
  });

  test('cuts long batches in slices', async () => {
    const letters = Array.from({ length: SLICE + 3 }, (_, index) => letter(index));
    const batch = await printed(orderOf(letters, { name: 'long' }));
    expect(batch.files.map(({ file, letters: count }) => [file, count])).toEqual([
      ['long-01.pdf', SLICE],
      ['long-02.pdf', 3],
    ]);
    expect(batch.letters.map(({ order }) => order)).toEqual(letters.map((_, index) => index + 1));
    expect(batch.letters[SLICE]).toMatchObject({ file: 'long-02.pdf', firstPage: 1, order: SLICE + 1 });
  });

  test('R18 sets aside an altered or unreadable letter and prints the others', async () => {
    const noPdf = Buffer.from('not a PDF');
    const read = async (sha: Sha256) => {
      if (sha === frozen[1]) return Buffer.concat([vault.get(sha)!, Buffer.from(' ')]);
      if (sha === frozen[2]) throw new Error('gone');
      return sha === sha256(noPdf) ? noPdf : vault.get(sha)!;
    };
    const letters = [letter(0), letter(1), letter(2), letter(3, { sha256: sha256(noPdf) }), letter(4)];
    const batch = await printed(orderOf(letters, { name: 'aside', read }));
    expect(batch.letters.map(({ id, order }) => [id, order])).toEqual([
      ['l1', 1],
      ['l5', 2],
    ]);
    expect(batch.setAside).toEqual([
      { id: 'l2', reason: 'altered' },
      { id: 'l3', reason: 'unreadable' },
      { id: 'l4', reason: 'unreadable' },
    ]);
  });

  test('what a letter encloses is printed right behind it; a missing enclosure sets the letter aside', async () => {
    const letters = [letter(0, { enclosures: [frozen[2]!, frozen[4]!] }), letter(1)];
    const batch = await printed(orderOf(letters, { name: 'pj' }));
    const expected = [0, 2, 4, 1].map((index) => contentsOf(vault.get(frozen[index]!)!));
    const merged = readFileSync(join(batch.folder, 'pj.pdf'));
    expect(await contentsOf(merged)).toEqual((await Promise.all(expected)).flat());
    expect(batch.letters.map(({ firstPage, pages }) => [firstPage, pages])).toEqual([
      [1, 6],
      [7, 2],
    ]);
    const missing = [letter(0, { enclosures: [sha256('never stored')] }), letter(1)];
    const without = await printed(orderOf(missing, { name: 'pj-2' }));
    expect(without.setAside).toEqual([{ id: 'l1', reason: 'unreadable' }]);
    expect(without.letters.map(({ id, firstPage }) => [id, firstPage])).toEqual([['l2', 1]]);
  });

  test('nothing to print', async () => {
    expect(await writePrintBatch(orderOf([]))).toMatchObject({ refused: 'print_batch_empty' });
    const unread = orderOf([letter(0)], { read: async () => Promise.reject(new Error('gone')) });
    expect(await writePrintBatch(unread)).toMatchObject({ refused: 'print_batch_empty' });
  });

  test('its list opens in a spreadsheet without running anything', async () => {
    const letters = [
      letter(0, {
        debtorName: '=HYPERLINK("http://evil.example";"clic")',
        registered: true,
        tracking: '1A 2',
      }),
      letter(1, { debtorName: ' +33', address: ['Client; « 2 »', '@home\r\n=1+1'], debtor: '-12' }),
    ];
    const batch = await printed(orderOf(letters, { name: 'liste' }));
    const csv = readFileSync(join(batch.folder, batch.manifests.csv), 'utf8');
    expect(csv.startsWith('\ufeff')).toBe(true);
    const rows: string[][] = parse(csv, { delimiter: ';', bom: true });
    expect(rows[0]!.slice(0, 3)).toEqual(['ordre', 'fichier', 'page']);
    expect(rows[1]).toMatchObject({
      5: '\'=HYPERLINK("http://evil.example";"clic")',
      7: 'recommandé',
      8: '1A 2',
      9: frozen[0],
    });
    expect(rows[2]).toMatchObject({ 4: "'-12", 5: "' +33", 6: 'Client; « 2 », @home =1+1', 7: 'simple' });
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    const json = JSON.parse(readFileSync(join(batch.folder, batch.manifests.json), 'utf8'));
    expect(json).toEqual({ day: '2026-11-23', letters: batch.letters });
  });
});
