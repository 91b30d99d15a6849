import type { Day } from '../calendar/day.ts';
import { slices } from '../platform/bulk.ts';
import type { Instalment } from './invoice.ts';
import type { Reader } from './invoices.db.ts';

const SET_AT_ONCE = 20_000;

/** Lets everything that an import made be chased from a day on, late items from the step of `lateStart`. */
export async function releaseImported(
  { tx, creditorId }: Reader,
  importId: string,
  on: Day,
  lateStart: Instalment['lateStart'],
): Promise<void> {
  await tx
    .updateTable('instalments')
    .set({ released_on: on, late_start: lateStart })
    .where('creditor_id', '=', creditorId)
    .where('import_id', '=', importId)
    .where('released_on', 'is', null)
    .execute();
}

/** Lets instalments be chased from a day on, late ones from the step that `lateStart` gives. */
export async function releaseItems(
  { tx, creditorId }: Reader,
  ids: readonly string[],
  on: Day,
  lateStart: Instalment['lateStart'],
): Promise<void> {
  for (const slice of slices(ids, SET_AT_ONCE)) {
    await tx
      .updateTable('instalments')
      .set({ released_on: on, late_start: lateStart })
      .where('creditor_id', '=', creditorId)
      .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...slice]))))
      .execute();
  }
}
