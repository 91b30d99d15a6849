import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import { sqlDate } from '../platform/sql-values.ts';
import type { Reader } from './holds.db.ts';

/** The four facts that suspend, where each is kept and by which column it ends. */
export const HOLD_KINDS = {
  promise: { table: 'promises', began: 'made_on', ended: 'cancelled_on', short: 'prm' },
  dispute: { table: 'disputes', began: 'opened_on', ended: 'closed_on', short: 'dsp' },
  pause: { table: 'pauses', began: 'opened_on', ended: 'lifted_on', short: 'hld' },
  plan: { table: 'payment_plans', began: 'agreed_on', ended: 'cancelled_on', short: 'pln' },
} as const;
export type HoldKind = keyof typeof HOLD_KINDS;

export interface HoldRow {
  readonly id: string;
  readonly debtorId: string;
  readonly beganOn: Day;
  readonly endedOn: Day | null;
}

export async function holdById(
  { tx, creditorId }: Reader,
  kind: HoldKind,
  id: string,
): Promise<HoldRow | null> {
  const { table, began, ended } = HOLD_KINDS[kind];
  const { rows } = await sql<HoldRow>`
    select id, debtor_id as "debtorId", ${sql.ref(began)} as "beganOn", ${sql.ref(ended)} as "endedOn"
    from ${sql.table(table)} where creditor_id = ${creditorId} and id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

export async function markEnded(
  { tx, creditorId }: Reader,
  kind: HoldKind,
  id: string,
  on: Day,
): Promise<void> {
  const { table, ended } = HOLD_KINDS[kind];
  await sql`
    update ${sql.table(table)} set ${sql.ref(ended)} = ${sqlDate(on)}
    where creditor_id = ${creditorId} and id = ${id}`.execute(tx);
}
