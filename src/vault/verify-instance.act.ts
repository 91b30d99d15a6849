import type { Database } from '../platform/db.ts';
import { takeSnapshot } from './instance.db.ts';
import { type VerifyAnswer, verifySnapshot } from './verify-snapshot.act.ts';

/**
 * Recomputes every chain, seal, kept value and document of every creditor of a data folder. Reads one
 * snapshot: what is written meanwhile disturbs nothing and is not checked.
 */
export async function verifyInstance(
  database: Pick<Database, 'asOwner'>,
  dataFolder: string,
): Promise<VerifyAnswer> {
  return await database.asOwner(async (tx) => {
    await takeSnapshot(tx);
    return await verifySnapshot(tx, dataFolder);
  });
}
