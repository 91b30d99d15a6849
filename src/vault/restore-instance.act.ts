import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageFolder } from '../platform/config.ts';
import type { Database, Tx } from '../platform/db.ts';
import { type Migration, readMigrations } from '../platform/migrate.ts';
import { applyMigrations, markPlace, rebuildSchema } from '../platform/rebuild-schema.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { ArchiveDamaged } from './archive.ts';
import { type BackupHeader, type BackupManifest, FORMAT_VERSION } from './backup-format.ts';
import { flushEvidence, holdsNoEvidence, removeEvidence, writeEvidence } from './evidence-files.ts';
import { plainTexts } from './instance.db.ts';
import { type BackupPart, readBackup } from './read-backup.ts';
import { addForeignKeys, dropForeignKeys, isEmpty, loadRows } from './tables.db.ts';
import { verifyAnswer, verifySnapshot } from './verify-snapshot.act.ts';

/** The answer of `relance restore`: `verify` tells faults that the backup brought with it. */
export const restoreAnswer = z.object({
  file: z.string(),
  madeAt: z.iso.datetime(),
  rows: z.int(),
  files: z.int(),
  armed: z.literal(false),
  verify: verifyAnswer,
});
export type RestoreAnswer = z.infer<typeof restoreAnswer>;

export interface Restore {
  readonly dataFolder: string;
  readonly file: string;
  /** The clock's instant. */
  readonly at: string;
  /** Those of this program; a test brings its own. */
  readonly migrations?: readonly Migration[];
}

/**
 * Loads a backup into an empty instance, all of it or nothing, and checks counts, hashes and chains.
 * Migrations that the backup did not know run after loading. The instance is a copy from then on: it sends
 * nothing until a person adopts it. Refuses `restore_not_empty`, `backup_unreadable`, `schema_newer`. A fault
 * that the backed-up instance had already is told in `verify` and restored with the rest: a damaged memory is
 * better than none.
 */
export async function restoreInstance(
  database: Pick<Database, 'asOwner'>,
  restore: Restore,
): Promise<RestoreAnswer | Refusal> {
  const { file, dataFolder } = restore;
  if (!existsSync(file)) return unreadable(file, 'il n’existe pas');
  if (!(await holdsNoEvidence(dataFolder))) return notEmpty(dataFolder);
  try {
    return await database.asOwner(async (tx) => {
      if (!(await isEmpty(tx))) return notEmpty(dataFolder);
      await plainTexts(tx);
      return await orNothing(dataFolder, () => loadAll(tx, restore));
    });
  } catch (error) {
    if (error instanceof ArchiveDamaged)
      return unreadable(file, 'il est incomplet ou a été modifié', String(error));
    throw error;
  }
}

async function orNothing<T>(dataFolder: string, work: () => Promise<T | Refusal>): Promise<T | Refusal> {
  let kept = false;
  try {
    const answer = await work();
    kept = !isRefusal(answer);
    return answer;
  } finally {
    if (!kept) await removeEvidence(dataFolder);
  }
}

async function loadAll(tx: Tx, restore: Restore): Promise<RestoreAnswer | Refusal> {
  const { dataFolder, file, at } = restore;
  const known = restore.migrations ?? readMigrations(join(packageFolder(), 'migrations'));
  const parts = readBackup(file);
  const first = await parts.next();
  if (first.done || first.value.kind !== 'header') throw new ArchiveDamaged('no header');
  const { header } = first.value;
  const newer = newerThanProgram(header, known);
  if (newer !== null) {
    await parts.return(undefined as never);
    return newer;
  }
  const had = new Set(header.migrations);
  const place = await rebuildSchema(
    tx,
    known.filter(({ number }) => had.has(number)),
    at,
  );
  const keys = await dropForeignKeys(tx);
  const manifest = await loadParts(tx, dataFolder, parts);
  await ifTaken(addForeignKeys(tx, keys));
  await applyMigrations(
    tx,
    known.filter(({ number }) => !had.has(number)),
    at,
  );
  await markPlace(tx, place, true);
  await flushEvidence(dataFolder);
  return {
    file,
    madeAt: header.madeAt,
    rows: Object.values(manifest.rows).reduce((sum, count) => sum + count, 0),
    files: manifest.files,
    armed: false,
    verify: await verifySnapshot(tx, dataFolder),
  };
}

async function loadParts(
  tx: Tx,
  dataFolder: string,
  parts: AsyncGenerator<BackupPart, BackupManifest>,
): Promise<BackupManifest> {
  for (;;) {
    const { done, value } = await parts.next();
    if (done) return value;
    if (value.kind === 'file') await writeEvidence(dataFolder, value.path, value.content);
    if (value.kind !== 'rows') continue;
    const loaded = await ifTaken(loadRows(tx, value.table, value.lines));
    if (loaded !== value.rows)
      throw new ArchiveDamaged(`${value.table.name}: ${loaded} rows of ${value.rows}`);
  }
}

function newerThanProgram(header: BackupHeader, known: readonly Migration[]): Refusal | null {
  const numbers = new Set(known.map(({ number }) => number));
  const unknown = header.migrations.filter((number) => !numbers.has(number));
  if (header.version <= FORMAT_VERSION && unknown.length === 0) return null;
  const message =
    'Cette sauvegarde vient d’une version plus récente de Relance\u00a0: ' +
    'installez cette version ou une plus récente.';
  return refuse('schema_newer', message, { migrations: unknown });
}

function notEmpty(dataFolder: string): Refusal {
  const message =
    `Le dossier ${dataFolder} ou sa base contient déjà des données\u00a0: ` +
    'restaurez dans un dossier neuf avec --data DOSSIER.';
  return refuse('restore_not_empty', message, { dataFolder });
}

function unreadable(file: string, why: string, cause?: string): Refusal {
  const message =
    `Le fichier ${file} n’est pas une sauvegarde utilisable\u00a0: ${why}. ` +
    'Rien n’a été restauré\u00a0; prenez-en une autre copie.';
  return refuse('backup_unreadable', message, cause === undefined ? { file } : { file, cause });
}

/** Rows that the tables do not take (SQLSTATE classes 22 and 23) are the fault of the file. */
async function ifTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code)))) throw error;
    throw new ArchiveDamaged(`the tables refuse its rows: ${error.message}`, { cause: error });
  }
}
