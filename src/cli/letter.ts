import type { Scope } from '../journal/scope.ts';
import { sha256 } from '../journal/sha256.ts';
import type { FrozenLetter } from '../letters/frozen-letter.ts';
import { lettersNamed, lettersOf } from '../letters/letters.db.ts';
import { previewTexts } from '../letters/preview-texts.db.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { proposalsNamed } from '../reminders/proposals.db.ts';
import { readDocument } from '../vault/documents.db.ts';
import type { DeskCommand } from './context.ts';
import { findProposal } from './find-proposal.ts';
import { optionalChoice, required } from './options.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';
import { writeGivenFile } from './write-file.ts';

const KINDS = ['email', 'letter', 'registered'] as const;
type Kind = (typeof KINDS)[number];

interface Drawn {
  readonly id: string;
  readonly frozen: boolean;
  readonly kind: string;
  readonly bytes: Uint8Array;
}

export const letter: DeskCommand = {
  name: 'letter',
  usage: `relance letter ID --out FICHIER.pdf [--kind ${KINDS.join('|')}]`,
  async run(args, context) {
    const read = readArguments(args, ['ID'], { out: { type: 'string' }, kind: { type: 'string' } });
    if (isRefusal(read)) return read;
    const out = required(read.values, 'out');
    if (isRefusal(out)) return out;
    const kind = optionalChoice(read.values, 'kind', KINDS);
    if (isRefusal(kind)) return kind;
    const drawn = await withCreditor(context, async (scope) => await find(scope, read.positionals[0]!, kind));
    if (isRefusal(drawn)) return drawn;
    const file = await writeGivenFile(out, drawn.bytes);
    if (isRefusal(file)) return file;
    const { id, frozen } = drawn;
    const data = {
      done: 'written',
      id,
      file,
      frozen,
      kind: drawn.kind,
      sha256: sha256(drawn.bytes),
      bytes: drawn.bytes.length,
    };
    const note = frozen ? 'texte figé' : 'aperçu, pas encore approuvé';
    return { data, text: `${file} (${note})` };
  },
};

async function find(scope: Scope, typed: string, kind: Kind | null): Promise<Drawn | Refusal> {
  const direct =
    (await proposalsNamed(scope.tx, typed)).length === 0 ? await lettersNamed(scope.tx, typed) : [];
  if (direct.length === 1) return await frozenBytes(scope, direct[0]!);
  const proposal = await findProposal(scope.tx, typed);
  if (isRefusal(proposal)) return proposal;
  const id = shortId('rem', proposal.id);
  const frozen = await lettersOf(scope.tx, proposal.id);
  const chosen = frozen.find((one) => one.kind === (kind ?? preferred(frozen)));
  if (chosen) return await frozenBytes(scope, chosen);
  if (frozen.length > 0 || proposal.mode === 'manual') {
    return refuse('letter_not_frozen', `${id} n’a pas de texte de cette sorte.`, { id, kind });
  }
  const pages = await previewTexts(scope, proposal);
  if (isRefusal(pages)) return pages;
  const page = pages.find((one) => one.kind === kind) ?? (kind === null ? pages[0] : undefined);
  if (!page) return refuse('letter_not_frozen', `${id} n’a pas de texte de cette sorte.`, { id, kind });
  return { id, frozen: false, kind: page.kind, bytes: page.pdf };
}

/** What people mean by « the letter »: the one on paper, registered first. */
function preferred(letters: readonly FrozenLetter[]): string | undefined {
  return [...KINDS].reverse().find((kind) => letters.some((one) => one.kind === kind));
}

async function frozenBytes(scope: Scope, found: FrozenLetter): Promise<Drawn> {
  const bytes = new Uint8Array(await readDocument(scope, found.pdf));
  return { id: shortId('let', found.id), frozen: true, kind: found.kind, bytes };
}
