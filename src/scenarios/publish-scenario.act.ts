import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { sha256 } from '../journal/sha256.ts';
import { scenarioPublished } from './events.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioFile } from './scenario-file.ts';
import { insertVersion, newestVersion } from './scenarios.db.ts';

/**
 * Publishes a version of a procedure; the same content again is no new version. Items carry on by their
 * step's key.
 */
export async function publishScenario(
  scope: Scope,
  file: ScenarioFile,
): Promise<{ readonly scenario: Scenario; readonly changed: boolean }> {
  await lockChains(scope, [CREDITOR_CHAIN]);
  const before = await newestVersion(scope.tx, file.key);
  const content = JSON.stringify(file.steps);
  if (before && JSON.stringify(before.steps) === content) return { scenario: before, changed: false };
  const scenario: Scenario = { key: file.key, version: (before?.version ?? 0) + 1, steps: file.steps };
  const body = JSON.stringify(scenario);
  const hash = sha256(body);
  await insertVersion(scope, scenario, body, hash);
  await append(scope, CREDITOR_CHAIN, scenarioPublished, {
    scenario: scenario.key,
    version: scenario.version,
    sha256: hash,
  });
  return { scenario, changed: true };
}
