import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeCluster } from './remove-cluster.ts';
import { scratchFolder } from './scratch.ts';
import { leaveServer } from './server.ts';

const PREFIX = 'relance-tests-';

/**
 * Names the folder of the run's cluster, which the first test that needs a database starts; stops it at the
 * end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepDeadRuns();
  const folder = mkdtempSync(join(scratchFolder(), `${PREFIX}${process.pid}-`));
  project.provide('clusterFolder', folder);
  return async () => {
    await leaveServer(folder);
    await removeCluster(folder);
  };
}

/** A run that was killed could not stop its cluster: the next one does, by the pid in the folder's name. */
async function sweepDeadRuns(): Promise<void> {
  for (const name of readdirSync(scratchFolder())) {
    const match = new RegExp(`^${PREFIX}(\\d+)-`).exec(name);
    if (match && !isAlive(Number(match[1]))) await removeCluster(join(scratchFolder(), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
