import type { Day } from '../calendar/day.ts';
import type { Tx } from '../platform/db.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { loadScenarios } from '../scenarios/scenarios.db.ts';
import { decide } from './decide.ts';
import { debtorIdsAfter, loadCreditorFacts, loadFacts, SLICE } from './facts.db.ts';
import type { CreditorFacts, DebtorFacts } from './facts.ts';
import type { Decision } from './verdict.ts';

export interface DecidedDebtor {
  readonly creditor: CreditorFacts;
  readonly debtor: DebtorFacts;
  readonly scenario: Scenario;
  readonly decision: Decision;
}

/**
 * Reads the books and decides, debtor by debtor, in the order of their ids: what plan, run and why all see.
 */
export async function* decisionsOn(
  tx: Tx,
  on: Day,
  only: readonly string[] | null = null,
): AsyncGenerator<DecidedDebtor> {
  const creditor = await loadCreditorFacts(tx, on);
  const scenarios = await loadScenarios(tx);
  let after: string | null = null;
  for (;;) {
    const ids: readonly string[] = only ?? (await debtorIdsAfter(tx, after, SLICE));
    for (const debtor of await loadFacts(tx, ids, on)) {
      const scenario = scenarios(debtor.scenarioKey);
      yield { creditor, debtor, scenario, decision: decide(creditor, debtor, scenario, on) };
    }
    if (only !== null || ids.length < SLICE) return;
    after = ids.at(-1) ?? null;
  }
}
