import type { Tx } from '../platform/db.ts';
import { type DecidedDebtor, slicesToLookAt } from '../reminders/decisions.db.ts';
import { proposeSlice } from '../reminders/propose-slice.act.ts';
import { type DayWork, inScope } from './run-day.job.ts';

/**
 * Decides and writes down, slice by slice, so that memory stays flat and no lock is held long. While the
 * server writes one slice this process decides the next: two transactions, which have no debtor in common.
 */
export async function proposeDay(work: DayWork): Promise<void> {
  const reading = async <T>(read: (tx: Tx) => Promise<T>) =>
    await inScope(work, async ({ tx }) => await read(tx));
  const tell = async (slice: Promise<readonly DecidedDebtor[]>) => {
    for (const one of await slice) work.seen(one);
  };
  let ahead: Promise<readonly DecidedDebtor[]> | null = null;
  try {
    for await (const ids of slicesToLookAt(reading, { from: work.on, to: work.on })) {
      const before: typeof ahead = ahead;
      ahead = inScope(work, async (scope) => await proposeSlice(scope, ids));
      // A failure is told when its turn comes; meanwhile it must not end the process.
      ahead.catch(() => undefined);
      if (before !== null) await tell(before);
    }
    if (ahead !== null) await tell(ahead);
  } finally {
    await Promise.allSettled([ahead]);
  }
}
