import type { Block } from './blocks.ts';
import { labelsOf } from './labels.ts';
import type { LetterContent } from './letter-content.ts';
import type { AttachmentKind, LetterFacts } from './letter-facts.ts';

const KINDS: Record<'fr' | 'en', Record<AttachmentKind, readonly [one: string, many: string]>> = {
  fr: {
    'invoice-copy': ['Copie de facture', 'Copies de factures'],
    'previous-reminder': ['Copie de notre précédent rappel', 'Copies de nos précédents rappels'],
    statement: ['Relevé de compte', 'Relevés de compte'],
    proof: ['Justificatif', 'Justificatifs'],
  },
  en: {
    'invoice-copy': ['Copy of invoice', 'Copies of invoices'],
    'previous-reminder': ['Copy of our earlier reminder', 'Copies of our earlier reminders'],
    statement: ['Statement of account', 'Statements of account'],
    proof: ['Supporting document', 'Supporting documents'],
  },
};

const ORDER: readonly AttachmentKind[] = ['invoice-copy', 'previous-reminder', 'statement', 'proof'];

/** One line per kind of file, each file by its exact name: the list is the files that leave (R59). */
export function enclosureLines(facts: LetterFacts): readonly string[] {
  const { words, colon } = labelsOf(facts.language);
  return ORDER.flatMap((kind) => {
    const names = facts.attachments.filter((file) => file.kind === kind).map((file) => file.name);
    if (names.length === 0) return [];
    const line = `${KINDS[facts.language][kind][names.length > 1 ? 1 : 0]}${colon}${names.join(', ')}`;
    return kind === 'invoice-copy' ? [`${line}. ${words.copyNotice}`] : [line];
  });
}

/** The list of files at the end of an e-mail; nothing when none leaves. */
export function attachmentBlock(facts: LetterFacts, letter: LetterContent | null): readonly Block[] {
  const own = facts.step === 'formal-notice' && letter ? [letter.fileName] : [];
  const lines = [...own, ...enclosureLines(facts)];
  if (lines.length === 0) return [];
  const { words, colon } = labelsOf(facts.language);
  const title = `${words.attached}${colon}`.trimEnd();
  return [{ kind: 'lines', lines: [title, ...lines], small: true }];
}
