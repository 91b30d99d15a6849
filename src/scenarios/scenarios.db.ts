import type { Scope } from '../journal/scope.ts';
import { hashBytes, type Sha256 } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';
import { DEFAULT_SCENARIO, type Scenario } from './scenario.ts';

/** The newest version of each scenario of the creditor. */
export async function newestScenarios(tx: Tx): Promise<Scenario[]> {
  const rows = await tx
    .selectFrom('scenario_versions')
    .select(['key', 'body'])
    .distinctOn('key')
    .orderBy('key')
    .orderBy('version', 'desc')
    .execute();
  return rows.map((row) => JSON.parse(row.body) as Scenario);
}

/** The procedure of a debtor: the one chosen for it, else the creditor's own `default`, else the house's. */
export async function loadScenarios(tx: Tx): Promise<(key: string | null) => Scenario> {
  const known = new Map((await newestScenarios(tx)).map((scenario) => [scenario.key, scenario]));
  const fallback = known.get(DEFAULT_SCENARIO.key) ?? DEFAULT_SCENARIO;
  return (key) => (key === null ? fallback : (known.get(key) ?? fallback));
}

export async function newestVersion(tx: Tx, key: string): Promise<Scenario | null> {
  return (await newestScenarios(tx)).find((scenario) => scenario.key === key) ?? null;
}

export async function insertVersion(
  scope: Scope,
  scenario: Scenario,
  body: string,
  hash: Sha256,
): Promise<void> {
  await scope.tx
    .insertInto('scenario_versions')
    .values({
      creditor_id: scope.creditorId,
      key: scenario.key,
      version: scenario.version,
      sha256: hashBytes(hash),
      body,
      published_on: scope.on,
    })
    .execute();
}
