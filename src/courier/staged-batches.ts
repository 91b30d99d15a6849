import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Day, toIso } from '../calendar/day.ts';

// A person prints what lies in the folder of the day. So a batch is written out of sight, and moved there
// once its transaction is committed: of a batch that never was, no page is ever seen.

/** A print batch out of sight, named as its files are. */
export interface StagedBatch {
  readonly dataFolder: string;
  readonly creditorId: string;
  readonly name: string;
}

/** DATA/print/<day>: where a person looks. */
export function printFolder(dataFolder: string, day: Day): string {
  return join(dataFolder, 'print', toIso(day));
}

function stage({ dataFolder, creditorId }: Omit<StagedBatch, 'name'>): string {
  return join(dataFolder, 'print', `.${creditorId}`);
}

/** Where a batch is written first. */
export function stagedFolder(batch: StagedBatch): string {
  return join(stage(batch), batch.name);
}

/** Names of the batches of a creditor that nobody has seen yet. */
export async function stagedBatches(of: Omit<StagedBatch, 'name'>): Promise<readonly string[]> {
  try {
    return (await readdir(stage(of))).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Moves a batch to the folder of its day, its list last; may be done again after a stop in the middle.
 * Answers the names of the files of its pages.
 */
export async function showStaged(batch: StagedBatch, day: Day): Promise<readonly string[]> {
  const folder = printFolder(batch.dataFolder, day);
  const staged = stagedFolder(batch);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const last = `${batch.name}.json`;
  const names = (await readdir(staged)).filter((name) => !name.startsWith('.') && name !== last);
  for (const name of names) await rename(join(staged, name), join(folder, name));
  await rename(join(staged, last), join(folder, last));
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
  await discardStaged(batch);
  const shown = (await readdir(folder)).filter((name) => name.startsWith(batch.name));
  return shown.filter((name) => name.endsWith('.pdf')).sort();
}

/** Of a batch that never was: its letters wait for another. */
export async function discardStaged(batch: StagedBatch): Promise<void> {
  await rm(stagedFolder(batch), { recursive: true, force: true });
  // Not while another batch is in it.
  await rmdir(stage(batch)).catch(() => undefined);
}
