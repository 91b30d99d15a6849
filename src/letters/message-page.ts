import type { ComposedMessage } from './compose-message.ts';
import { letterName } from './file-names.ts';
import { labelsOf } from './labels.ts';
import type { LetterContent } from './letter-content.ts';
import { letterFrame } from './letter-frame.ts';
import type { LetterFacts } from './letter-facts.ts';

/** An e-mail as a page: what is kept of it, and what a later reminder attaches as its copy (LETTERS L17). */
export function messagePage(facts: LetterFacts, composed: ComposedMessage): LetterContent {
  const { words } = labelsOf(facts.language);
  const numbers = [...facts.demanded, ...facts.others].map((item) => item.number);
  return {
    ...letterFrame(facts),
    title: composed.subject,
    fileName: letterName(facts.step, numbers, facts.on, facts.language),
    recipient: [],
    addressee: '',
    runningTitle: composed.subject,
    dispatch: '',
    references: [],
    subject: { label: words.subject, text: composed.subject },
    body: composed.blocks,
    signature: null,
    enclosures: { label: '', lines: [] },
    annexes: [],
  };
}
