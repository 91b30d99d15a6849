import { discardStaged, printFolder, showStaged, stagedBatches } from '../courier/staged-batches.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { batchesNamed, lettersOfBatch } from './print-batches.db.ts';

/** A batch whose pages were moved to where a person looks. */
export interface ShownBatch {
  readonly id: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly letters: number;
  /** The contacts whose letter in it is registered. */
  readonly registered: readonly string[];
}

/**
 * Shows the pages of the batches that are in the books, and removes those of batches that never came there:
 * their process died, or their transaction was undone. Nobody writes a batch meanwhile, for the lock.
 */
export async function showBatches(scope: Scope): Promise<readonly ShownBatch[]> {
  const { dataFolder, creditorId } = scope;
  const staged = await stagedBatches({ dataFolder, creditorId });
  if (staged.length === 0) return [];
  await lockChain(scope, CREDITOR_CHAIN);
  const shown: ShownBatch[] = [];
  for (const name of staged) {
    const [batch] = await batchesNamed(scope.tx, name);
    if (!batch) {
      await discardStaged({ dataFolder, creditorId, name });
      continue;
    }
    const letters = await lettersOfBatch(scope.tx, batch.id);
    const files = await showStaged({ dataFolder, creditorId, name }, batch.madeOn);
    const registered = letters.filter(({ kind, inForce }) => kind === 'registered' && inForce);
    shown.push({
      id: batch.id,
      folder: printFolder(dataFolder, batch.madeOn),
      files,
      letters: letters.length,
      registered: registered.map(({ proposalId }) => proposalId),
    });
  }
  return shown;
}
