import { toIso } from '../calendar/day.ts';
import type { DayReport } from '../delivery/day-report.ts';
import type { Scope } from '../journal/scope.ts';
import { callScripts } from '../letters/call-scripts.db.ts';
import { slices } from '../platform/bulk.ts';
import { shortId } from '../platform/ids.ts';
import { loadFacts, SLICE } from '../reminders/facts.db.ts';
import { inOrderOfDays, proposalsById } from '../reminders/proposals.db.ts';
import { readItemRanks, readRanksOf } from './item-ranks.db.ts';
import { type DayPlan, heldItem, type PlannedAction, plannedAction, type WaitingItem } from './plan.ts';

export interface DayAnswer extends DayPlan {
  readonly batch: { readonly id: string; readonly files: readonly string[] } | null;
  readonly errors: readonly { readonly id: string | null; readonly message: string }[];
  /** Why nothing could leave; null when it could. */
  readonly standstill: { readonly code: string; readonly message: string } | null;
}

/** What a run did and what is pending, each contact with its outcome; and what waits, with its reason. */
export async function reportDay(
  scope: Scope,
  report: DayReport,
  waiting: readonly WaitingItem[],
): Promise<DayAnswer> {
  const { tx, on } = scope;
  const scriptOf = await callScripts(scope);
  const actions: PlannedAction[] = [];
  // Slice by slice: the facts of a day on which all is due are far more than what is told of them.
  for (const ids of slices(await inOrderOfDays(tx, [...report.outcomes.keys()]), SLICE)) {
    const proposals = await proposalsById(tx, ids);
    const debtorIds = [...new Set(proposals.map(({ debtorId }) => debtorId))];
    const debtors = new Map((await loadFacts(tx, debtorIds, on)).map((one) => [one.id, one]));
    const ranks = await readItemRanks(tx, debtorIds);
    for (const proposal of proposals) {
      const debtor = debtors.get(proposal.debtorId)!;
      const id = shortId('rem', proposal.id);
      const script = await scriptOf(proposal.debtorId, proposal);
      const outcome = report.outcomes.get(proposal.id)!;
      actions.push({ ...plannedAction(debtor, proposal, { id, ranks, script }), outcome });
    }
  }
  const ranks = await readRanksOf(
    tx,
    waiting.map(({ id }) => id),
  );
  return {
    on: toIso(on),
    creditor: shortId('cre', scope.creditorId),
    actions,
    held: waiting.map((item) => heldItem(item, ranks)),
    batch: report.batch && {
      id: shortId('lot', report.batch.id),
      files: report.batch.files.map(({ file }) => `${report.batch!.folder}/${file}`),
    },
    errors: report.errors.map(({ proposalId, message }) => ({
      id: proposalId === '' ? null : shortId('rem', proposalId),
      message,
    })),
    standstill: report.standstill && { code: report.standstill.refused, message: report.standstill.message },
  };
}
