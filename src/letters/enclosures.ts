import type { Block } from './blocks.ts';
import { labelsOf } from './labels.ts';
import type { LetterContent } from './letter-content.ts';
import type { Attachment, AttachmentKind, LetterFacts } from './letter-facts.ts';
import { cleanData, joinWords } from './typography.ts';

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
function fileLines(facts: LetterFacts): readonly string[] {
  const { words, colon } = labelsOf(facts.language);
  return ORDER.flatMap((kind) => {
    const names = facts.attachments.filter((file) => file.kind === kind).map((file) => file.name);
    if (names.length === 0) return [];
    const line = `${KINDS[facts.language][kind][names.length > 1 ? 1 : 0]}${colon}${names.join(', ')}`;
    return kind === 'invoice-copy' ? [`${line}. ${words.copyNotice}`] : [line];
  });
}

const PAPERS = {
  fr: {
    invoices: ['Copie de la facture', 'Copies des factures'],
    email: ['Copie de notre message', 'Copies de nos messages'],
    letter: ['Copie de notre courrier', 'Copies de nos courriers'],
    of: 'du',
  },
  en: {
    invoices: ['Copy of invoice', 'Copies of invoices'],
    email: ['Copy of our e-mail', 'Copies of our e-mails'],
    letter: ['Copy of our letter', 'Copies of our letters'],
    of: 'of',
  },
} as const;

/** What goes into the envelope, by what it is: a paper has no file names. */
export function enclosedPapers(facts: LetterFacts): readonly string[] {
  const labels = labelsOf(facts.language);
  const { words, and } = labels;
  const papers = PAPERS[facts.language];
  const named = (title: readonly [string, string], documents: readonly string[]) =>
    documents.length === 0 ? [] : [`${title[documents.length > 1 ? 1 : 0]} ${joinWords(documents, and)}`];
  const sent = (by: 'email' | 'letter') =>
    facts.attachments.flatMap(({ document }) =>
      document && 'by' in document && document.by === by
        ? [`${papers.of} ${labels.day(document.sentOn)}`]
        : [],
    );
  const numbers = facts.attachments.flatMap(({ document }) =>
    document && 'number' in document ? [cleanData(document.number)] : [],
  );
  const rest = facts.attachments.filter(({ document }) => !document);
  return [
    ...named(papers.invoices, numbers).map((line) => `${line}. ${words.copyNotice}`),
    ...named(papers.letter, sent('letter')),
    ...named(papers.email, sent('email')),
    ...[...new Set(rest.map(({ kind }) => kind))].map(
      (kind) => KINDS[facts.language][kind][countOf(rest, kind)],
    ),
  ];
}

/** 0 for one document of a kind, 1 for several: the place of its word. */
function countOf(files: readonly Attachment[], kind: AttachmentKind): 0 | 1 {
  return files.filter((file) => file.kind === kind).length > 1 ? 1 : 0;
}

/** The same facts with the document that each file is. */
export function withDocuments(facts: LetterFacts, files: readonly Attachment[]): LetterFacts {
  return {
    ...facts,
    attachments: files.map(({ name, kind, document = null }) => ({ name, kind, document })),
  };
}

/** The list of files at the end of an e-mail; nothing when none leaves. */
export function attachmentBlock(facts: LetterFacts, letter: LetterContent | null): readonly Block[] {
  const own = facts.step === 'formal-notice' && letter ? [letter.fileName] : [];
  const lines = [...own, ...fileLines(facts)];
  if (lines.length === 0) return [];
  const { words, colon } = labelsOf(facts.language);
  const title = `${words.attached}${colon}`.trimEnd();
  return [{ kind: 'lines', lines: [title, ...lines], small: true }];
}
