import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { dayWork } from '../books.ts';
import { makeTemplate, onCopy } from '../database.ts';
import { setCreditor } from '../desk.ts';
import { dueByPost, freezeAll } from '../letters-books.ts';
import { timed, type Work } from '../work.ts';

const LETTERS = 5000;
const EARLY = 500;

export const work: Work = {
  name: 'letters-memory',
  title: `approve and freeze ${LETTERS.toLocaleString('en')} letters: memory of the command and of its children`,
  against: null,
  rounds: 1,
  prepare: async (folder) =>
    await makeTemplate(folder, async (database) => {
      await setCreditor(database, folder);
      await dueByPost(database, LETTERS);
    }),
  ours: async (folder) =>
    await onCopy(folder, async (database) => {
      const day = await dayWork(database, () => undefined);
      // A letter takes one id: what was given out tells how far it is.
      let letters = 0;
      const newId = () => {
        letters += 1;
        return day.newId();
      };
      const most = { early: 0, late: 0 };
      const over = new AbortController();
      const watching = watch(over.signal, (mb) => {
        const when = letters <= EARLY ? 'early' : 'late';
        most[when] = Math.max(most[when], mb);
      });
      const { seconds } = await timed(async () => await freezeAll({ ...day, newId }));
      over.abort();
      await watching;
      const figures = { early_mb: most.early, late_mb: most.late, flat_ratio: most.late / most.early };
      return { seconds, count: LETTERS, figures };
    }),
  reference: null,
  reach: [{ figure: 'flat_ratio', most: 1.15 }],
};

async function watch(over: AbortSignal, told: (mb: number) => void): Promise<void> {
  while (!over.aborted) {
    told(familyMb());
    await wait(200, undefined, { signal: over }).catch(() => undefined);
  }
}

/** Resident memory of this process and of the Node processes that it started; Linux tells it in /proc. */
function familyMb(): number {
  let bytes = process.memoryUsage().rss;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const isChild = Number(fields[1]) === process.pid && stat.includes('(node)');
      if (isChild)
        bytes += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
    } catch {
      // It ended while we looked.
    }
  }
  return bytes / 1024 ** 2;
}
