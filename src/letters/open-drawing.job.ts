import { type Refusal, refuse } from '../platform/refusal.ts';
import { ChildLost, coresFor, openChildren } from '../platform/task-children.ts';
import type { LetterContent } from './letter-content.ts';
import type { RenderOptions } from './letter-input.ts';
import { type Draw, renderPdf } from './render-pdf.ts';

export interface DrawTask {
  readonly content: LetterContent;
  readonly options: RenderOptions | undefined;
}

/** Where the letters of a command are drawn. */
export interface Drawing {
  readonly draw: Draw;
  /** Contacts worth composing at the same time: while one is drawn, the facts of the next are read. */
  readonly atOnce: number;
  readonly close: () => Promise<void>;
}

// Two children take half a second of both cores before their first letter: this process draws as many alone.
const MANY = 20;
const CHILDREN = 2;
/** One waits at the database while two are drawn and one is composed; each holds a connection of ten. */
const AT_ONCE = 4;
/** Sixty pages, the most that a letter may have, take about a second on a machine that does nothing else. */
const SECONDS = 60;
/** What a library leaks goes with a child; starting one costs less than a hundredth of so many letters. */
const LETTERS_EACH = 500;

/**
 * Opens the way to draw about `letters` letters: in this process when they are few, else in two others beside
 * it, so that a second core draws while the database writes. One that dies or hangs costs its letter
 * (`letter_not_drawn`), never the run.
 */
export function openDrawing(letters: number): Drawing {
  const most = letters < MANY ? 0 : coresFor(CHILDREN);
  if (most === 0) return { draw: renderPdf, atOnce: 1, close: async () => undefined };
  const children = openChildren<DrawTask, Uint8Array | Refusal>(
    new URL('./drawing-child.job.ts', import.meta.url),
    { most, seconds: SECONDS, tasksEach: LETTERS_EACH },
  );
  return {
    draw: async (content, options) => await children.run({ content, options }).catch(notDrawn),
    atOnce: AT_ONCE,
    close: children.close,
  };
}

function notDrawn(error: unknown): Refusal {
  if (!(error instanceof ChildLost)) throw error;
  return refuse(
    'letter_not_drawn',
    'Le dessin de cette lettre s’est interrompu, les autres sont faites\u00a0: recommencez («\u00a0relance run\u00a0»).',
    { because: error.message },
  );
}
