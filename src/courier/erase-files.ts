import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { shortId } from '../platform/ids.ts';
import { emptyDocument } from './print-batch.ts';
import { manifestCsv, manifestJson, type PrintedLetter, readManifest } from './print-manifest.ts';
import { mailboxFolder } from './test-mailbox.ts';
import { writeWhole } from './write-file.ts';

/** What became of the files that named somebody, by their paths. */
export interface ErasedFiles {
  readonly removed: readonly string[];
  /** Made again without the pages and lines of that somebody: others are in them. */
  readonly rewritten: readonly string[];
  /** Still there: a person has to remove them. */
  readonly failed: readonly { readonly file: string; readonly cause: string }[];
}

const NOTHING: ErasedFiles = { removed: [], rewritten: [], failed: [] };

/** Removes messages, by their ids, from the test mailbox. */
export async function eraseMails(dataFolder: string, messages: readonly string[]): Promise<ErasedFiles> {
  const folder = mailboxFolder(dataFolder);
  const ends = new Set(messages.map((id) => shortId('mail', id).slice('mail-'.length)));
  const own = (await namesIn(folder)).filter((name) => {
    const [, end = ''] = /-([0-9A-Z]{8})\.eml(?:\.partial)?$/.exec(name) ?? [];
    return ends.has(end);
  });
  return joined(await Promise.all(own.map(async (name) => await removed(join(folder, name)))));
}

/**
 * Takes letters, by their ids, out of the print batches: their pages out of the PDF, their lines out of both
 * lists. A file that holds nothing else goes. May be done again: what a stop left half done is finished.
 */
export async function erasePrinted(dataFolder: string, letters: readonly string[]): Promise<ErasedFiles> {
  const own = new Set(letters);
  const print = join(dataFolder, 'print');
  const done: ErasedFiles[] = [];
  for (const day of letters.length === 0 ? [] : await namesIn(print)) {
    const folder = join(print, day);
    const lists = (await namesIn(folder)).filter((name) => /^[^.].*\.json$/.test(name));
    for (const list of lists) done.push(await eraseFromBatch(folder, list, own));
  }
  return joined(done);
}

export function joined(all: readonly ErasedFiles[]): ErasedFiles {
  return {
    removed: all.flatMap((one) => one.removed),
    rewritten: all.flatMap((one) => one.rewritten),
    failed: all.flatMap((one) => one.failed),
  };
}

async function eraseFromBatch(folder: string, list: string, own: ReadonlySet<string>): Promise<ErasedFiles> {
  const path = join(folder, list);
  try {
    const manifest = readManifest(await readFile(path, 'utf8'));
    if (!manifest.letters.some(({ id }) => own.has(id))) return NOTHING;
    const files = [...Map.groupBy(manifest.letters, ({ file }) => basename(file))];
    const done = [];
    for (const [file, letters] of files) done.push(await eraseFromFile(join(folder, file), letters, own));
    const lists = [join(folder, list.replace(/json$/, 'csv')), path];
    // The list stays whole until its files are done: the next try finds the letters by it.
    if (done.some(({ failed }) => failed.length > 0)) return joined(done);
    const kept = keptLetters(manifest.letters, own);
    if (kept.length === 0) {
      for (const one of lists) done.push(await removed(one));
      await rmdir(folder).catch(() => undefined);
      return joined(done);
    }
    await writeWhole(lists[0]!, manifestCsv(kept));
    await writeWhole(path, manifestJson(manifest.day, kept));
    return joined([...done, { ...NOTHING, rewritten: lists }]);
  } catch (error) {
    return failure(path, error);
  }
}

async function eraseFromFile(
  path: string,
  letters: readonly PrintedLetter[],
  own: ReadonlySet<string>,
): Promise<ErasedFiles> {
  const kept = letters.filter(({ id }) => !own.has(id));
  if (kept.length === letters.length) return NOTHING;
  if (kept.length === 0) return await removed(path);
  try {
    const printed = await PDFDocument.load(await readFile(path), { updateMetadata: false });
    const pages = printed.getPageCount();
    // A stop before the list was written: the pages went already.
    if (pages === pagesOf(kept)) return NOTHING;
    if (pages !== pagesOf(letters)) throw new Error(`${pages} pages`);
    const rest = await emptyDocument();
    const indices = kept.flatMap(({ firstPage, pages: count }) =>
      Array.from({ length: count }, (_, index) => firstPage - 1 + index),
    );
    // A new document, since a page taken out of a PDF leaves its words in the file.
    for (const page of await rest.copyPages(printed, indices)) rest.addPage(page);
    await writeWhole(path, await rest.save({ addDefaultPage: false, updateFieldAppearances: false }));
    return { ...NOTHING, rewritten: [path] };
  } catch (error) {
    return failure(path, error);
  }
}

/** The letters that stay, each where it now stands in its file; the order of posting is as it was. */
function keptLetters(letters: readonly PrintedLetter[], own: ReadonlySet<string>): PrintedLetter[] {
  const next = new Map<string, number>();
  return letters
    .filter(({ id }) => !own.has(id))
    .map((letter) => {
      const firstPage = next.get(letter.file) ?? 1;
      next.set(letter.file, firstPage + letter.pages);
      return { ...letter, firstPage };
    });
}

function pagesOf(letters: readonly PrintedLetter[]): number {
  return letters.reduce((sum, { pages }) => sum + pages, 0);
}

async function removed(path: string): Promise<ErasedFiles> {
  try {
    await rm(path);
    return { ...NOTHING, removed: [path] };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? NOTHING : failure(path, error);
  }
}

function failure(file: string, error: unknown): ErasedFiles {
  return { ...NOTHING, failed: [{ file, cause: codeOf(error) }] };
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
