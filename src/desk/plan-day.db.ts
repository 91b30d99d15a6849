import { sql } from 'kysely';
import { type Day, toIso } from '../calendar/day.ts';
import type { ScriptOf } from '../letters/call-scripts.db.ts';
import type { Tx } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import { decide } from '../reminders/decide.ts';
import { type DecidedDebtor, decisionsOn } from '../reminders/decisions.db.ts';
import { type Proposal, sameContact } from '../reminders/proposal.ts';
import { openProposals } from '../reminders/proposals.db.ts';
import { freedFrom, letterObstacle, obstacleTo } from '../reminders/recheck.ts';
import { simulate } from '../reminders/simulate.ts';
import {
  type Addresses,
  type DayPlan,
  type HeldItem,
  heldItems,
  type PlannedAction,
  plannedAction,
  waitingItems,
} from './plan.ts';

const NO_SCRIPT: ScriptOf = async () => null;

/**
 * What would be done on a day, and what waits and why. Reads only: the very decision that `run` takes. Calls
 * bear what to say when `scriptOf` is given.
 */
export async function planDay(
  tx: Tx,
  creditor: string,
  on: Day,
  scriptOf: ScriptOf = NO_SCRIPT,
): Promise<DayPlan> {
  const stored = Map.groupBy(await openProposals(tx), (proposal) => proposal.debtorId);
  const actions: PlannedAction[] = [];
  const held: HeldItem[] = [];
  for await (const decided of decisionsOn(tx, on)) {
    const { debtor } = decided;
    const proposals = stored.get(debtor.id) ?? [];
    const addresses = { ...debtor, postal: debtor.postalLine };
    const { leaving, decision } = afterRecheck(decided, proposals, on);
    actions.push(
      ...leaving.map((proposal) => plannedAction(debtor, proposal, addresses, shortId('rem', proposal.id))),
    );
    for (const action of decision.actions) {
      const known = proposals.find(
        (proposal) => proposal.state === 'proposed' && sameContact(proposal, action),
      );
      const id = known ? shortId('rem', known.id) : null;
      actions.push(plannedAction(debtor, action, addresses, id, await scriptOf(debtor.id, action)));
    }
    held.push(...waitingItems(debtor, decision));
  }
  return { on: toIso(on), creditor, actions, held };
}

/** What `run` will do of approved contacts: a letter aged or undone is decided anew, such an e-mail stays. */
function afterRecheck(
  { creditor, debtor, scenario, decision }: DecidedDebtor,
  known: readonly Proposal[],
  on: Day,
) {
  const approved = known.filter((proposal) => proposal.state === 'approved');
  const aged = approved.filter(
    (proposal) =>
      proposal.channel !== 'email' && letterObstacle(proposal, creditor, debtor, scenario, on) !== null,
  );
  const leaving = approved.filter(
    (proposal) =>
      !aged.includes(proposal) &&
      (proposal.channel !== 'email' || obstacleTo(proposal, creditor, debtor, scenario, on) === null),
  );
  if (aged.length === 0) return { leaving, decision };
  return { leaving, decision: decide(creditor, freedFrom(debtor, aged), scenario, on) };
}

/** The plan of `days` days from `on`, each taking the earlier ones as done, without any payment. */
export async function planDays(tx: Tx, creditor: string, on: Day, days: number): Promise<DayPlan[]> {
  const plans = Array.from({ length: days }, (_, offset) => ({
    on: toIso((on + offset) as Day),
    creditor,
    actions: [] as PlannedAction[],
    held: [] as HeldItem[],
  }));
  for await (const decided of decisionsOn(tx, on)) {
    const { debtor } = decided;
    const addresses: Addresses = { ...debtor, postal: debtor.postalLine };
    const simulated = simulate(decided.creditor, debtor, decided.scenario, on, days);
    for (const day of simulated) {
      const plan = plans[day.on - on]!;
      plan.actions.push(
        ...day.decision.actions.map((action) => plannedAction(debtor, action, addresses, null)),
      );
      plan.held.push(...heldItems(debtor, day.decision));
    }
  }
  return plans;
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
