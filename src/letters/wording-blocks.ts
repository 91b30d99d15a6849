import { isNonProfessional } from '../law/regime.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { type Block, plainText } from './blocks.ts';
import { claimBlocks, sumBlocks } from './claim-tables.ts';
import type { Figures } from './figures.ts';
import type { LetterFacts } from './letter-facts.ts';
import type { Payee } from './payee.ts';
import { paymentBlock } from './payment-block.ts';
import { type Extent, itemBlocks, notYetDueBlocks } from './tables.ts';
import { missedPlanScope, reversedScope, type Scope } from './variables.ts';
import { fillWording, unknownNames, type WordingOverrides, wordingSource } from './wording.ts';

/**
 * A wording to fill: its variables, and what stands at each place it names; null for a place that this kind
 * of text has not.
 */
export interface WordingRequest {
  readonly language: 'fr' | 'en';
  readonly scope: Scope;
  readonly overrides: WordingOverrides;
  readonly place: (name: string) => readonly Block[] | Refusal | null;
}

export interface WordedBlocks {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/**
 * The wording of a step for a regime: non-professionals share the consumer's; a plan's dates have their own.
 */
export function wordingName(facts: LetterFacts): string {
  if (facts.planDate) return 'pre-due-plan';
  return `${facts.step}.${isNonProfessional(facts.debtor.regime) ? 'b2c' : facts.debtor.regime}`;
}

/** Every wording that a text of these facts may use. */
export function wordingsUsed(facts: LetterFacts): readonly string[] {
  const copy = facts.step === 'formal-notice' ? ['formal-notice-copy'] : [];
  return [wordingName(facts), ...copy, ...SHARED].map((name) => `${facts.language}/${name}`);
}

/** Sentences that several texts have in common. */
export const SHARED: readonly string[] = [
  'bloc-issue',
  'bloc-croisement',
  'bloc-donnees',
  'bloc-arrete',
  'bloc-echeancier',
  'bloc-annulation',
  'bloc-accessoires.b2b',
  'bloc-accessoires.public',
];

/** The blocks of one wording, each `{% bloc %}` put in its place. */
export function wordedBlocks(name: string, request: WordingRequest): WordedBlocks | Refusal {
  const source = wordingSource(`${request.language}/${name}`, request.overrides);
  if (source === null) throw new Error(`no wording ${request.language}/${name}`);
  const filled = fillWording(source, request.scope, request.language);
  if (isRefusal(filled)) return filled;
  const blocks: Block[] = [];
  for (const piece of filled.pieces) {
    if (piece.kind === 'words') blocks.push({ kind: 'paragraph', runs: piece.runs });
    else if (piece.kind === 'heading') blocks.push({ kind: 'heading', text: piece.text });
    else {
      const placed =
        sharedWords(piece.name, request) ?? request.place(piece.name) ?? unknownNames([piece.name]);
      if (isRefusal(placed)) return placed;
      blocks.push(...placed);
    }
  }
  return { subject: filled.subject, blocks };
}

/**
 * Sentences that several texts share, in files of their own; the date of the account and the data notice in
 * small (L04, L18).
 */
function sharedWords(name: string, request: WordingRequest): readonly Block[] | Refusal | null {
  if (!['issue', 'croisement', 'donnees', 'arrete'].includes(name)) return null;
  const worded = wordedBlocks(`bloc-${name}`, request);
  if (isRefusal(worded)) return worded;
  if (name === 'issue' || name === 'croisement') return worded.blocks;
  const lines = worded.blocks.flatMap((block) => (block.kind === 'paragraph' ? [plainText(block.runs)] : []));
  return lines.length > 0 ? [{ kind: 'lines', lines, small: true }] : [];
}

/** A step's wording, with its tables, sums and bank details. */
export function stepRequest(
  facts: LetterFacts,
  figures: Figures,
  payee: Payee | null,
  scope: Scope,
  overrides: WordingOverrides,
  extent: Extent,
): WordingRequest {
  const { language, currency, creditor } = facts;
  const request: WordingRequest = {
    language,
    scope,
    overrides,
    place: (name) => {
      if (name === 'factures') {
        const words = underTheTable(facts, request);
        return isRefusal(words) ? words : [...itemBlocks(facts, figures, extent), ...words];
      }
      if (name === 'a_echoir') return notYetDueBlocks(facts, extent);
      if (name === 'detail') return claimBlocks(facts, figures, 'body');
      if (name === 'paiement') {
        const order = { language, currency, creditor, items: figures.items, amount: figures.toPay };
        return payee === null ? [] : [paymentBlock(order, payee)];
      }
      return name === 'sommes' ? sumsWithReason(facts, figures, request) : null;
    },
  };
  return request;
}

/**
 * Why a part only is asked, or the whole again, for each payment plan that was not kept; why the sum rises,
 * for each payment taken back.
 */
function underTheTable(facts: LetterFacts, request: WordingRequest): readonly Block[] | Refusal {
  const blocks: Block[] = [];
  const sentences: readonly (readonly [name: string, scope: Scope])[] = [
    ...(facts.missedPlans ?? []).map(
      (plan) => ['bloc-echeancier', { echeancier_manque: missedPlanScope(facts, plan) }] as const,
    ),
    ...(facts.reversedPayments ?? []).map(
      (payment) => ['bloc-annulation', { reglement_annule: reversedScope(facts, payment) }] as const,
    ),
  ];
  for (const [name, own] of sentences) {
    const worded = wordedBlocks(name, { ...request, scope: { ...request.scope, ...own } });
    if (isRefusal(worded)) return worded;
    blocks.push(...worded.blocks);
  }
  return blocks;
}

/** The sums, then the sentence that says on what ground, and whether they are claimed. */
function sumsWithReason(
  facts: LetterFacts,
  figures: Figures,
  request: WordingRequest,
): readonly Block[] | Refusal {
  const sums = sumBlocks(facts, figures);
  if (sums.length === 0) return [];
  const reason = wordedBlocks(
    `bloc-accessoires.${facts.debtor.regime === 'public' ? 'public' : 'b2b'}`,
    request,
  );
  return isRefusal(reason) ? reason : [...sums, ...reason.blocks];
}
