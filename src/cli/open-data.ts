import { type Database, openDatabase } from '../platform/db.ts';
import { needsUpgrade } from '../platform/older-cluster.ts';

/**
 * Opens the database of a data folder, or that of `url`, once the data of an older PostgreSQL were brought
 * into ours; `say` tells that it takes a while.
 */
export async function openData(
  dataFolder: string,
  url: string | null,
  say: (line: string) => void,
): Promise<Database> {
  if (url === null && needsUpgrade(dataFolder)) {
    const { upgradeCluster } = await import('./upgrade-cluster.ts');
    await upgradeCluster(dataFolder, say);
  }
  return await openDatabase({ dataFolder, url });
}
