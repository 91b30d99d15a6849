import { type Day, toIso } from '../calendar/day.ts';
import type { DayReport } from '../delivery/day-report.ts';
import type { Tx } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import { loadFacts } from '../reminders/facts.db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalsById } from '../reminders/proposals.db.ts';
import { type DayPlan, type HeldItem, plannedAction } from './plan.ts';

export interface DayAnswer extends DayPlan {
  readonly batch: { readonly id: string; readonly files: readonly string[] } | null;
  readonly errors: readonly { readonly id: string | null; readonly message: string }[];
  /** Why nothing could leave; null when it could. */
  readonly standstill: { readonly code: string; readonly message: string } | null;
}

/** What a run did and what is pending, each contact with its outcome; and what waits, with its reason. */
export async function reportDay(
  tx: Tx,
  creditor: string,
  on: Day,
  report: DayReport,
  held: readonly HeldItem[],
): Promise<DayAnswer> {
  const proposals = await proposalsById(tx, [...report.outcomes.keys()]);
  const debtors = new Map(
    (await loadFacts(tx, [...new Set(proposals.map(({ debtorId }) => debtorId))], on)).map((one) => [
      one.id,
      one,
    ]),
  );
  return {
    on: toIso(on),
    creditor,
    actions: proposals.map((proposal: Proposal) => {
      const debtor = debtors.get(proposal.debtorId)!;
      const outcome = report.outcomes.get(proposal.id)!;
      return {
        ...plannedAction(
          debtor,
          proposal,
          { ...debtor, postal: debtor.postalLine },
          shortId('rem', proposal.id),
        ),
        outcome,
      };
    }),
    held,
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
