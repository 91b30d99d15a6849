import { toIso } from '../calendar/day.ts';
import { append } from '../journal/events.db.ts';
import { documentName } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import { type Sha256, sha256 } from '../journal/sha256.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { RULES_VERSION } from '../reminders/decide.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { storeDocument } from '../vault/documents.db.ts';
import type { AttachedFile } from './attached-files.db.ts';
import { type ComposedMessage, composeMessage } from './compose-message.ts';
import { drawPages } from './draw-pages.ts';
import { textsFrozen } from './events.ts';
import { FONT_SET } from './font-set.ts';
import type { FrozenLetter, LetterKind } from './frozen-letter.ts';
import { type GatheredFacts, gatherFacts } from './gather-facts.db.ts';
import { insertLetter } from './letters.db.ts';
import { loadWordings } from './wordings.db.ts';

/**
 * Gives the texts of a contact their final bytes: the e-mail with the page that keeps what it said, the
 * letter, the registered letter whose very pages are its copies. Facts, wording and fonts are named by their
 * hashes. Refuses what `composeMessage` refuses, and `letter_too_long`.
 */
export async function freezeTexts(
  scope: Scope,
  proposal: Proposal,
): Promise<readonly FrozenLetter[] | Refusal> {
  const gathered = await gatherFacts(scope, proposal, scope.on);
  if (isRefusal(gathered)) return gathered;
  const wordings = await loadWordings(scope.tx);
  const composed = composeMessage(gathered.facts, wordings.overrides);
  if (isRefusal(composed)) return composed;
  const pages = await drawPages(proposal, gathered.facts, composed);
  if (isRefusal(pages)) return pages;
  const data = await storeDocument(scope, Buffer.from(stableJson(gathered.facts)), 'application/json');
  const madeWith = {
    scenario: `${proposal.step}`,
    rules: RULES_VERSION,
    wording: wordings.version,
    fonts: FONT_SET,
  };
  const letters: FrozenLetter[] = [];
  for (const { kind, pdf } of pages) {
    const stored = await storeDocument(scope, pdf, 'application/pdf');
    letters.push(
      frozenLetter(scope, proposal, { kind, pdf: stored, data, madeWith, composed, gathered, letters }),
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
