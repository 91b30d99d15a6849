import { sql } from 'kysely';
import { type Day, toIso } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import type { Tx } from '../platform/db.ts';
import { sqlDate } from '../platform/sql-values.ts';
import { RULES_VERSION } from './decide.ts';
import type { Silence } from './watch.ts';

/**
 * Ids of the debtors that a decision of one of these days may have something to say of, in their order, after
 * `after`: all but those that were silent on the first day or before, of whom the journal has told nothing
 * since and whose day has not come. docs/decisions/0030-hint.md.
 */
export async function debtorsToLookAt(
  tx: Tx,
  days: { readonly from: Day; readonly to: Day },
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from debtors d
    left join watch w on w.creditor_id = d.creditor_id and w.debtor_id = d.id
    left join journal_heads h on h.creditor_id = d.creditor_id and h.chain = d.id::text
    where ${after === null ? sql`true` : sql`d.id > ${after}`}
      and (w.debtor_id is null or w.look_on <= ${sqlDate(days.to)} or w.seen_on > ${sqlDate(days.from)}
        or w.seen_seq <> coalesce(h.seq, 0) or w.rules_version <> ${RULES_VERSION})
    order by d.id limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

/**
 * The first day after `on` on which a fact that is known already begins to count and may end a silence: an
 * invoice of a day to come, a payment given back, a plan. Facts that only lengthen it are left out.
 */
export async function nextFacts(
  tx: Tx,
  debtorIds: readonly string[],
  on: Day,
): Promise<ReadonlyMap<string, Day>> {
  if (debtorIds.length === 0) return new Map();
  const ids = sql`any(${debtorIds}::uuid[])`;
  const day = sqlDate(on);
  const { rows } = await sql<{ debtorId: string; day: Day }>`
    select debtor_id as "debtorId", min(day) as day from (
      select debtor_id, issued_on as day from invoices where debtor_id = ${ids} and issued_on > ${day}
      union all
      select debtor_id, reversed_on from allocations where debtor_id = ${ids} and reversed_on > ${day}
      union all
      select debtor_id, agreed_on from payment_plans where debtor_id = ${ids} and agreed_on > ${day}
    ) facts group by debtor_id`.execute(tx);
  return new Map(rows.map((row) => [row.debtorId, row.day]));
}

/** Keeps what is silent, `seq` being where each chain ends under our lock. */
export async function watchSilences(
  scope: Scope,
  silences: readonly (Silence & { readonly seq: number })[],
): Promise<void> {
  if (silences.length === 0) return;
  await sql`
    insert into watch (creditor_id, debtor_id, seen_seq, seen_on, rules_version, look_on)
    select ${scope.creditorId}::uuid, n.debtor_id, n.seq, ${sqlDate(scope.on)}, ${RULES_VERSION}, n.look_on
    from unnest(
      ${silences.map(({ debtorId }) => debtorId)}::uuid[],
      ${silences.map(({ seq }) => seq)}::integer[],
      ${silences.map(({ lookOn }) => (lookOn === null ? null : toIso(lookOn)))}::date[]
    ) as n(debtor_id, seq, look_on)
    on conflict (creditor_id, debtor_id) do update set seen_seq = excluded.seen_seq, seen_on = excluded.seen_on,
      rules_version = excluded.rules_version, look_on = excluded.look_on`.execute(scope.tx);
}
