import type { ComposedNotice } from './compose-notice.ts';
import { fileStem } from './file-names.ts';
import { labelsOf } from './labels.ts';
import type { LetterContent } from './letter-content.ts';
import { letterFrame } from './letter-frame.ts';
import type { NoticeParties } from './notice-facts.ts';

/** An e-mail outside the steps as a page: what is kept of it. */
export function noticePage(parties: NoticeParties, { subject, blocks }: ComposedNotice): LetterContent {
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
