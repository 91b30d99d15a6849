import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { asSha256, type Sha256 } from '../journal/sha256.ts';
import type { Database, Tx } from '../platform/db.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { writeFailure } from '../platform/write-failure.ts';
import { type ArchiveWriter, writeArchive } from './archive.ts';
import {
  type BackupHeader,
  type BackupManifest,
  FORMAT,
  FORMAT_VERSION,
  fileEntry,
  HEADER,
  MANIFEST,
  rowsEntry,
} from './backup-format.ts';
import { keepVault } from './documents.db.ts';
import { evidenceFiles } from './evidence-files.ts';
import { flushFolder } from './folder.ts';
import { takeSnapshot } from './instance.db.ts';
import { dumpTable, listTables, migrationsDone } from './tables.db.ts';
import { tally } from './tally.ts';

/** The answer of `relance backup`. */
export const backupAnswer = z.object({
  file: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  rows: z.int(),
  files: z.int(),
});
export type BackupAnswer = z.infer<typeof backupAnswer>;

/**
 * Writes everything into one new file: all rows of all creditors as one moment saw them, then every file of
 * evidence (files second: whatever a row names was on disk before the row). Refuses `backup_exists`,
 * `file_unwritable`. `at` is the clock's instant. The file holds what the database holds, passwords of mail
 * servers included: it is readable by its owner only.
 */
export async function backupInstance(
  database: Pick<Database, 'asOwner' | 'holdName'>,
  dataFolder: string,
  file: string,
  at: string,
): Promise<BackupAnswer | Refusal> {
  const target = resolve(file);
  // Two at once into one file would write over each other, and the later rename over the earlier.
  const release = await database.holdName(`backup ${target}`);
  try {
    return await backupAlone(database, dataFolder, target, at);
  } catch (error) {
    const refusal = unwritable(error, target);
    if (refusal === null) throw error;
    return refusal;
  } finally {
    await release();
  }
}

/** Only what concerns the backup itself: a piece of evidence that cannot be read is another fault. */
function unwritable(error: unknown, target: string): Refusal | null {
  const path = error instanceof Error && 'path' in error ? error.path : null;
  const why = path === null || String(path).startsWith(target) ? writeFailure(error) : null;
  if (why === null) return null;
  const message = `La sauvegarde ne peut pas être écrite dans ${target}\u00a0: ${why}. Donnez un autre fichier.`;
  return refuse('file_unwritable', message, { file: target });
}

async function backupAlone(
  database: Pick<Database, 'asOwner'>,
  dataFolder: string,
  target: string,
  at: string,
): Promise<BackupAnswer | Refusal> {
  if (existsSync(target)) {
    const message = `Le fichier ${target} existe déjà\u00a0: donnez un autre nom, une sauvegarde n’en remplace jamais une autre.`;
    return refuse('backup_exists', message, { file: target });
  }
  if (!existsSync(dirname(target))) {
    const message = `Le dossier ${dirname(target)} n’existe pas : créez-le ou donnez-en un autre.`;
    return refuse('file_unwritable', message, { file: target });
  }
  const partial = `${target}.partial`;
  let archive: ArchiveWriter | null = null;
  try {
    const manifest = await database.asOwner(async (tx) => {
      // A transaction that PostgreSQL has run again starts a file again.
      archive?.abandon();
      await rm(partial, { force: true });
      archive = writeArchive(partial);
      const written = await writeAll(tx, dataFolder, archive, at);
      await archive.finish();
      return written;
    });
    const sha = await hashFile(partial);
    await rename(partial, target);
    await flushFolder(dirname(target));
    const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0);
    return { file: target, bytes: (await stat(target)).size, sha256: sha, rows, files: manifest.files };
  } catch (error) {
    (archive as ArchiveWriter | null)?.abandon();
    await rm(partial, { force: true });
    throw error;
  }
}

async function writeAll(
  tx: Tx,
  dataFolder: string,
  archive: ArchiveWriter,
  at: string,
): Promise<BackupManifest> {
  await takeSnapshot(tx);
  await keepVault(tx);
  const counted = tally();
  const header: BackupHeader = {
    format: FORMAT,
    version: FORMAT_VERSION,
    madeAt: at,
    migrations: [...(await migrationsDone(tx))],
    tables: [...(await listTables(tx))],
  };
  counted.add(await archive.add(HEADER, jsonBytes(header)), HEADER);
  const rows: Record<string, number> = {};
  for (const table of header.tables) {
    rows[table.name] = 0;
    let part = 0;
    for await (const chunk of dumpTable(tx, table)) {
      part += 1;
      const name = rowsEntry(table.name, part);
      counted.add(await archive.add(name, Buffer.from(chunk.lines)), name);
      rows[table.name]! += chunk.rows;
    }
  }
  let files = 0;
  for await (const path of evidenceFiles(dataFolder)) {
    const name = fileEntry(path);
    counted.add(await addFile(archive, name, join(dataFolder, ...path)), name);
    files += 1;
  }
  const manifest: BackupManifest = { rows, files, ...counted.end() };
  await archive.add(MANIFEST, jsonBytes(manifest));
  return manifest;
}

async function addFile(archive: ArchiveWriter, name: string, path: string): Promise<Sha256> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) return await archive.add(name, new Uint8Array());
    const content = handle.createReadStream({ start: 0, end: size - 1, autoClose: false });
    return await archive.addStream(name, size, content);
  } finally {
    await handle.close();
  }
}

async function hashFile(path: string): Promise<Sha256> {
  const hash = createHash('sha256');
  const handle = await open(path, 'r');
  for await (const chunk of handle.createReadStream()) hash.update(chunk);
  return asSha256(hash.digest('hex'));
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
