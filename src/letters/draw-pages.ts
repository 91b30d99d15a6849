import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import type { EmailFacts } from '../reminders/recipients.ts';
import { type ComposedMessage, languageOf } from './compose-message.ts';
import type { LetterKind } from './frozen-letter.ts';
import type { LetterFacts } from './letter-facts.ts';
import type { RenderOptions } from './letter-input.ts';
import { previousReminderPdf } from './previous-reminder.ts';
import { type Draw, renderPdf } from './render-pdf.ts';

/** One text, drawn. */
export interface Page {
  readonly kind: LetterKind;
  readonly pdf: Uint8Array;
}

/**
 * The pages of every channel of a contact. One drawing per text: the simple copy of a registered letter is
 * its very bytes. An e-mail is kept as a page that bears from whom, to whom and when.
 */
export async function drawPages(
  proposal: Proposal,
  facts: LetterFacts,
  composed: ComposedMessage,
  recipients: readonly EmailFacts[],
  options: RenderOptions,
  draw: Draw = renderPdf,
): Promise<readonly Page[] | Refusal> {
  const channels = [proposal.channel, ...proposal.copies];
  const pages: Page[] = [];
  if (channels.includes('letter') || channels.includes('registered')) {
    if (!composed.letter) {
      return refuse('letter_not_drawn', 'Cette étape n’a pas de courrier pour ce client.', {
        step: proposal.step,
      });
    }
    const drawn = await draw(composed.letter, options);
    if (isRefusal(drawn)) return drawn;
    if (channels.includes('registered')) pages.push({ kind: 'registered', pdf: drawn });
    if (channels.includes('letter')) pages.push({ kind: 'letter', pdf: drawn });
  }
  if (channels.includes('email')) {
    const drawn = await messagePage(facts, composed, recipients, options, draw);
    if (isRefusal(drawn)) return drawn;
    pages.push({ kind: 'email', pdf: drawn });
  }
  return pages;
}

async function messagePage(
  facts: LetterFacts,
  composed: ComposedMessage,
  recipients: readonly EmailFacts[],
  options: RenderOptions,
  draw: Draw,
): Promise<Uint8Array | Refusal> {
  const { creditor, on } = facts;
  return await previousReminderPdf(
    {
      language: languageOf(facts),
      creditor,
      on,
      from: mailbox(creditor.name, creditor.email ?? ''),
      to: recipients.map(({ name, address }) => mailbox(name, address)),
      subject: composed.subject,
      text: composed.text,
      attachments: composed.fileNames.email,
    },
    options,
    draw,
  );
}

function mailbox(name: string, address: string): string {
  return name === '' ? address : `${name} <${address}>`;
}
