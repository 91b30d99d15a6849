import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import type { ComposedMessage } from './compose-message.ts';
import type { LetterKind } from './frozen-letter.ts';
import type { LetterFacts } from './letter-facts.ts';
import { messagePage } from './message-page.ts';
import { renderPdf } from './render-pdf.ts';

/** One text, drawn. */
export interface Page {
  readonly kind: LetterKind;
  readonly pdf: Uint8Array;
}

/**
 * The pages of every channel of a contact. One drawing per text: the simple copy of a registered letter is
 * its very bytes.
 */
export async function drawPages(
  proposal: Proposal,
  facts: LetterFacts,
  composed: ComposedMessage,
): Promise<readonly Page[] | Refusal> {
  const channels = [proposal.channel, ...proposal.copies];
  const pages: Page[] = [];
  if (channels.includes('letter') || channels.includes('registered')) {
    if (!composed.letter) {
      return refuse('letter_not_drawn', 'Cette étape n’a pas de courrier pour ce client.', {
        step: proposal.step,
      });
    }
    const drawn = await renderPdf(composed.letter);
    if (isRefusal(drawn)) return drawn;
    if (channels.includes('registered')) pages.push({ kind: 'registered', pdf: drawn });
    if (channels.includes('letter')) pages.push({ kind: 'letter', pdf: drawn });
  }
  if (channels.includes('email')) {
    const drawn = await renderPdf(messagePage(facts, composed));
    if (isRefusal(drawn)) return drawn;
    pages.push({ kind: 'email', pdf: drawn });
  }
  return pages;
}
