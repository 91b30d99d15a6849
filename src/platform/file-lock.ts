import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process holds the lock of `file`.
 *
 * Node has no flock. An exclusive SQLite transaction on an empty file is the same kernel lock, on Linux and
 * macOS: a process that dies loses it, so there is no stale lock to guess about, as there is with a file
 * holding a pid.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    while (!acquired(lock)) await sleep(15);
    return await work();
  } finally {
    lock.close();
  }
}

function acquired(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin exclusive');
    return true;
  } catch (error) {
    // 5 is SQLITE_BUSY: somebody else is at it.
    if (error instanceof Error && 'errcode' in error && error.errcode === 5) return false;
    throw error;
  }
}
