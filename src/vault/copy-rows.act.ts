import { join } from 'node:path';
import { packageFolder } from '../platform/config.ts';
import type { Tx } from '../platform/db.ts';
import { readMigrations } from '../platform/migrate.ts';
import { applyMigrations, markPlace, rebuildSchema } from '../platform/rebuild-schema.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { plainTexts, takeSnapshot } from './instance.db.ts';
import {
  addForeignKeys,
  dropForeignKeys,
  dumpTable,
  listTables,
  loadRows,
  migrationsDone,
} from './tables.db.ts';

/**
 * Brings every row of one database into another, empty one, as a backup and its restore would, without the
 * file between them: texts of values, one table after the other, foreign keys checked at the end, later
 * migrations over the rows. `isCopy` is what the other then says of itself. Answers how many rows came.
 * Refuses `schema_newer`. `at` is the clock's instant.
 */
export async function copyRows(
  from: Tx,
  to: Tx,
  { at, isCopy }: { readonly at: string; readonly isCopy: boolean },
): Promise<number | Refusal> {
  await takeSnapshot(from);
  await plainTexts(to);
  const known = readMigrations(join(packageFolder(), 'migrations'));
  const had = new Set(await migrationsDone(from));
  const unknown = [...had].filter((number) => !known.some((one) => one.number === number));
  if (unknown.length > 0) {
    const message =
      'Une version plus récente de Relance a mis cette base à niveau\u00a0: installez cette version ou une suivante.';
    return refuse('schema_newer', message, { migrations: unknown });
  }
  const place = await rebuildSchema(
    to,
    known.filter(({ number }) => had.has(number)),
    at,
  );
  const keys = await dropForeignKeys(to);
  let rows = 0;
  for (const table of await listTables(from)) {
    for await (const chunk of dumpTable(from, table)) {
      const loaded = await loadRows(to, table, chunk.lines);
      if (loaded !== chunk.rows) throw new Error(`${table.name}: ${loaded} rows of ${chunk.rows} came`);
      rows += loaded;
    }
  }
  await addForeignKeys(to, keys);
  await applyMigrations(
    to,
    known.filter(({ number }) => !had.has(number)),
    at,
  );
  await markPlace(to, place, isCopy);
  return rows;
}
