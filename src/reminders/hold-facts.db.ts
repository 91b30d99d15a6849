import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { PlanHold } from '../holds/payment-plan.ts';
import { type ItemHolds, NO_HOLDS } from '../holds/suspension.ts';
import { type Cents, cents } from '../money/cents.ts';
import type { Tx } from '../platform/db.ts';
import { sqlDate } from '../platform/sql-values.ts';

/** Every live promise, dispute, pause and plan of these debtors on a day, by item. */
export async function loadHolds(
  tx: Tx,
  debtorIds: readonly string[],
  on: Day,
): Promise<(debtorId: string, itemId: string) => ItemHolds> {
  const day = sqlDate(on);
  const ids = sql`any(${debtorIds}::uuid[])`;
  const promises = await sql<{ itemId: string; promisedOn: Day }>`
    select i.instalment_id as "itemId", p.promised_on as "promisedOn" from promises p
    join promise_items i on i.creditor_id = p.creditor_id and i.promise_id = p.id
    where p.debtor_id = ${ids} and p.made_on <= ${day}
      and (p.cancelled_on is null or p.cancelled_on > ${day})`.execute(tx);
  const disputes = await sql<{ itemId: string; amount: Cents | null }>`
    select instalment_id as "itemId", amount_cents as amount from disputes
    where debtor_id = ${ids} and opened_on <= ${day} and (closed_on is null or closed_on > ${day})`.execute(
    tx,
  );
  const pauses = await sql<{ key: string; until: Day }>`
    select coalesce(instalment_id, debtor_id) as key, until_day as until from pauses
    where debtor_id = ${ids} and opened_on <= ${day} and (lifted_on is null or lifted_on > ${day})`.execute(
    tx,
  );
  const plans = await loadPlans(tx, debtorIds, on, 'running');
  const promised = Map.groupBy(promises.rows, (row) => row.itemId);
  const disputed = Map.groupBy(disputes.rows, (row) => row.itemId);
  const paused = Map.groupBy(pauses.rows, (row) => row.key);
  if (promised.size + disputed.size + paused.size + plans.size === 0) return () => NO_HOLDS;
  return (debtorId, itemId) => ({
    promises: promised.get(itemId) ?? [],
    disputes: (disputed.get(itemId) ?? []).map((row) => row.amount),
    pausedUntil: [...(paused.get(itemId) ?? []), ...(paused.get(debtorId) ?? [])].map((row) => row.until),
    plan: plans.get(itemId) ?? null,
  });
}

interface PlanItemRow {
  readonly planId: string;
  readonly itemId: string;
  readonly agreedOn: Day;
  readonly endedOn: Day | null;
  /** What remained of the item on the day of the agreement. */
  readonly agreed: Cents;
  /** What it has lost since. */
  readonly lost: Cents;
}

/** The plans of these debtors that run on a day, or those that a person had ended by then, by item. */
export async function loadPlans(
  tx: Tx,
  debtorIds: readonly string[],
  on: Day,
  state: 'running' | 'ended',
): Promise<Map<string, PlanHold>> {
  const day = sqlDate(on);
  const ended = sql`p.cancelled_on <= ${day}`;
  const chosen = sql`p.debtor_id = any(${debtorIds}::uuid[]) and p.agreed_on <= ${day}
    and ${state === 'ended' ? ended : sql`(${ended}) is not true`}`;
  const items = await sql<PlanItemRow>`
    select i.plan_id as "planId", i.instalment_id as "itemId", p.agreed_on as "agreedOn",
      p.cancelled_on as "endedOn", i.balance_cents as agreed,
      i.balance_cents - n.amount_cents + coalesce((select sum(a.amount_cents)::bigint from allocations a
        where a.creditor_id = i.creditor_id and a.instalment_id = i.instalment_id and a.counts_on <= ${day}
          and (a.reversed_on is null or a.reversed_on > ${day})), 0) as lost
    from payment_plans p
    join plan_items i on i.creditor_id = p.creditor_id and i.plan_id = p.id
    join instalments n on n.creditor_id = i.creditor_id and n.id = i.instalment_id
    where ${chosen} order by p.agreed_on, n.due_on desc, i.instalment_id desc`.execute(tx);
  if (items.rows.length === 0) return new Map();
  const dates = await sql<{ planId: string; dueOn: Day; amount: Cents; announced: boolean }>`
    select d.plan_id as "planId", d.due_on as "dueOn", d.amount_cents as amount,
      exists (select from plan_date_notices n
        left join contacts c on c.creditor_id = n.creditor_id and c.id = n.contact_id
        where n.creditor_id = d.creditor_id and n.plan_id = d.plan_id and n.position = d.position
          and coalesce(c.on_day, n.skipped_on) <= ${day} and c.state is distinct from 'undelivered') as announced
    from payment_plans p join plan_dates d on d.creditor_id = p.creditor_id and d.plan_id = p.id
    where ${chosen} order by d.plan_id, d.position`.execute(tx);
  const byItem = new Map<string, PlanHold>();
  for (const [planId, rows] of Map.groupBy(items.rows, (row) => row.planId)) {
    const paidSince = cents(rows.reduce((sum, row) => sum + row.lost, 0));
    const own = dates.rows
      .filter((row) => row.planId === planId)
      .map(({ dueOn, amount, announced }) => ({ dueOn, amount, announced }));
    let later = 0;
    for (const { itemId, agreedOn, agreed, lost, ...row } of rows) {
      const endedOn = state === 'ended' ? row.endedOn : null;
      byItem.set(itemId, { id: planId, agreedOn, endedOn, dates: own, paidSince, laterItems: cents(later) });
      later += Math.max(agreed - lost, 0);
    }
  }
  return byItem;
}
