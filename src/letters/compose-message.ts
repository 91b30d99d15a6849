import type { Cents } from '../money/cents.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { stepRank } from '../scenarios/steps.ts';
import type { Block } from './blocks.ts';
import { refuseMissing, refusePrintedDate } from './check-mentions.ts';
import { annexTitle, claimBlocks } from './claim-tables.ts';
import { composeLetter } from './compose-letter.ts';
import { attachmentBlock } from './enclosures.ts';
import { type Figures, figuresOf } from './figures.ts';
import { creditorName, handlerOf, identityLines } from './identity.ts';
import type { LetterContent } from './letter-content.ts';
import type { LetterFacts } from './letter-facts.ts';
import { messageHtml } from './message-html.ts';
import { messageText } from './message-text.ts';
import { type Payee, payeeOf } from './payee.ts';
import type { Extent } from './tables.ts';
import { shorten } from './typography.ts';
import { letterScope } from './variables.ts';
import type { Warning } from './warning.ts';
import type { WordingOverrides } from './wording.ts';
import { stepRequest, wordedBlocks, wordingName } from './wording-blocks.ts';

/** One text in its media, all from the same facts and the same figure. */
export interface ComposedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The body of the e-mail before any medium. */
  readonly blocks: readonly Block[];
  /** Null when the step has no letter or a letter cannot leave; `warnings` says which. */
  readonly letter: LetterContent | null;
  readonly fileNames: {
    /** The letter's own PDF. */
    readonly letter: string | null;
    /** Everything that leaves with the e-mail, in order: a formal notice carries its letter. */
    readonly email: readonly string[];
    /** What the letter lists under « P. J. ». */
    readonly enclosures: readonly string[];
  };
  readonly payCode: string | null;
  readonly toPay: Cents;
  readonly warnings: readonly Warning[];
}

/** Above, mail programs cut the message (L15). */
const HTML_LIMIT = 60_000;
const NO_OVERRIDES: WordingOverrides = new Map();

/**
 * The e-mail and the letter of a step. Refuses `mention_missing` (each one named), `printed_date_invalid`,
 * `nothing_to_pay`, `payee_mixed`, `assignee_iban_missing`, and for a text of the user
 * `wording_variable_unknown` or `wording_invalid`. Throws when the facts contradict themselves (see
 * `figuresOf`).
 */
export function composeMessage(given: LetterFacts, overrides = NO_OVERRIDES): ComposedMessage | Refusal {
  const facts = inItsLanguage(given);
  const refusal = refuseMissing(facts) ?? refusePrintedDate(facts);
  if (refusal) return refusal;
  const figures = figuresOf(facts);
  if (isRefusal(figures)) return figures;
  const payee = payeeOf(facts.creditor, figures.items);
  if (isRefusal(payee)) return payee;
  const warnings: Warning[] = given.language === facts.language ? [] : [FRENCH_ONLY];
  const letter = composeLetter(facts, figures, payee, overrides, warnings);
  if (isRefusal(letter)) return letter;
  const email = composeEmail(facts, figures, payee, overrides, warnings, letter);
  if (isRefusal(email)) return email;
  const names = facts.attachments.map((file) => file.name);
  return {
    ...email,
    letter,
    fileNames: {
      letter: letter?.fileName ?? null,
      email: emailNames(facts, letter),
      enclosures: names,
    },
    payCode: payCodeOf(letter?.body ?? email.blocks),
    toPay: figures.toPay,
    warnings,
  };
}

const FRENCH_ONLY: Warning = {
  code: 'language_french_only',
  message: 'Un acheteur public reçoit ses textes en français.',
};

function inItsLanguage(facts: LetterFacts): LetterFacts {
  return { ...facts, language: languageOf(facts) };
}

/** Public buyers are French bodies under the code de la commande publique: their texts exist in French. */
export function languageOf(facts: LetterFacts): LetterFacts['language'] {
  return facts.debtor.regime === 'public' ? 'fr' : facts.language;
}

interface Email {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly blocks: readonly Block[];
}

/**
 * Tries the whole message, then lighter ones until the HTML part fits; what is left out is in the letter or
 * the statement.
 */
function composeEmail(
  facts: LetterFacts,
  figures: Figures,
  payee: Payee | null,
  overrides: WordingOverrides,
  warnings: Warning[],
  letter: LetterContent | null,
): Email | Refusal {
  const attempts: readonly { readonly extent: Extent; readonly detail: boolean }[] = [
    { extent: 'compact', detail: true },
    { extent: 'compact', detail: false },
    { extent: 'bare', detail: false },
    { extent: 'shortened', detail: false },
  ];
  let email: Email | Refusal | null = null;
  for (const { extent, detail } of attempts) {
    email = emailOf(facts, figures, payee, overrides, letter, extent, detail);
    if (isRefusal(email) || Buffer.byteLength(email.html) <= HTML_LIMIT) break;
    if (extent === 'shortened') break;
    if (!warnings.includes(SHORTENED)) warnings.push(SHORTENED);
  }
  return email!;
}

const SHORTENED: Warning = {
  code: 'email_shortened',
  message:
    'Le courriel est abrégé : le détail complet figure dans la lettre ou le relevé. Joignez l’un des deux.',
};

function emailOf(
  facts: LetterFacts,
  figures: Figures,
  payee: Payee | null,
  overrides: WordingOverrides,
  letter: LetterContent | null,
  extent: Extent,
  detail: boolean,
): Email | Refusal {
  const scope = letterScope(facts, figures, payee, 'courriel');
  const name = facts.step === 'formal-notice' ? 'formal-notice-copy' : wordingName(facts);
  const worded = wordedBlocks(name, stepRequest(facts, figures, payee, scope, overrides, extent));
  if (isRefusal(worded)) return worded;
  const annex = detail && showsDetail(facts) ? claimBlocks(facts, figures, 'body') : [];
  const blocks = [
    ...worded.blocks,
    { kind: 'lines' as const, lines: signatureLines(facts), small: false },
    ...attachmentBlock(facts, letter),
    ...(annex.length > 0 ? [{ kind: 'heading' as const, text: annexTitle(facts) }, ...annex] : []),
    { kind: 'lines' as const, lines: senderLines(facts), small: true },
  ];
  const subject = shorten(worded.subject, 150);
  return {
    subject,
    text: messageText(blocks, facts.language),
    html: messageHtml(subject, facts.language, blocks),
    blocks,
  };
}

/**
 * From the second reminder on the count of interest goes with the claim; before, a total is enough for a
 * friendly word.
 */
function showsDetail(facts: LetterFacts): boolean {
  return stepRank(facts.step) >= stepRank('reminder-2') && facts.step !== 'formal-notice';
}

function signatureLines(facts: LetterFacts): readonly string[] {
  const handler = handlerOf(facts.creditor, facts.handler, facts.language);
  return [handler.name, handler.role, [handler.phone, handler.email].filter(Boolean).join(' – ')].filter(
    Boolean,
  );
}

function senderLines(facts: LetterFacts): readonly string[] {
  return [creditorName(facts.creditor), ...identityLines(facts.creditor, facts.language)];
}

/** File names of an e-mail: the formal notice itself first, then the caller's files in their order. */
function emailNames(facts: LetterFacts, letter: LetterContent | null): readonly string[] {
  const names = facts.attachments.map((file) => file.name);
  return facts.step === 'formal-notice' && letter ? [letter.fileName, ...names] : names;
}

function payCodeOf(blocks: readonly Block[]): string | null {
  for (const block of blocks) if (block.kind === 'payment') return block.code;
  return null;
}
