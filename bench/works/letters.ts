import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayWork } from '../books.ts';
import { makeTemplate, onCopy } from '../database.ts';
import { setCreditor } from '../desk.ts';
import { dueByPost, freezeAll, frozenPages, inputsOf, keepInputs, keptLetters } from '../letters-books.ts';
import { drawLetters } from '../reference/draw-letters.ts';
import { timed, type Work } from '../work.ts';

const LETTERS = 500;

export const work: Work = {
  name: 'letters',
  title: `approve and freeze ${LETTERS} letters of one page, one PDF each, database on`,
  against: 'bare Typst: compile, PDF, SHA-256, one process',
  rounds: 3,
  prepare: async (folder) =>
    await makeTemplate(folder, async (database) => {
      await setCreditor(database, folder);
      const due = await dueByPost(database, LETTERS);
      keepInputs(folder, await inputsOf(due));
    }),
  ours: async (folder) =>
    await onCopy(folder, async (database) => {
      // Bytes that lie in the vault already are not written again: each round finds it empty.
      rmSync(join(database.dataFolder, 'vault'), { recursive: true, force: true });
      const day = await dayWork(database, () => undefined);
      const { seconds } = await timed(async () => await freezeAll(day));
      // The very pages that the reference drew, or a speed would say nothing.
      if ((await frozenPages(day)).join() !== readFileSync(pagesOf(folder), 'utf8'))
        throw new Error('other pages');
      return { seconds, count: LETTERS };
    }),
  reference: async (folder) => {
    const letters = keptLetters(folder);
    const { seconds, result } = await timed(async () => await drawLetters(letters));
    writeFileSync(pagesOf(folder), result.toSorted().join());
    return { seconds, count: LETTERS };
  },
  reach: [{ figure: 'ratio', most: 0.714 }],
};

function pagesOf(folder: string): string {
  return join(folder, 'pages.txt');
}
