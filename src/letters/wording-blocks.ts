import { isNonProfessional } from '../law/regime.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { type Block, paragraph, plainText } from './blocks.ts';
import { claimBlocks, sumBlocks } from './claim-tables.ts';
import type { Figures } from './figures.ts';
import type { LetterFacts } from './letter-facts.ts';
import type { Payee } from './payee.ts';
import { paymentBlock } from './payment-block.ts';
import { type Extent, itemBlocks, notYetDueBlocks } from './tables.ts';
import type { Scope } from './variables.ts';
import { fillWording, type WordingOverrides, wordingSource } from './wording.ts';

export interface Draft {
  readonly facts: LetterFacts;
  readonly figures: Figures;
  readonly payee: Payee | null;
  readonly scope: Scope;
  readonly overrides: WordingOverrides;
  readonly extent: Extent;
}

export interface WordedBlocks {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/** The wording of a step for a regime: non-professionals share the consumer's. */
export function wordingName(facts: LetterFacts): string {
  return `${facts.step}.${isNonProfessional(facts.debtor.regime) ? 'b2c' : facts.debtor.regime}`;
}

/** The blocks of one wording, each `{% bloc %}` put in its place. */
export function wordedBlocks(name: string, draft: Draft): WordedBlocks | Refusal {
  const filled = fill(name, draft);
  if (isRefusal(filled)) return filled;
  const blocks: Block[] = [];
  for (const piece of filled.pieces) {
    if (piece.kind === 'words') blocks.push({ kind: 'paragraph', runs: piece.runs });
    else if (piece.kind === 'heading') blocks.push({ kind: 'heading', text: piece.text });
    else {
      const placed = placeBlocks(piece.name, draft);
      if (isRefusal(placed)) return placed;
      blocks.push(...placed);
    }
  }
  return { subject: filled.subject, blocks };
}

function fill(name: string, draft: Draft) {
  const { language } = draft.facts;
  const source = wordingSource(`${language}/${name}`, draft.overrides);
  if (source === null) throw new Error(`no wording ${language}/${name}`);
  return fillWording(source, draft.scope, language);
}

function placeBlocks(name: string, draft: Draft): readonly Block[] | Refusal {
  const { facts, figures, payee } = draft;
  if (name === 'factures') return itemBlocks(facts, figures, draft.extent);
  if (name === 'a_echoir') return notYetDueBlocks(facts, draft.extent);
  if (name === 'detail') return claimBlocks(facts, figures, 'body');
  if (name === 'paiement') return payee === null ? [] : [paymentBlock(facts, figures, payee)];
  if (name === 'donnees') return smallPrint(partial('bloc-donnees', draft));
  if (name !== 'sommes') return partial(`bloc-${name}`, draft);
  const sums = sumBlocks(facts, figures);
  if (sums.length === 0) return [];
  const after = partial(`bloc-accessoires.${facts.debtor.regime === 'public' ? 'public' : 'b2b'}`, draft);
  return isRefusal(after) ? after : [...sums, ...after];
}

/** The data notice stands apart, in small: it is information, not part of what is asked (LETTERS L18). */
function smallPrint(blocks: readonly Block[] | Refusal): readonly Block[] | Refusal {
  if (isRefusal(blocks)) return blocks;
  const lines = blocks.flatMap((block) => (block.kind === 'paragraph' ? [plainText(block.runs)] : []));
  return lines.length > 0 ? [{ kind: 'lines', lines, small: true }] : [];
}

/** Sentences that several texts share, in files of their own. */
function partial(name: string, draft: Draft): readonly Block[] | Refusal {
  const filled = fill(name, draft);
  if (isRefusal(filled)) return filled;
  return filled.pieces.flatMap((piece) =>
    piece.kind === 'words'
      ? [{ kind: 'paragraph' as const, runs: piece.runs }]
      : piece.kind === 'heading'
        ? [paragraph(piece.text)]
        : [],
  );
}
