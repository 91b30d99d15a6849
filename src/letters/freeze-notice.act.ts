import { append } from '../journal/events.db.ts';
import { documentName } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { RULES_VERSION } from '../reminders/decide.ts';
import { storeDocument } from '../vault/documents.db.ts';
import type { ComposedNotice } from './compose-notice.ts';
import { textsFrozen } from './events.ts';
import { FONT_SET } from './font-set.ts';
import type { FrozenLetter } from './frozen-letter.ts';
import type { LetterContent } from './letter-content.ts';
import { insertLetter } from './letters.db.ts';
import type { NoticeParties } from './notice-facts.ts';
import { noticePage } from './notice-page.ts';
import { renderPdf } from './render-pdf.ts';
import { SHARED } from './wording-blocks.ts';
import { loadWordings, versionOf } from './wordings.db.ts';

export interface NoticeOrder {
  readonly debtorId: string;
  readonly kind: 'statement' | 'promise' | 'receipt';
  readonly parties: NoticeParties;
  readonly composed: ComposedNotice;
  /** The paper that goes with it, as a file of its own; null: the e-mail says it all. */
  readonly paper: LetterContent | null;
}

/**
 * Gives a text outside the steps its final bytes: it is no contact, waits for nobody and makes nobody wait.
 */
export async function freezeNotice(scope: Scope, order: NoticeOrder): Promise<FrozenLetter | Refusal> {
  const { parties, composed, paper } = order;
  const pdf = await renderPdf(paper ?? noticePage(parties, composed), { rehearsal: scope.rehearsal });
  if (isRefusal(pdf)) return pdf;
  const stored = await storeDocument(scope, pdf, 'application/pdf');
  const data = await storeDocument(scope, Buffer.from(JSON.stringify(composed.blocks)), 'application/json');
  const used = [order.kind, ...SHARED].map((name) => `${parties.language}/${name}`);
  const wording = versionOf(await loadWordings(scope.tx), used);
  const madeWith = { scenario: order.kind, rules: RULES_VERSION, wording, fonts: FONT_SET };
  const letter: FrozenLetter = {
    id: scope.newId(),
    debtorId: order.debtorId,
    proposalId: null,
    kind: order.kind,
    step: null,
    currency: parties.currency,
    on: scope.on,
    answerBy: null,
    subject: composed.subject,
    pdf: stored,
    data,
    madeWith,
    attachments: paper === null ? [] : [{ name: paper.fileName, kind: 'statement', sha256: stored }],
    body: { text: composed.text, html: composed.html },
  };
  await insertLetter(scope, letter);
  await append(scope, order.debtorId, textsFrozen, {
    proposal: null,
    texts: [
      {
        letter: letter.id,
        kind: letter.kind,
        answerBy: null,
        pdf: documentName(stored),
        data: documentName(data),
        attachments: letter.attachments.map((file) => documentName(file.sha256)),
      },
    ],
    madeWith,
  });
  return letter;
}
