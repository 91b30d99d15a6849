import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';

/** Letters in one file, as the product does it: the library holds the whole of a file in memory. */
const SLICE = 200;

/** The library as its manual uses it: files loaded, pages copied, the whole saved. Answers the pages. */
export async function mergeLetters(paths: readonly string[], folder: string): Promise<number> {
  let pages = 0;
  for (let from = 0; from < paths.length; from += SLICE) {
    const merged = await PDFDocument.create();
    for (const path of paths.slice(from, from + SLICE)) {
      const letter = await PDFDocument.load(await readFile(path));
      for (const page of await merged.copyPages(letter, letter.getPageIndices())) merged.addPage(page);
    }
    pages += merged.getPageCount();
    await writeFile(join(folder, `${from}.pdf`), await merged.save());
  }
  return pages;
}
