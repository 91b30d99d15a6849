import { debtorIdsAfter, SLICE } from '../reminders/facts.db.ts';
import { proposeSlice } from '../reminders/propose-slice.act.ts';
import { type DayWork, inScope } from './run-day.job.ts';

/** Slice by slice, so that memory stays flat and no lock is held long. */
export async function proposeDay(work: DayWork): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const from: string | null = after;
    const { slice, decided } = await inScope(work, async (scope) => {
      const ids = await debtorIdsAfter(scope.tx, from, SLICE);
      return { slice: ids, decided: await proposeSlice(scope, ids) };
    });
    for (const one of decided) work.seen(one);
    if (slice.length < SLICE) return;
    after = slice.at(-1) ?? null;
  }
}
