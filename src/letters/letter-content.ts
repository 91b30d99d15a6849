import type { Day } from '../calendar/day.ts';
import type { Block } from './blocks.ts';

/**
 * A letter before it is drawn: plain data, the same bytes of JSON for the same facts, so that it can be
 * frozen, hashed and drawn again. Nothing in it is read as markup.
 */
export interface LetterContent {
  readonly language: 'fr' | 'en';
  /** Title of the document and its file name. */
  readonly title: string;
  readonly fileName: string;
  /** The creditor: author of the document. */
  readonly author: string;
  readonly on: Day;
  readonly sender: { readonly name: string; readonly lines: readonly string[] };
  /** Lines of the window, already wrapped; empty for a document without addressee. */
  readonly recipient: readonly string[];
  readonly placeAndDate: string;
  /** « Lettre recommandée… n° … », above the window's zone; empty otherwise. */
  readonly dispatch: string;
  readonly references: readonly { readonly label: string; readonly lines: readonly string[] }[];
  /** The addressee's whole name, when the window could not hold it; empty otherwise. */
  readonly addressee: string;
  readonly subject: { readonly label: string; readonly text: string };
  readonly body: readonly Block[];
  readonly signature: LetterSignature | null;
  /** « P. J. », one line per kind of file. */
  readonly enclosures: { readonly label: string; readonly lines: readonly string[] };
  readonly annexes: readonly { readonly title: string; readonly blocks: readonly Block[] }[];
  /** Business-letter mentions of the creditor, at the foot of each page. */
  readonly footer: readonly string[];
  /** What the pages after the first repeat at their head. */
  readonly runningTitle: string;
  readonly pageWord: string;
  readonly codeAlt: string;
}

export interface LetterSignature {
  readonly name: string;
  readonly role: string;
  /** The drawn signature; null when there is none or its bytes are no image that a page can bear. */
  readonly image: { readonly format: 'png' | 'jpg' | 'svg'; readonly base64: string } | null;
}
