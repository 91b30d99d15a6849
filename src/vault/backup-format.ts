import { z } from 'zod';
import type { Sha256 } from '../journal/sha256.ts';
import { RATES_FILE } from '../platform/rates-file.ts';

/** docs/backup.md describes the format for people and for other programs. */
export const FORMAT = 'relance-backup';
/** 2: a backup may hold the entered rates, which a program that knows only version 1 has no place for. */
export const FORMAT_VERSION = 2;

export const HEADER = 'relance.json';
export const MANIFEST = 'manifest.json';

/**
 * The folders of a data folder that are part of the evidence; the rest is the database or can be made again.
 */
export const FOLDERS = ['vault', 'mailbox', 'print'] as const;
/** The files that lie beside them. */
export const FILES = [RATES_FILE] as const;

const tableHeader = z.object({
  name: z.string().regex(/^[a-z_]+\.[a-z_0-9]+$/),
  columns: z.array(z.string()),
});

/** First entry: what is needed to read the rest. */
export const backupHeader = z.object({
  format: z.literal(FORMAT),
  version: z.int().positive(),
  madeAt: z.iso.datetime(),
  /** The numbers of the migrations that the database had. */
  migrations: z.array(z.int().positive()).min(1),
  tables: z.array(tableHeader),
});
export type BackupHeader = z.infer<typeof backupHeader>;
export type TableHeader = z.infer<typeof tableHeader>;

/** Last entry: what all the others must add up to; its absence means that the file was cut short. */
export const backupManifest = z.object({
  rows: z.record(z.string(), z.int().nonnegative()),
  files: z.int().nonnegative(),
  entries: z.int().positive(),
  /** SHA-256 of one line per entry in their order: hash, two spaces, name, LF, as `sha256sum` prints them. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupManifest = z.infer<typeof backupManifest>;

export function entryLine(sha: Sha256, name: string): string {
  return `${sha}  ${name}\n`;
}

export function rowsEntry(table: string, part: number): string {
  return `tables/${table}/${String(part).padStart(6, '0')}.ndjson`;
}

/** The table of an entry of rows; null when it holds something else. */
export function tableOfEntry(name: string): string | null {
  return /^tables\/([^/]+)\/\d{6,}\.ndjson$/.exec(name)?.[1] ?? null;
}

export function fileEntry(path: readonly string[]): string {
  return ['files', ...path].join('/');
}

/**
 * The place of a file's entry under the data folder; null when it would lie outside the folders and files of
 * evidence. A backup comes from outside: its names are not trusted.
 */
export function pathOfEntry(name: string): readonly string[] | null {
  const [root, ...path] = name.split('/');
  if (root !== 'files') return null;
  if (path.length < 2) return (FILES as readonly string[]).includes(path[0] ?? '') ? path : null;
  if (!(FOLDERS as readonly string[]).includes(path[0]!)) return null;
  const isPlain = (part: string) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part);
  return path.every(isPlain) ? path : null;
}
