import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stopCluster } from '../../src/platform/postgres.ts';

/** Stops the cluster of a folder and removes the folder, with what was staged elsewhere for it. */
export async function removeCluster(folder: string): Promise<void> {
  await stopCluster(folder);
  const state = join(folder, 'pg.json');
  if (existsSync(state)) {
    const { way, home } = JSON.parse(readFileSync(state, 'utf8'));
    if (way === 'staged') rmSync(dirname(home), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}
