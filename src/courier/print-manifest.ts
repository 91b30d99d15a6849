import { z } from 'zod';
import { asSha256, type Sha256 } from '../journal/sha256.ts';

/** A frozen letter as it goes to the printer; the order of a list of them is the order of posting. */
export interface PrintLetter {
  readonly id: string;
  /** Key of the debtor. */
  readonly debtor: string;
  readonly debtorName: string;
  /** The lines of the window, the addressee's name first. */
  readonly address: readonly string[];
  readonly registered: boolean;
  readonly tracking: string | null;
  readonly sha256: Sha256;
  /** Files that go into the same envelope, in their order. */
  readonly enclosures?: readonly Sha256[];
}

/** Where a letter stands in what was written. */
export interface PrintedLetter extends PrintLetter {
  /** 1 for the first one posted. */
  readonly order: number;
  readonly file: string;
  /** Counted from 1 in its file. */
  readonly firstPage: number;
  readonly pages: number;
}

const COLUMNS = [
  'ordre',
  'fichier',
  'page',
  'pages',
  'client',
  'nom',
  'adresse',
  'envoi',
  'suivi',
  'sha256',
  'lettre',
];

/** The list that goes with the envelopes: UTF-8 with its mark, semicolons, CRLF, for French spreadsheets. */
export function manifestCsv(letters: readonly PrintedLetter[]): string {
  const rows = letters.map((letter) => [
    String(letter.order),
    letter.file,
    String(letter.firstPage),
    String(letter.pages),
    letter.debtor,
    letter.debtorName,
    letter.address.join(', '),
    letter.registered ? 'recommandé' : 'simple',
    letter.tracking ?? '',
    letter.sha256,
    letter.id,
  ]);
  return `\ufeff${[COLUMNS, ...rows].map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`;
}

export function manifestJson(day: string, letters: readonly PrintedLetter[]): string {
  return `${JSON.stringify({ day, letters }, null, 2)}\n`;
}

const sha = z.string().transform(asSha256);
const manifestSchema = z.object({
  day: z.iso.date(),
  letters: z.array(
    z.object({
      id: z.string(),
      debtor: z.string(),
      debtorName: z.string(),
      address: z.array(z.string()),
      registered: z.boolean(),
      tracking: z.string().nullable(),
      sha256: sha,
      enclosures: z.array(sha).optional(),
      order: z.int(),
      file: z.string(),
      firstPage: z.int().min(1),
      pages: z.int().min(1),
    }),
  ),
});

/** The list that `manifestJson` wrote; throws on anything else. */
export function readManifest(text: string): { readonly day: string; readonly letters: PrintedLetter[] } {
  const { day, letters } = manifestSchema.parse(JSON.parse(text));
  return {
    day,
    letters: letters.map(({ enclosures, ...letter }) =>
      enclosures === undefined ? letter : { ...letter, enclosures },
    ),
  };
}

/** A cell that a spreadsheet takes for text: names come from others, and « =… » would be run as a formula. */
function cell(text: string): string {
  const line = text.replace(/[\r\n\t]+/g, ' ');
  const harmless = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(line.trimStart()) ? `'${line}` : line;
  return /[";]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
