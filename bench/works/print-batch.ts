import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { printLetters } from '../../src/delivery/print-letters.act.ts';
import { inScope } from '../../src/delivery/run-day.job.ts';
import { showBatches } from '../../src/delivery/show-batches.act.ts';
import { documentPath } from '../../src/vault/folder.ts';
import { dayWork } from '../books.ts';
import { makeTemplate, onCopy } from '../database.ts';
import { setCreditor } from '../desk.ts';
import { dueByPost, freezeAll, frozenPages } from '../letters-books.ts';
import { mergeLetters } from '../reference/merge-letters.ts';
import { timed, type Work } from '../work.ts';

const LETTERS = 1000;

export const work: Work = {
  name: 'print-batch',
  title: `print batch of ${LETTERS.toLocaleString('en')} frozen letters: looked at again, merged, listed, recorded`,
  against: 'pdf-lib: the same files loaded, their pages copied, saved by 200',
  rounds: 3,
  prepare: async (folder) =>
    await makeTemplate(folder, async (database) => {
      await setCreditor(database, folder);
      await freezeAll(await dueByPost(database, LETTERS));
    }),
  ours: async (folder) =>
    await onCopy(folder, async (database) => {
      const day = await dayWork(database, () => undefined);
      const { seconds, result } = await timed(async () => {
        const printed = await inScope(day, printLetters);
        await inScope(day, showBatches);
        return printed;
      });
      rmSync(join(database.dataFolder, 'print'), { recursive: true });
      if (result.batch?.letters !== LETTERS) throw new Error('not all printed');
      return { seconds, count: LETTERS };
    }),
  reference: async (folder) => {
    const paths = await onCopy(folder, async (database) => {
      const day = await dayWork(database, () => undefined);
      const pages = await frozenPages(day);
      return pages.map((sha) => documentPath(database.dataFolder, day.creditor.id, sha));
    });
    const into = mkdtempSync(join(folder, 'merged-'));
    const { seconds, result } = await timed(async () => await mergeLetters(paths, into));
    if (result !== LETTERS) throw new Error(`${result} pages`);
    return { seconds, count: LETTERS };
  },
  reach: [{ figure: 'ratio', most: 1.11 }],
};
