import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { fontFiles } from './font-coverage.ts';
import type { LetterContent } from './letter-content.ts';
import { type LetterInput, letterInput, type RenderOptions } from './letter-input.ts';

/** How a letter becomes its pages, here or in another process. */
export type Draw = typeof renderPdf;

/** Pages of one letter with its annexes. */
const MOST_PAGES = 60;
/**
 * Characters of all words together: what fills sixty pages, several times; bounds the time of one drawing.
 */
const MOST_CHARACTERS = 600_000;

const WORKSPACE = fileURLToPath(new URL('./templates/', import.meta.url));
let compiler: NodeCompiler | null = null;

/**
 * The letter as PDF/A-2a: tagged, titled, dated of its own day, without attachment, the same bytes for the
 * same content. Refuses `letter_too_long` above 60 pages and `letter_not_drawn` when an image of the letter
 * cannot be read.
 *
 * It needs no time limit of its own: the template is ours (users edit words, which arrive as strings), it
 * loops over the content's arrays only, and the content is bounded above; sixty pages take about a second.
 * The cache is emptied and the event loop let through after each letter, without which memory grows by 200 kB
 * a letter.
 */
export async function renderPdf(
  content: LetterContent,
  options: RenderOptions = {},
): Promise<Uint8Array | Refusal> {
  try {
    return draw(content, options);
  } finally {
    compiler?.evictCache(1);
    await setImmediate();
  }
}

function draw(content: LetterContent, options: RenderOptions): Uint8Array | Refusal {
  const input = letterInput(content, options);
  if (JSON.stringify(input.data).length > MOST_CHARACTERS) return tooLong();
  const usual = compile(input, false);
  if ('refused' in usual) return usual;
  // Some lines on a second page look like a mistake: the letter is set tighter when that brings it back to
  // one page.
  const tight = usual.lastPage === 2 ? compile(input, true) : usual;
  const { document } = 'refused' in tight || tight.lastPage > 1 ? usual : tight;
  if (document.numOfPages > MOST_PAGES) return tooLong();
  return new Uint8Array(theCompiler().pdf(document, { pdfStandard: options.standard ?? 'a-2a' }));
}

interface Drawn {
  readonly document: NodeTypstDocument;
  /** The page on which the letter ends, before its annexes. */
  readonly lastPage: number;
}

function compile(input: LetterInput, tight: boolean): Drawn | Refusal {
  const typst = theCompiler();
  typst.resetShadow();
  typst.mapShadow(`${WORKSPACE}letter.json`, Buffer.from(JSON.stringify({ ...input.data, tight })));
  for (const [name, bytes] of input.files) typst.mapShadow(`${WORKSPACE}${name}`, Buffer.from(bytes));
  const compiled = typst.compile({ mainFilePath: `${WORKSPACE}letter.typ` });
  const document = compiled.result;
  if (!document) return notDrawn(compiled.takeError()?.shortDiagnostics);
  const [lastPage] = typst.query(document, { selector: '<last-page>', field: 'value' }) as readonly number[];
  return { document, lastPage: lastPage ?? 1 };
}

function theCompiler(): NodeCompiler {
  compiler ??= NodeCompiler.create({ workspace: WORKSPACE, fontArgs: [{ fontBlobs: [...fontFiles()] }] });
  return compiler;
}

function tooLong(): Refusal {
  return refuse(
    'letter_too_long',
    `La lettre dépasse ${MOST_PAGES} pages. Répartissez les factures en plusieurs lettres.`,
    { mostPages: MOST_PAGES },
  );
}

function notDrawn(diagnostics: unknown): Refusal {
  return refuse(
    'letter_not_drawn',
    'La lettre n’a pas pu être dessinée. Vérifiez l’image de la signature, puis recommencez.',
    { diagnostics },
  );
}
