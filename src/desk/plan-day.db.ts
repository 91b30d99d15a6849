import { sql } from 'kysely';
import { addDays, type Day, toIso } from '../calendar/day.ts';
import type { ScriptOf } from '../letters/call-scripts.db.ts';
import type { Tx } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import { type DecidedDebtor, decidedSlices } from '../reminders/decisions.db.ts';
import { type Proposal, sameContact } from '../reminders/proposal.ts';
import { openProposals } from '../reminders/proposals.db.ts';
import { afterApproved } from '../reminders/recheck.ts';
import { simulate } from '../reminders/simulate.ts';
import { readItemRanks } from './item-ranks.db.ts';
import {
  type DayPlan,
  type HeldItem,
  heldItem,
  type PlannedAction,
  plannedAction,
  waitingItems,
} from './plan.ts';

const NO_SCRIPT: ScriptOf = async () => null;

/**
 * What would be done on a day, and what waits and why. Reads only: the very decision that `run` takes. Calls
 * bear what to say when `scriptOf` is given; `only`: of these debtors.
 */
export async function planDay(
  tx: Tx,
  creditor: string,
  on: Day,
  scriptOf: ScriptOf = NO_SCRIPT,
  only: readonly string[] | null = null,
): Promise<DayPlan> {
  const actions: PlannedAction[] = [];
  const held: HeldItem[] = [];
  for await (const slice of decidedSlices(tx, on, only)) {
    const { stored, ranks } = await writtenOf(tx, slice);
    for (const decided of slice) {
      const { debtor } = decided;
      const proposals = stored.get(debtor.id) ?? [];
      const { leaving, decision } = afterApproved(decided, approvedOf(proposals), on);
      actions.push(
        ...leaving.map((proposal) =>
          plannedAction(debtor, proposal, { id: shortId('rem', proposal.id), ranks }),
        ),
      );
      for (const action of decision.actions) {
        const known = proposals.find(
          (proposal) => proposal.state === 'proposed' && sameContact(proposal, action),
        );
        const id = known ? shortId('rem', known.id) : null;
        actions.push(plannedAction(debtor, action, { id, ranks, script: await scriptOf(debtor.id, action) }));
      }
      held.push(...waitingItems(debtor, decision, on).map((item) => heldItem(item, ranks)));
    }
  }
  return { on: toIso(on), creditor, actions, held };
}

/** The plan of `days` days from `on`, each taking the earlier ones as done, without any payment. */
export async function planDays(
  tx: Tx,
  creditor: string,
  on: Day,
  days: number,
  only: readonly string[] | null = null,
): Promise<DayPlan[]> {
  const plans = Array.from({ length: days }, (_, offset) => ({
    on: toIso((on + offset) as Day),
    creditor,
    actions: [] as PlannedAction[],
    held: [] as HeldItem[],
  }));
  for await (const slice of decidedSlices(tx, on, only, addDays(on, days - 1))) {
    const { stored, ranks } = await writtenOf(tx, slice);
    for (const { creditor: facts, debtor, scenario } of slice) {
      const approved = approvedOf(stored.get(debtor.id) ?? []);
      for (const day of simulate(facts, debtor, scenario, on, days, approved)) {
        const plan = plans[day.on - on]!;
        plan.actions.push(
          ...day.leaving.map((proposal) =>
            plannedAction(debtor, proposal, { id: shortId('rem', proposal.id), ranks }),
          ),
          ...day.decision.actions.map((action) => plannedAction(debtor, action, { id: null, ranks })),
        );
        plan.held.push(...waitingItems(debtor, day.decision, day.on).map((item) => heldItem(item, ranks)));
      }
    }
  }
  return plans;
}

/** What the last run wrote down of these debtors, and how their items are named. */
async function writtenOf(tx: Tx, slice: readonly DecidedDebtor[]) {
  const ids = slice.map(({ debtor }) => debtor.id);
  const stored = Map.groupBy(await openProposals(tx, ids), (proposal) => proposal.debtorId);
  return { stored, ranks: await readItemRanks(tx, ids) };
}

function approvedOf(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.filter(({ state }) => state === 'approved');
}

/** The items of an invoice number, to tell apart the debtors that share it. */
export async function invoicesNumbered(tx: Tx, number: string, debtorKey: string | null) {
  const { rows } = await sql<{ invoiceId: string; debtorId: string; debtorKey: string; debtorName: string }>`
    select v.id as "invoiceId", d.id as "debtorId", d.key as "debtorKey", d.name as "debtorName"
    from invoices v join debtors d on d.creditor_id = v.creditor_id and d.id = v.debtor_id
    where v.number = ${number} and ${debtorKey === null ? sql`true` : sql`d.key = ${debtorKey}`}
    order by d.key`.execute(tx);
  return rows;
}
