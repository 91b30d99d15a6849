import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import type { Reader } from './payments.db.ts';

/** The last day, included, up to which the money received is known; null when nobody ever said. */
export async function coveredUntil({ tx, creditorId }: Reader): Promise<Day | null> {
  const row = await tx
    .selectFrom('bank_coverage')
    .select(({ fn }) => fn.max('covered_until').as('until'))
    .where('creditor_id', '=', creditorId)
    .executeTakeFirst();
  return (row?.until as Day | null | undefined) ?? null;
}

export async function insertCoverage(
  scope: Scope,
  until: Day,
  source: 'confirmed' | 'payments-import',
): Promise<void> {
  await scope.tx
    .insertInto('bank_coverage')
    .values({
      creditor_id: scope.creditorId,
      id: scope.newId(),
      covered_until: until,
      source,
      said_by: scope.actor,
      said_on: scope.on,
    })
    .execute();
}
