import type { Scope } from '../journal/scope.ts';
import { slices } from '../platform/bulk.ts';
import { type DecidedDebtor, decidedSlices } from '../reminders/decisions.db.ts';
import { SLICE } from '../reminders/facts.db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalsById } from '../reminders/proposals.db.ts';
import { letterObstacle, obstacleTo } from '../reminders/recheck.ts';
import type { LetterToPrint } from './print-batches.db.ts';

/** Nothing speaks against the letter but the day (a week-end, the gap): approved, it is printed later. */
export const ANOTHER_DAY = 'another-day';

/**
 * Why each of these leading letters must not be printed today, by the books of the day; null: it may. The
 * facts are read once for all, so no two are of one debtor: a letter withdrawn may change what is to be said
 * of the next.
 */
export async function recheckLetters(
  scope: Scope,
  letters: readonly LetterToPrint[],
): Promise<readonly (string | null)[]> {
  const ids = letters.map(({ proposalId }) => proposalId);
  const proposals = new Map((await proposalsById(scope.tx, ids)).map((proposal) => [proposal.id, proposal]));
  const because: (string | null)[] = [];
  for (const some of slices(letters, SLICE)) {
    const decided = new Map<string, DecidedDebtor>();
    const debtorIds = some.map(({ debtorId }) => debtorId);
    for await (const slice of decidedSlices(scope.tx, scope.on, debtorIds))
      for (const one of slice) decided.set(one.debtor.id, one);
    for (const { proposalId, debtorId } of some)
      because.push(obstacle(scope, proposals.get(proposalId), decided.get(debtorId)));
  }
  return because;
}

function obstacle(
  { on }: Scope,
  proposal: Proposal | undefined,
  decided: DecidedDebtor | undefined,
): string | null {
  if (proposal?.state !== 'approved') return 'ended';
  if (!decided) return 'debtor_gone';
  const { creditor, debtor, scenario } = decided;
  const lasting = letterObstacle(proposal, creditor, debtor, scenario, on);
  if (lasting !== null) return lasting;
  const today = obstacleTo(proposal, creditor, debtor, scenario, on);
  return today === null || today === 'changed' ? null : ANOTHER_DAY;
}
