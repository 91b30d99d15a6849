import type { ComposedMessage } from './compose-message.ts';
import type { ComposedNotice } from './compose-notice.ts';
import { fileStem, letterName } from './file-names.ts';
import { labelsOf } from './labels.ts';
import type { LetterContent } from './letter-content.ts';
import type { LetterFacts } from './letter-facts.ts';
import { letterFrame } from './letter-frame.ts';
import type { NoticeParties } from './notice-facts.ts';

/** An e-mail as a page: what is kept of it, and what a later reminder attaches as its copy. */
export function messagePage(facts: LetterFacts, composed: ComposedMessage): LetterContent {
  const numbers = [...facts.demanded, ...facts.others].map((item) => item.number);
  return { ...pageOf(facts, composed), fileName: letterName(facts.step, numbers, facts.on, facts.language) };
}

/** The same for an e-mail outside the steps. */
export function noticePage(parties: NoticeParties, composed: ComposedNotice): LetterContent {
  return pageOf(parties, composed);
}

function pageOf(
  parties: Parameters<typeof letterFrame>[0],
  { subject, blocks }: Pick<ComposedNotice, 'subject' | 'blocks'>,
): LetterContent {
  const { words } = labelsOf(parties.language);
  return {
    ...letterFrame(parties),
    title: subject,
    fileName: `${fileStem(subject)}.pdf`,
    recipient: [],
    addressee: '',
    dispatch: '',
    references: [],
    subject: { label: words.subject, text: subject },
    body: blocks,
    signature: null,
    enclosures: { label: '', lines: [] },
    annexes: [],
    runningTitle: subject,
  };
}
