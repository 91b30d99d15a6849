import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSha256, type Sha256 } from '../journal/sha256.ts';

/** DATA/vault/<creditor>/<first two digits>/<hash>: at most 256 folders a creditor, and no name to choose. */
export function documentPath(dataFolder: string, creditorId: string, sha: Sha256): string {
  return join(creditorFolder(dataFolder, creditorId), sha.slice(0, 2), sha);
}

export function creditorFolder(dataFolder: string, creditorId: string): string {
  return join(dataFolder, 'vault', creditorId);
}

/**
 * Puts the bytes in their place so that a power cut after this call loses nothing: file flushed under another
 * name, renamed, then its folder flushed. Bytes that are already there are left, their date is renewed so
 * that the sweep of orphans spares them.
 */
export async function writeDocument(path: string, bytes: Uint8Array, at: number): Promise<void> {
  if (await renewed(path, at)) return;
  const folder = dirname(path);
  const partial = join(dirname(folder), 'partial');
  await makeFolder(folder);
  await makeFolder(partial);
  const temporary = join(partial, randomUUID());
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.utimes(at / 1000, at / 1000);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await flushFolder(folder);
}

/** The bytes under a name, or null when there is no such file. */
export async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Whether it was there to be removed. */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
  await flushFolder(dirname(path));
  return true;
}

/** The documents of a creditor that lie on disk, in the order of their names. */
export async function* documentsOnDisk(dataFolder: string, creditorId: string): AsyncGenerator<Sha256> {
  const root = creditorFolder(dataFolder, creditorId);
  for (const prefix of await namesIn(root)) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
    for (const name of await namesIn(join(root, prefix))) {
      if (isSha256(name) && name.startsWith(prefix)) yield name;
    }
  }
}

/** What a stop in the middle of a write left behind, older than `before` (milliseconds since 1970). */
export async function removePartialFiles(folder: string, before: number): Promise<number> {
  let removed = 0;
  const partial = join(folder, 'partial');
  for (const name of await namesIn(partial)) {
    const modified = await modifiedAt(join(partial, name));
    if (modified === null || modified >= before) continue;
    await rm(join(partial, name), { force: true });
    removed += 1;
  }
  return removed;
}

/** Milliseconds since 1970, null when there is no such file. */
export async function modifiedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

async function renewed(path: string, at: number): Promise<boolean> {
  try {
    await utimes(path, at / 1000, at / 1000);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  // A new folder is a line in the one above: without this flush the file could outlive its own folder's name.
  for (let made = folder; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
}

export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
