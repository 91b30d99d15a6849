import { statSync } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FILES, FOLDERS } from './backup-format.ts';
import { flushFolder, isAbsent } from './folder.ts';

/** Every file of evidence under a data folder, as the parts of its path, in a stable order. */
export async function* evidenceFiles(dataFolder: string): AsyncGenerator<readonly string[]> {
  for (const folder of FOLDERS) yield* filesUnder(dataFolder, [folder]);
  for (const file of FILES) if (isFile(join(dataFolder, file))) yield [file];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

async function* filesUnder(dataFolder: string, path: readonly string[]): AsyncGenerator<readonly string[]> {
  const entries = await readdir(join(dataFolder, ...path), { withFileTypes: true }).catch((error) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // What a stop in the middle of a write left in the vault is no document.
    if (path[0] === 'vault' && entry.name === 'partial') continue;
    if (entry.isDirectory()) yield* filesUnder(dataFolder, [...path, entry.name]);
    if (entry.isFile()) yield [...path, entry.name];
  }
}

/** Whether no file of evidence lies there. */
export async function holdsNoEvidence(dataFolder: string): Promise<boolean> {
  for await (const _ of evidenceFiles(dataFolder)) return false;
  return true;
}

/** Writes a file from a stream, flushed to disk; an earlier try of the same restore is overwritten. */
export async function writeEvidence(
  dataFolder: string,
  path: readonly string[],
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const target = join(dataFolder, ...path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const file = await open(target, 'w', 0o600);
  await pipeline(content, file.createWriteStream({ flush: true }));
}

/** Flushes the folders of evidence, without which a power cut could take the files away again. */
export async function flushEvidence(dataFolder: string): Promise<void> {
  const folders = new Set<string>([dataFolder]);
  for await (const path of evidenceFiles(dataFolder)) {
    for (let parts = path.length - 1; parts > 0; parts -= 1) {
      folders.add(join(dataFolder, ...path.slice(0, parts)));
    }
  }
  for (const folder of folders) await flushFolder(folder);
}

/**
 * Takes away what a restore wrote before it failed. Only for a data folder that `holdsNoEvidence` was true
 * of.
 */
export async function removeEvidence(dataFolder: string): Promise<void> {
  for (const name of [...FOLDERS, ...FILES])
    await rm(join(dataFolder, name), { recursive: true, force: true });
}
