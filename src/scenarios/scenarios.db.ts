import type { Tx } from '../platform/db.ts';
import { DEFAULT_SCENARIO, type Scenario } from './scenario.ts';

/** The newest version of each scenario of the creditor; the house's own where the creditor has none. */
export async function loadScenarios(tx: Tx): Promise<(key: string | null) => Scenario> {
  const rows = await tx
    .selectFrom('scenario_versions')
    .select(['key', 'version', 'body'])
    .distinctOn('key')
    .orderBy('key')
    .orderBy('version', 'desc')
    .execute();
  const known = new Map(rows.map((row) => [row.key, JSON.parse(row.body) as Scenario]));
  const fallback = known.get(DEFAULT_SCENARIO.key) ?? DEFAULT_SCENARIO;
  return (key) => (key === null ? fallback : (known.get(key) ?? fallback));
}
