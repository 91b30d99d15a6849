import { toIso } from '../calendar/day.ts';
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '../courier/attachment-limits.ts';
import { append } from '../journal/events.db.ts';
import { documentName } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import { type Sha256, sha256 } from '../journal/sha256.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { RULES_VERSION } from '../reminders/decide.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { recipientsFor } from '../reminders/recipients.db.ts';
import { findDocument, storeDocument, storeDocuments } from '../vault/documents.db.ts';
import type { AttachedFile, AttachmentChoice } from './attached-files.db.ts';
import { type ComposedMessage, composeMessage, languageOf } from './compose-message.ts';
import { composeStatement } from './compose-notice.ts';
import { drawPages } from './draw-pages.ts';
import { withDocuments } from './enclosures.ts';
import { textsFrozen } from './events.ts';
import { FONT_SET } from './font-set.ts';
import type { FrozenLetter, LetterKind } from './frozen-letter.ts';
import { type GatheredFacts, gatherFacts } from './gather-facts.db.ts';
import { gatherStatement } from './gather-notice.db.ts';
import { insertLetter } from './letters.db.ts';
import { type Draw, renderPdf } from './render-pdf.ts';
import type { WordingOverrides } from './wording.ts';
import { wordingsUsed } from './wording-blocks.ts';
import { loadWordings, versionOf } from './wordings.db.ts';

/**
 * Gives the texts of a contact their final bytes: the e-mail with the page that keeps what it said, the
 * letter, the registered letter whose very pages are its copies. Facts, wording and fonts are named by their
 * hashes. Refuses what `composeMessage` refuses, and `letter_too_long`.
 */
export async function freezeTexts(
  scope: Scope,
  proposal: Proposal,
  attach: Attach,
  draw: Draw = renderPdf,
): Promise<readonly FrozenLetter[] | Refusal> {
  const wordings = await loadWordings(scope.tx);
  const choice = await choiceOf(scope, proposal, { attach, draw }, wordings.overrides);
  if (isRefusal(choice)) return choice;
  const found = await gatherFacts(scope, proposal, scope.on, choice);
  if (isRefusal(found)) return found;
  const gathered = { ...found, facts: withDocuments(found.facts, found.files) };
  const heavy = proposal.channel === 'email' ? await refuseHeavy(scope, gathered.files) : null;
  if (heavy) return heavy;
  const composed = composeMessage(gathered.facts, wordings.overrides);
  if (isRefusal(composed)) return composed;
  const recipients = await recipientsFor(scope.tx, proposal.debtorId, proposal.step);
  const options = { rehearsal: scope.rehearsal };
  const pages = await drawPages(proposal, gathered.facts, composed, recipients, options, draw);
  if (isRefusal(pages)) return pages;
  const [data, ...stored] = await storeDocuments(scope, [
    { bytes: Buffer.from(stableJson(gathered.facts)), mediaType: 'application/json' },
    ...pages.map(({ pdf }) => ({ bytes: pdf, mediaType: 'application/pdf' })),
  ]);
  const madeWith = {
    scenario: `${proposal.step}`,
    rules: RULES_VERSION,
    wording: versionOf(wordings, [
      ...wordingsUsed({ ...gathered.facts, language: languageOf(gathered.facts) }),
      ...(attach === 'statement' ? [`${gathered.facts.language}/statement`] : []),
    ]),
    fonts: FONT_SET,
  };
  const letters: FrozenLetter[] = [];
  for (const [index, { kind }] of pages.entries()) {
    const pdf = stored[index]!;
    letters.push(
      frozenLetter(scope, proposal, { kind, pdf, data: data!, madeWith, composed, gathered, letters }),
    );
  }
  for (const letter of letters) await insertLetter(scope, letter);
  await append(scope, proposal.debtorId, textsFrozen, {
    proposal: proposal.id,
    texts: letters.map((letter) => ({
      letter: letter.id,
      kind: letter.kind,
      answerBy: letter.answerBy === null ? null : toIso(letter.answerBy),
      pdf: documentName(letter.pdf),
      data: documentName(letter.data),
      attachments: letter.attachments.map((file) => documentName(file.sha256)),
    })),
    madeWith,
  });
  return letters;
}

/** Known before anything is drawn, so that the choice is asked of whoever approves. */
async function refuseHeavy(scope: Scope, files: readonly AttachedFile[]): Promise<Refusal | null> {
  const found = await Promise.all(files.map((file) => findDocument(scope, file.sha256)));
  const bytes = found.reduce((sum, document) => sum + (document?.bytes ?? 0), 0);
  if (bytes <= MAX_ATTACHMENT_BYTES && files.length <= MAX_ATTACHMENTS) return null;
  const message =
    'Les copies de factures dépassent 7\u00a0Mo ou dix fichiers\u00a0: approuvez avec «\u00a0--attach statement\u00a0» ' +
    '(le relevé les remplace) ou «\u00a0--attach none\u00a0».';
  return refuse('attachments_too_large', message, { bytes, files: files.length });
}

/**
 * What a person lets leave with an e-mail: copies of invoices, the statement of account in their place, or
 * nothing.
 */
export type Attach = 'copies' | 'statement' | 'none';

async function choiceOf(
  scope: Scope,
  proposal: Proposal,
  { attach, draw }: { readonly attach: Attach; readonly draw: Draw },
  overrides: WordingOverrides,
): Promise<AttachmentChoice | Refusal> {
  if (attach === 'copies') return 'copies';
  if (attach === 'none') return { files: [] };
  const facts = await gatherStatement(scope, proposal.debtorId, proposal.currency);
  const composed = composeStatement(facts, overrides);
  if (isRefusal(composed)) return composed;
  const pdf = await draw(composed.letter, { rehearsal: scope.rehearsal });
  if (isRefusal(pdf)) return pdf;
  const stored = await storeDocument(scope, pdf, 'application/pdf');
  return { files: [{ name: composed.letter.fileName, kind: 'statement', sha256: stored }] };
}

interface Parts {
  readonly kind: LetterKind;
  readonly pdf: Sha256;
  readonly data: Sha256;
  readonly madeWith: FrozenLetter['madeWith'];
  readonly composed: ComposedMessage;
  readonly gathered: GatheredFacts;
  readonly letters: readonly FrozenLetter[];
}

function frozenLetter(scope: Scope, proposal: Proposal, parts: Parts): FrozenLetter {
  const { kind, composed, gathered } = parts;
  const files = gathered.files.map(({ name, kind: sort, sha256: sha }: AttachedFile) => ({
    name,
    kind: sort,
    sha256: sha,
  }));
  const registered = parts.letters.find((letter) => letter.kind === 'registered');
  const own =
    kind === 'email' && registered && composed.fileNames.letter !== null
      ? [{ name: composed.fileNames.letter, kind: 'letter' as const, sha256: registered.pdf }]
      : [];
  return {
    id: scope.newId(),
    debtorId: proposal.debtorId,
    proposalId: proposal.id,
    kind,
    step: proposal.step,
    currency: proposal.currency,
    on: scope.on,
    answerBy: proposal.answerBy,
    subject: composed.subject,
    pdf: parts.pdf,
    data: parts.data,
    madeWith: parts.madeWith,
    attachments: [...own, ...files],
    body: kind === 'email' ? { text: composed.text, html: composed.html } : null,
  };
}

/** The facts as text that anybody can hash again: bytes (a signature) by their own hash. */
function stableJson(facts: GatheredFacts['facts']): string {
  return JSON.stringify(facts, (_key, value: unknown) =>
    value instanceof Uint8Array ? sha256(value) : value,
  );
}
