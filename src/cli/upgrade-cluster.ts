import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../desk/counted.ts';
import { systemClock } from '../platform/clock.ts';
import { config } from '../platform/config.ts';
import { addressOf, asOwnerAt, type Database, openDatabase } from '../platform/db.ts';
import { withFileLock } from '../platform/file-lock.ts';
import { seemsCopied } from '../platform/instance.ts';
import { growingFolder, needsUpgrade, olderMajor } from '../platform/older-cluster.ts';
import { attachCluster, type Cluster, homeOf, removeCluster, stopCluster } from '../platform/postgres.ts';
import { EMBEDDED_MAJOR } from '../platform/postgres-binaries.ts';
import { giveTo } from '../platform/postgres-user.ts';
import { previousEdition } from '../platform/previous-postgres.ts';
import { isRefusal, refuse } from '../platform/refusal.ts';
import { RefusedError } from '../platform/refused-error.ts';
import { beforeDeath } from '../platform/signals.ts';
import { copyRows } from '../vault/copy-rows.act.ts';
import { flushFolder } from '../vault/folder.ts';
import { verifyInstance } from '../vault/verify-instance.act.ts';

type Say = (line: string) => void;

const NEW = String(EMBEDDED_MAJOR);

/**
 * Brings data of an older PostgreSQL into ours, before anything opens them. Until the old cluster's folder
 * is renamed nothing counts, and a stop there begins anew; from then on, what a stop left is only finished.
 * Throws a RefusedError: `old_postgres_missing`, `upgrade_in_use`, `schema_newer`.
 */
export async function upgradeCluster(dataFolder: string, say: Say): Promise<void> {
  await withFileLock(join(dataFolder, 'upgrade.lock'), async () => {
    // Another command may have done it while we waited.
    if (!needsUpgrade(dataFolder)) return;
    const older = olderMajor(dataFolder);
    if (older === null) await finish(dataFolder);
    else await upgrade(dataFolder, older, say);
  });
}

async function upgrade(dataFolder: string, older: number, say: Say): Promise<void> {
  await discard(dataFolder);
  say(
    `La base de ce dossier est d’un PostgreSQL ${older}\u00a0: elle passe à PostgreSQL ${NEW}, l’ancienne est gardée…`,
  );
  const programs = join(dataFolder, `postgres-${older}`);
  const edition = previousEdition(older, programs, config().oldPostgres);
  const old = await attachCluster(dataFolder, { edition });
  const forget = beforeDeath(old.release);
  try {
    if (!(await old.claimAlone())) throw inUse(dataFolder);
    const rows = await bringAll(dataFolder, old);
    // Nobody may start the old cluster again between its end and its new name.
    const kept = await withFileLock(join(dataFolder, 'pg.lock'), async () => {
      await old.release();
      return await commit(dataFolder, older);
    });
    rmSync(programs, { recursive: true, force: true });
    const told = `${counted(rows, 'ligne recopiée', 'lignes recopiées')}, chaînes et documents vérifiés`;
    say(
      `${told}. L’ancienne base est gardée dans ${kept}\u00a0: effacez-la quand tout vous paraît en ordre.`,
    );
  } finally {
    forget();
    await old.release();
  }
}

/** All rows in a new cluster, verified; the number of rows. What was begun is taken away when it fails. */
async function bringAll(dataFolder: string, old: Cluster): Promise<number> {
  const database = await openDatabase({ dataFolder: growingFolder(dataFolder) });
  try {
    const rows = await copyAll(dataFolder, old, database);
    const after = await verifyInstance(database, dataFolder);
    const faults = (list: typeof after.problems) => list.map(({ where, code }) => `${where} ${code}`).sort();
    if (!after.valid) {
      // A memory that was damaged before is brought as it was; one that the way has damaged is not.
      const { problems } = await verifyInstance(
        { asOwner: (work) => asOwnerAt(addressOf(old), work) },
        dataFolder,
      );
      if (String(faults(problems)) !== String(faults(after.problems)))
        throw new Error('what came does not verify as the old database does: it was taken away again');
    }
    await database.close();
    return rows;
  } catch (error) {
    await database.close();
    await discard(dataFolder);
    throw error;
  }
}

async function copyAll(dataFolder: string, old: Cluster, database: Database): Promise<number> {
  const isCopy = await asOwnerAt(addressOf(old), async (tx) => await seemsCopied(tx, dataFolder));
  const rows = await asOwnerAt(addressOf(old), async (from) => {
    return await database.asOwner(async (to) => await copyRows(from, to, { at: systemClock.now(), isCopy }));
  });
  if (isRefusal(rows)) throw new RefusedError(rows);
  return rows;
}

/** The old folder's new name decides; answers it. */
async function commit(dataFolder: string, older: number): Promise<string> {
  const home = homeOf(dataFolder);
  let kept = join(home, `${older}.kept`);
  for (let count = 2; existsSync(kept); count += 1) kept = join(home, `${older}.kept-${count}`);
  renameSync(join(home, String(older)), kept);
  await flushFolder(home);
  await finish(dataFolder);
  return kept;
}

/** Puts the new cluster and its marker in their places; done again after a stop, it does what is left. */
async function finish(dataFolder: string): Promise<void> {
  const folder = growingFolder(dataFolder);
  if (!existsSync(folder)) return;
  await stopCluster(folder);
  const home = homeOf(dataFolder);
  const grown = join(homeOf(folder), NEW);
  if (existsSync(grown)) {
    giveTo(grown, statSync(home));
    renameSync(grown, join(home, NEW));
    await flushFolder(home);
  }
  const marker = join(folder, 'instance.json');
  if (existsSync(marker)) {
    renameSync(marker, join(dataFolder, 'instance.json'));
    await flushFolder(dataFolder);
  }
  await discard(dataFolder);
}

async function discard(dataFolder: string): Promise<void> {
  const folder = growingFolder(dataFolder);
  if (!existsSync(folder)) return;
  await removeCluster(folder);
  rmSync(folder, { recursive: true, force: true });
}

function inUse(dataFolder: string): RefusedError {
  const message = `Un autre Relance se sert de ${dataFolder}, dont la base doit être mise à niveau\u00a0: arrêtez-le, puis recommencez. Rien n’a été touché.`;
  return new RefusedError(refuse('upgrade_in_use', message, { dataFolder }));
}
