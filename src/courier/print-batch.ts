import { join } from 'node:path';
import { Duplex, PDFDocument, type PDFPage, PrintScaling } from 'pdf-lib';
import { type Day, toIso } from '../calendar/day.ts';
import { type Sha256, sha256 } from '../journal/sha256.ts';
import { slices } from '../platform/bulk.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { safeFileName } from './file-name.ts';
import { manifestCsv, manifestJson, type PrintedLetter, type PrintLetter } from './print-manifest.ts';
import { printFolder } from './staged-batches.ts';
import { writeWhole } from './write-file.ts';

/** Letters in one PDF: what a printer takes in one job, and what memory bears. */
export const SLICE = 200;

export interface PrintFile {
  readonly file: string;
  readonly sha256: Sha256;
  readonly letters: number;
  readonly pages: number;
}

export interface PrintBatch {
  /** Where the files were written. */
  readonly folder: string;
  readonly files: readonly PrintFile[];
  readonly manifests: { readonly csv: string; readonly json: string };
  readonly letters: readonly PrintedLetter[];
  /** Letters whose frozen bytes could not be used; the others are printed all the same. */
  readonly setAside: readonly { readonly id: string; readonly reason: 'altered' | 'unreadable' }[];
}

export interface PrintOrder {
  readonly dataFolder: string;
  readonly day: Day;
  /** Names the files. The same order under the same name writes the same bytes again. */
  readonly name: string;
  /** The folder to write into; DATA/print/<day> unless it is said. */
  readonly into?: string;
  readonly letters: readonly PrintLetter[];
  /** The frozen bytes under a hash. */
  readonly read: (sha: Sha256) => Promise<Uint8Array>;
}

/**
 * Writes the pages to print, every one taken from the frozen bytes and never drawn again: what is posted is
 * what is proven. Refuses `print_batch_empty` when no letter is left to print.
 */
export async function writePrintBatch(order: PrintOrder): Promise<PrintBatch | Refusal> {
  const day = toIso(order.day);
  const folder = order.into ?? printFolder(order.dataFolder, order.day);
  const name = safeFileName(order.name);
  const files: PrintFile[] = [];
  const letters: PrintedLetter[] = [];
  const setAside: { id: string; reason: 'altered' | 'unreadable' }[] = [];
  const parts = slices(order.letters, SLICE);
  for (const [index, slice] of parts.entries()) {
    const file = parts.length === 1 ? `${name}.pdf` : `${name}-${String(index + 1).padStart(2, '0')}.pdf`;
    const merged = await mergeSlice(slice, { read: order.read, file, first: letters.length + 1 });
    setAside.push(...merged.setAside);
    if (merged.letters.length === 0) continue;
    letters.push(...merged.letters);
    await writeWhole(join(folder, file), merged.bytes);
    files.push({
      file,
      sha256: sha256(merged.bytes),
      letters: merged.letters.length,
      pages: merged.letters.reduce((sum, letter) => sum + letter.pages, 0),
    });
  }
  if (letters.length === 0)
    return refuse('print_batch_empty', 'Aucun courrier à imprimer\u00a0: le lot n’a pas été fait.', {
      setAside,
    });
  const manifests = { csv: `${name}.csv`, json: `${name}.json` };
  await writeWhole(join(folder, manifests.csv), manifestCsv(letters));
  // Last of all: where it stands, the batch is whole.
  await writeWhole(join(folder, manifests.json), manifestJson(day, letters));
  return { folder, files, manifests, letters, setAside };
}

interface Merged {
  readonly bytes: Uint8Array;
  readonly letters: readonly PrintedLetter[];
  readonly setAside: PrintBatch['setAside'];
}

async function mergeSlice(
  slice: readonly PrintLetter[],
  into: { readonly read: PrintOrder['read']; readonly file: string; readonly first: number },
): Promise<Merged> {
  const merged = await emptyDocument();
  const letters: PrintedLetter[] = [];
  const setAside: { id: string; reason: 'altered' | 'unreadable' }[] = [];
  for (const letter of slice) {
    const pages = await copiedPages(letter, merged, into.read);
    if (typeof pages === 'string') {
      setAside.push({ id: letter.id, reason: pages });
      continue;
    }
    const firstPage = merged.getPageCount() + 1;
    for (const page of pages) merged.addPage(page);
    letters.push({
      ...letter,
      order: into.first + letters.length,
      file: into.file,
      firstPage,
      pages: pages.length,
    });
  }
  const bytes = await merged.save({ addDefaultPage: false, updateFieldAppearances: false });
  return { bytes, letters, setAside };
}

/**
 * A document that claims nothing: no XMP, so no PDF/A part, and no mark of tagging, which the letters have
 * and their concatenation has not. No date either, so that the same letters give the same bytes.
 */
export async function emptyDocument(): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setProducer('Relance');
  const printing = document.catalog.getOrCreateViewerPreferences();
  // Recto only, or one debtor's letter would begin on the back of another's; no scaling, or the address would
  // miss the window of the envelope.
  printing.setDuplex(Duplex.Simplex);
  printing.setPrintScaling(PrintScaling.None);
  return document;
}

async function copiedPages(
  letter: PrintLetter,
  merged: PDFDocument,
  read: PrintOrder['read'],
): Promise<readonly PDFPage[] | 'altered' | 'unreadable'> {
  const pages: PDFPage[] = [];
  try {
    // What a letter lists under « P. J. » goes into its envelope: it is printed right behind it.
    for (const name of [letter.sha256, ...(letter.enclosures ?? [])]) {
      const bytes = await read(name);
      if (sha256(bytes) !== name) return 'altered';
      const frozen = await PDFDocument.load(bytes, { updateMetadata: false });
      pages.push(...(await merged.copyPages(frozen, frozen.getPageIndices())));
    }
  } catch {
    return 'unreadable';
  }
  return pages;
}
