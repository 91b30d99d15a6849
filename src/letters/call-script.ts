import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { plainText } from './blocks.ts';
import { figuresOf } from './figures.ts';
import type { LetterFacts } from './letter-facts.ts';
import { payeeOf } from './payee.ts';
import { letterScope } from './variables.ts';
import { fillWording, type WordingOverrides, wordingSource } from './wording.ts';

/** What a person has under the eyes while calling: six lines, in the order of the conversation. */
export interface CallScript {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * The script of a call about these items. Refuses as the text of the step would; needs no reply address nor
 * IBAN.
 */
export function callScript(
  facts: LetterFacts,
  overrides: WordingOverrides = new Map(),
): CallScript | Refusal {
  const figures = figuresOf(facts);
  if (isRefusal(figures)) return figures;
  const payee = payeeOf(facts.creditor, figures.items);
  if (isRefusal(payee)) return payee;
  const scope = letterScope(facts, figures, payee, 'courriel');
  const source = wordingSource(`${facts.language}/call-script`, overrides) ?? '';
  const filled = fillWording(source, scope, facts.language);
  if (isRefusal(filled)) return filled;
  const lines = filled.pieces.flatMap((piece) => (piece.kind === 'words' ? [plainText(piece.runs)] : []));
  return { title: filled.subject, lines };
}
