import { sql } from 'kysely';
import { slices } from '../platform/bulk.ts';
import type { Debtor } from './debtor.ts';
import type { Reader } from './debtors.db.ts';
import { debtorSet } from './events.ts';

const SOUGHT_AT_ONCE = 10_000;

/**
 * Facts of each debtor that a person stated, ever: no file takes them back. Their names stand in the journal,
 * which is read instead of a second record that could disagree with it.
 */
export async function statedFacts(
  { tx, creditorId }: Reader,
  debtorIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<keyof Debtor>>> {
  const stated = new Map<string, Set<keyof Debtor>>();
  for (const slice of slices(debtorIds, SOUGHT_AT_ONCE)) {
    const { rows } = await sql<{ chain: string; payload: string }>`
      select chain, payload from journal_events
      where creditor_id = ${creditorId} and type = ${debtorSet.type} and chain = any(${[...slice]}::text[])`.execute(
      tx,
    );
    for (const { chain, payload } of rows) {
      const { created, changed } = debtorSet.schema.parse(JSON.parse(payload));
      const own = stated.get(chain) ?? new Set();
      stated.set(chain, own);
      // Whoever enters a debtor names it, which changes nothing of a debtor that was not there.
      if (created) own.add('name');
      for (const name of changed) own.add(name as keyof Debtor);
    }
  }
  return stated;
}
