import { writePrintBatch } from '../courier/print-batch.ts';
import { printFolder, stagedFolder } from '../courier/staged-batches.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { supersedeLetters } from '../letters/letters.db.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal } from '../platform/refusal.ts';
import { contactWithdrawn } from '../reminders/events.ts';
import { endProposal } from '../reminders/proposals.db.ts';
import { documentReader } from '../vault/documents.db.ts';
import { lettersPrinted } from './events.ts';
import { roundsOf } from './one-per-debtor.ts';
import { insertBatch, type LetterToPrint, lettersToPrint } from './print-batches.db.ts';
import type { PrintedBatch } from './printed-batch.ts';
import { ANOTHER_DAY, recheckLetters } from './recheck-letters.act.ts';
import { type Unprintable, unprintable } from './unprintable.ts';

export interface Printed {
  /** Null when there is nothing to print. */
  readonly batch: PrintedBatch | null;
  readonly withdrawn: readonly { readonly proposalId: string; readonly because: string }[];
  /** Letters that no batch can take; the others are printed all the same. */
  readonly unprintable: readonly Unprintable[];
}

/**
 * The day's letters in one batch, made of the frozen pages themselves; its pages are out of sight until
 * `showBatches`. A leading letter has its facts read again first, as an e-mail has; the copy of what already
 * left follows it.
 */
export async function printLetters(scope: Scope): Promise<Printed> {
  const waiting = await lettersToPrint(scope.tx);
  if (waiting.length === 0) return { batch: null, withdrawn: [], unprintable: [] };
  await lockChains(scope, [...new Set(waiting.map(({ debtorId }) => debtorId)), CREDITOR_CHAIN]);
  const { letters, withdrawn } = await sortOut(scope, waiting);
  if (letters.length === 0) return { batch: null, withdrawn, unprintable: [] };
  const id = scope.newId();
  const { dataFolder, creditorId, on: day } = scope;
  const name = shortId('lot', id);
  const written = await writePrintBatch({
    dataFolder,
    day,
    name,
    into: stagedFolder({ dataFolder, creditorId, name }),
    letters: letters.map(printLetter),
    read: await documentReader(scope, [
      ...new Set(letters.flatMap((letter) => [letter.sha256, ...letter.enclosures])),
    ]),
  });
  const left = unprintable(letters, written, (proposalId) => shortId('rem', proposalId));
  if (isRefusal(written)) return { batch: null, withdrawn, unprintable: left };
  const printed = written.letters.map((letter) => letter.id);
  await insertBatch(scope, { id, fileName: written.files[0]!.file, letterIds: printed });
  await append(scope, CREDITOR_CHAIN, lettersPrinted, {
    batch: id,
    letters: printed.map((letter, index) => ({ letter, position: index + 1 })),
  });
  const registered = letters
    .filter(({ letterId, kind }) => kind === 'registered' && printed.includes(letterId))
    .map(({ proposalId }) => proposalId);
  const folder = printFolder(dataFolder, day);
  const batch = { id, files: written.files, folder, letters: printed.length, registered };
  return { batch, withdrawn, unprintable: left };
}

/** The letters to print today, in their order; those that must not leave any more are taken back. */
async function sortOut(
  scope: Scope,
  waiting: readonly LetterToPrint[],
): Promise<{ readonly letters: readonly LetterToPrint[]; readonly withdrawn: Printed['withdrawn'] }> {
  const kept = new Set(waiting.filter(({ leading }) => !leading));
  const withdrawn: { proposalId: string; because: string }[] = [];
  const leading = waiting.filter((letter) => letter.leading);
  for (const round of roundsOf(leading, ({ debtorId }) => debtorId)) {
    const obstacles = await recheckLetters(scope, round);
    for (const [index, letter] of round.entries()) {
      const because = obstacles[index] ?? null;
      if (because === null) kept.add(letter);
      if (because === null || because === ANOTHER_DAY) continue;
      if (withdrawn.some(({ proposalId }) => proposalId === letter.proposalId)) continue;
      await endProposal(scope, letter.proposalId, 'withdrawn');
      await supersedeLetters(scope, letter.proposalId);
      await append(scope, letter.debtorId, contactWithdrawn, { proposal: letter.proposalId, because });
      withdrawn.push({ proposalId: letter.proposalId, because });
    }
  }
  return { letters: waiting.filter((letter) => kept.has(letter)), withdrawn };
}

function printLetter(letter: LetterToPrint) {
  const { address } = letter;
  const lines = address === null ? [] : [...address.lines, `${address.postcode} ${address.city}`];
  return {
    id: letter.letterId,
    debtor: letter.debtorKey,
    debtorName: letter.debtorName,
    address: [letter.debtorName, ...lines],
    registered: letter.kind === 'registered',
    tracking: letter.kind === 'registered' ? letter.tracking : null,
    sha256: letter.sha256,
    enclosures: letter.enclosures,
  };
}
