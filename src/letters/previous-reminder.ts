import type { Day } from '../calendar/day.ts';
import type { Refusal } from '../platform/refusal.ts';
import { type Block, paragraph } from './blocks.ts';
import { previousReminderName } from './file-names.ts';
import { creditorName } from './identity.ts';
import { labelsOf } from './labels.ts';
import type { LetterContent } from './letter-content.ts';
import type { CreditorIdentity } from './letter-facts.ts';
import { letterFrame } from './letter-frame.ts';
import type { RenderOptions } from './letter-input.ts';
import { type Draw, renderPdf } from './render-pdf.ts';
import { cleanData, shorten } from './typography.ts';

/** A message as it leaves: its text part word for word. */
export interface SentMessage {
  readonly language: 'fr' | 'en';
  readonly creditor: CreditorIdentity;
  readonly on: Day;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly string[];
}

const WORDS = {
  fr: {
    title: 'Copie du message du',
    from: 'De',
    to: 'À',
    subject: 'Objet',
    attached: 'Pièces jointes',
  },
  en: {
    title: 'Copy of the message of',
    from: 'From',
    to: 'To',
    subject: 'Subject',
    attached: 'Attachments',
  },
};

/** The page kept of an e-mail, which a later reminder attaches (L17): its words, and the day they bear. */
export async function previousReminderPdf(
  sent: SentMessage,
  options: RenderOptions = {},
  draw: Draw = renderPdf,
): Promise<Uint8Array | Refusal> {
  return await draw(previousReminder(sent), options);
}

function previousReminder(sent: SentMessage): LetterContent {
  const words = WORDS[sent.language];
  const labels = labelsOf(sent.language);
  const name = creditorName(sent.creditor);
  const title = `${words.title} ${labels.day(sent.on)}`;
  return {
    ...letterFrame(sent),
    title: `${title} – ${cleanData(sent.subject)}`,
    fileName: previousReminderName(sent.on),
    sender: { name: shorten(name, 120), lines: [] },
    recipient: [],
    placeAndDate: '',
    dispatch: '',
    references: [
      { label: words.from, lines: [cleanData(sent.from)] },
      { label: words.to, lines: [sent.to.map(cleanData).join(', ')] },
      { label: words.subject, lines: [cleanData(sent.subject)] },
      ...(sent.attachments.length > 0
        ? [{ label: words.attached, lines: [sent.attachments.map(cleanData).join(', ')] }]
        : []),
    ],
    addressee: '',
    subject: { label: '', text: title },
    body: textBlocks(sent.text),
    signature: null,
    enclosures: { label: '', lines: [] },
    annexes: [],
    runningTitle: shorten(`${name} – ${title}`, 90),
  };
}

/** Paragraphs as they were parted; lines that were set back stay one under the other. */
function textBlocks(text: string): readonly Block[] {
  return text
    .split(/\r?\n\s*\r?\n/)
    .filter((part) => part.trim() !== '')
    .map((part): Block => {
      const lines = part.split(/\r?\n/).filter((line) => line.trim() !== '');
      if (lines.length === 1) return paragraph(cleanData(part));
      return { kind: 'lines', lines: lines.map((line) => cleanData(line)), small: false };
    });
}
