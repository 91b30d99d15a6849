import type { z } from 'zod';
import { sha256 } from '../journal/sha256.ts';
import { ArchiveDamaged, type ArchiveEntry, hashed, readArchive } from './archive.ts';
import {
  type BackupHeader,
  type BackupManifest,
  backupHeader,
  backupManifest,
  HEADER,
  MANIFEST,
  pathOfEntry,
  type TableHeader,
  tableOfEntry,
} from './backup-format.ts';
import { type Tally, tally } from './tally.ts';

export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'rows'; readonly table: TableHeader; readonly lines: string; readonly rows: number }
  | { readonly kind: 'file'; readonly path: readonly string[]; readonly content: AsyncIterable<Uint8Array> };

/**
 * Rows come in entries of some megabytes; one far beyond is no backup of ours but an attempt to fill the
 * memory.
 */
const MAX_ENTRY_BYTES = 256_000_000;

/**
 * The parts of a backup in their order, the header first; its manifest when all of them were read and added
 * up. A file's content must be read to its end before the next part. Throws ArchiveDamaged on the first thing
 * that does not hold.
 */
export async function* readBackup(path: string): AsyncGenerator<BackupPart, BackupManifest> {
  const counted = tally();
  const rows: Record<string, number> = {};
  let files = 0;
  let header: BackupHeader | null = null;
  let manifest: BackupManifest | null = null;
  for await (const entry of readArchive(path)) {
    if (manifest !== null) throw new ArchiveDamaged(`${entry.name} stands after the manifest`);
    if (header === null) {
      if (entry.name !== HEADER) throw new ArchiveDamaged(`${entry.name} stands before ${HEADER}`);
      header = parseJson(backupHeader, await readText(entry, counted), HEADER);
      for (const table of header.tables) rows[table.name] = 0;
      yield { kind: 'header', header };
    } else if (entry.name === MANIFEST) {
      manifest = parseJson(backupManifest, await readText(entry, null), MANIFEST);
    } else if (tableOfEntry(entry.name) !== null) {
      const part = await readRows(entry, header, counted);
      rows[part.table.name]! += part.rows;
      yield part;
    } else {
      yield* readFile(entry, counted);
      files += 1;
    }
  }
  if (manifest === null) throw new ArchiveDamaged('the manifest is missing: the file was cut short');
  checkSums({ rows, files, ...counted.end() }, manifest);
  return manifest;
}

async function readRows(entry: ArchiveEntry, header: BackupHeader, counted: Tally) {
  const table = header.tables.find(({ name }) => name === tableOfEntry(entry.name));
  if (table === undefined) throw new ArchiveDamaged(`${entry.name} belongs to no table of ${HEADER}`);
  const lines = await readText(entry, counted);
  return { kind: 'rows', table, lines, rows: lines.split('\n').length - 1 } as const;
}

async function* readFile(entry: ArchiveEntry, counted: Tally): AsyncGenerator<BackupPart> {
  const path = pathOfEntry(entry.name);
  if (path === null) throw new ArchiveDamaged(`${entry.name} is no place for a file`);
  const passing = hashed(entry.content);
  yield { kind: 'file', path, content: passing.content };
  counted.add(passing.result(), entry.name);
}

async function readText(entry: ArchiveEntry, counted: Tally | null): Promise<string> {
  if (entry.bytes > MAX_ENTRY_BYTES) throw new ArchiveDamaged(`${entry.name} is too large: ${entry.bytes}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry.content) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  counted?.add(sha256(bytes), entry.name);
  return bytes.toString('utf8');
}

function parseJson<T>(schema: z.ZodType<T>, text: string, name: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new ArchiveDamaged(`${name} is not what it should be`, { cause: error });
  }
}

function checkSums(read: BackupManifest, said: BackupManifest): void {
  for (const [table, rows] of Object.entries(read.rows)) {
    if (said.rows[table] !== rows)
      throw new ArchiveDamaged(`${table}: ${rows} rows instead of ${said.rows[table]}`);
  }
  if (read.files !== said.files) throw new ArchiveDamaged(`${read.files} files instead of ${said.files}`);
  if (read.entries !== said.entries || read.digest !== said.digest) {
    throw new ArchiveDamaged('the hashes of the entries do not add up to that of the manifest');
  }
}
