import type { Day } from '../calendar/day.ts';
import { slices } from '../platform/bulk.ts';
import type { Tx } from '../platform/db.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { loadScenarios } from '../scenarios/scenarios.db.ts';
import { decide } from './decide.ts';
import { loadCreditorFacts, loadFacts, SLICE } from './facts.db.ts';
import type { CreditorFacts, DebtorFacts } from './facts.ts';
import type { Decision } from './verdict.ts';
import { debtorsToLookAt } from './watch.db.ts';

export interface DecidedDebtor {
  readonly creditor: CreditorFacts;
  readonly debtor: DebtorFacts;
  readonly scenario: Scenario;
  readonly decision: Decision;
}

/** Ids found at once of the debtors to look at: they are walked in slices, and found again once a page. */
const PAGE = 100_000;

/**
 * The debtors that a decision of one of these days may have something to say of, in slices, in the order of
 * their ids: pages that no change between them can skip.
 */
export async function* slicesToLookAt(
  tx: <T>(read: (tx: Tx) => Promise<T>) => Promise<T>,
  days: { readonly from: Day; readonly to: Day },
): AsyncGenerator<readonly string[]> {
  let after: string | null = null;
  for (;;) {
    const from: string | null = after;
    const page: readonly string[] = await tx(async (read) => await debtorsToLookAt(read, days, from, PAGE));
    yield* slices(page, SLICE);
    if (page.length < PAGE) return;
    after = page.at(-1) ?? null;
  }
}

/**
 * Reads the books and decides, in the order of the debtors' ids: what plan, run and why all see. Without
 * `only` it leaves out the debtors of whom no day up to `until` has anything to say.
 */
export async function* decidedSlices(
  tx: Tx,
  on: Day,
  only: readonly string[] | null = null,
  until: Day = on,
): AsyncGenerator<readonly DecidedDebtor[]> {
  const creditor = await loadCreditorFacts(tx, on);
  const scenarios = await loadScenarios(tx);
  const days = { from: on, to: until };
  const found = only === null ? slicesToLookAt(async (read) => await read(tx), days) : [only];
  for await (const ids of found) {
    yield (await loadFacts(tx, ids, on)).map((debtor) => {
      const scenario = scenarios(debtor.scenarioKey);
      return { creditor, debtor, scenario, decision: decide(creditor, debtor, scenario, on) };
    });
  }
}

/** The same of some debtors, one by one. */
export async function* decisionsOn(tx: Tx, on: Day, only: readonly string[]): AsyncGenerator<DecidedDebtor> {
  for await (const slice of decidedSlices(tx, on, only)) yield* slice;
}
