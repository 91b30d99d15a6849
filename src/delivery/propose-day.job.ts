import type { Tx } from '../platform/db.ts';
import { slicesToLookAt } from '../reminders/decisions.db.ts';
import { proposeSlice } from '../reminders/propose-slice.act.ts';
import { type DayWork, inScope } from './run-day.job.ts';

/** Slice by slice, so that memory stays flat and no lock is held long. */
export async function proposeDay(work: DayWork): Promise<void> {
  const reading = async <T>(read: (tx: Tx) => Promise<T>) =>
    await inScope(work, async ({ tx }) => await read(tx));
  for await (const ids of slicesToLookAt(reading, { from: work.on, to: work.on })) {
    const decided = await inScope(work, async (scope) => await proposeSlice(scope, ids));
    for (const one of decided) work.seen(one);
  }
}
