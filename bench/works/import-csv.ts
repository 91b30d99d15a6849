import { join } from 'node:path';
import { listCreditors } from '../../src/creditors/creditor-names.db.ts';
import { makeTemplate, onCopy } from '../database.ts';
import { command, setCreditor } from '../desk.ts';
import { writeInvoicesFile } from '../invoices-file.ts';
import { copyCsv } from '../reference/copy-csv.ts';
import { timed, type Work } from '../work.ts';

const LINES = 200_000;
const DEBTORS = 20_000;

export const work: Work = {
  name: 'import-csv',
  title: 'import of a CSV of 200,000 invoices of 20,000 new customers',
  against: 'csv-parse, COPY, then INSERT … SELECT into the same tables',
  rounds: 3,
  prepare: async (folder) => {
    await makeTemplate(folder, async (database) => await setCreditor(database, folder));
    await writeInvoicesFile(fileOf(folder), LINES, DEBTORS);
  },
  ours: async (folder) =>
    await onCopy(folder, async (database) => {
      const first = await timed(async () => await importOnce(folder, database, { created: LINES }));
      const again = await timed(async () => await importOnce(folder, database, { unchanged: LINES }));
      const figures = { seconds_again: again.seconds, again_ratio: again.seconds / first.seconds };
      return { seconds: first.seconds, count: LINES, figures };
    }),
  reference: async (folder) =>
    await onCopy(folder, async (database) => {
      const [creditor] = await listCreditors(database);
      const { seconds, result } = await timed(
        async () => await copyCsv(fileOf(folder), database.direct, creditor!.id),
      );
      if (result !== LINES) throw new Error(`${result} lines came in`);
      return { seconds, count: LINES };
    }),
  reach: [
    { figure: 'ratio', most: 4 },
    { figure: 'rss_mb', most: 450 },
    { figure: 'again_ratio', most: 1 },
  ],
};

function fileOf(folder: string): string {
  return join(folder, 'factures.csv');
}

/** The command as typed; a file not taken as it should be would make a flattering figure. */
async function importOnce(
  folder: string,
  database: Parameters<typeof command>[0],
  expected: { readonly created?: number; readonly unchanged?: number },
): Promise<void> {
  const { files } = (await command(database, 'import', fileOf(folder))) as { files: [Imported] };
  const [{ created, unchanged, defects }] = files;
  const { created: made = 0, unchanged: same = 0 } = expected;
  if (created.invoices !== made || unchanged !== same || defects.length > 0) {
    throw new Error(`${created.invoices} created, ${unchanged} unchanged, ${defects.length} defects`);
  }
}

interface Imported {
  readonly created: { readonly invoices: number };
  readonly unchanged: number;
  readonly defects: readonly unknown[];
}
