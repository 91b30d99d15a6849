import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { majorsIn } from './clusters.ts';
import { homeOf } from './postgres.ts';
import { EMBEDDED_MAJOR } from './postgres-binaries.ts';

/** Where the cluster of this version grows while data are upgraded: a data folder that nobody else opens. */
export function growingFolder(dataFolder: string): string {
  return join(dataFolder, `upgrade-${EMBEDDED_MAJOR}`);
}

/** The older major version whose data a folder has and ours has not; null: nothing to upgrade. */
export function olderMajor(dataFolder: string): number | null {
  const newest = majorsIn(homeOf(dataFolder)).at(-1);
  return newest === undefined || newest >= EMBEDDED_MAJOR ? null : newest;
}

/** Whether data of an older PostgreSQL are to be brought into ours, or somebody was stopped doing it. */
export function needsUpgrade(dataFolder: string): boolean {
  return existsSync(dataFolder) && (existsSync(growingFolder(dataFolder)) || olderMajor(dataFolder) !== null);
}
