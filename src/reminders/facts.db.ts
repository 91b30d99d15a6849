import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Regime } from '../law/regime.ts';
import type { Tx } from '../platform/db.ts';
import { sqlDate } from '../platform/sql-values.ts';
import { TRUSTED_AFTER } from '../scenarios/scenario.ts';
import type { StepKey } from '../scenarios/steps.ts';
import { loadContacts } from './contact-facts.db.ts';
import type { CreditorFacts, DebtorFacts, ItemFacts } from './facts.ts';
import { loadHolds } from './hold-facts.db.ts';

/** Debtors read at once: few enough to hold their facts in memory, many enough that a query costs nothing. */
export const SLICE = 200;

/** What the decision knows of the creditor on a day. */
export async function loadCreditorFacts(tx: Tx, on: Day): Promise<CreditorFacts> {
  const { rows } = await sql<CreditorFacts>`
    select minimum_gap_days as "minimumGapDays", bank_freshness_days as "bankFreshnessDays",
      mailbox_check as "mailboxCheck", approvals,
      (select max(covered_until) from bank_coverage where said_on <= ${sqlDate(on)}) as "freshUntil",
      (select max(read_until) from mailbox_confirmations) as "mailboxReadUntil",
      (select count(*) from (select from proposals where step = 'reminder-1' and channel = 'email'
        and state in ('approved', 'done') and approved_unedited limit ${TRUSTED_AFTER}) as trusted)
        as "trustedFirstReminders"
    from creditors`.execute(tx);
  const [facts] = rows;
  if (!facts) throw new Error('no creditor in this transaction');
  return facts;
}

/** The facts of these debtors as they stand on a day, in the order of their ids. */
export async function loadFacts(tx: Tx, debtorIds: readonly string[], on: Day): Promise<DebtorFacts[]> {
  if (debtorIds.length === 0) return [];
  const ids = sql`any(${debtorIds}::uuid[])`;
  const items = await loadItems(tx, debtorIds, on);
  const { rows } = await sql<DebtorRow>`
    select d.id, d.key, d.name, d.regime, d.tone_ceiling as "toneCeiling", d.strategic,
      d.customer_since as "customerSince", d.owner_name as "ownerName", d.scenario_key as "scenarioKey",
      case when d.insolvency_ended_on is null or d.insolvency_ended_on > ${sqlDate(on)} then d.insolvency_on end
        as "insolvencyOn",
      d.over_indebted_on as "overIndebtedOn", d.deceased_on as "deceasedOn",
      d.address_bad_on is null and d.address is not null and jsonb_array_length(d.address -> 'lines') > 0
        and coalesce(d.address ->> 'postcode', '') <> '' and coalesce(d.address ->> 'city', '') <> '' as postal,
      concat_ws(', ', d.address #>> '{lines,0}', concat_ws(' ', d.address ->> 'postcode', d.address ->> 'city'))
        as "postalLine",
      (select jsonb_agg(jsonb_build_object('address', c.email, 'name', coalesce(c.name, ''), 'role', c.role)
          order by c.role, c.id) from debtor_contacts c
        where c.creditor_id = d.creditor_id and c.debtor_id = d.id and c.email is not null
          and c.role <> 'invoice-intake' and c.removed_on is null and c.bounced_on is null) as emails,
      (select min(c.phone) from debtor_contacts c
        where c.creditor_id = d.creditor_id and c.debtor_id = d.id and c.removed_on is null) as phone,
      (select l.owner_name from litigations l
        where l.creditor_id = d.creditor_id and l.debtor_id = d.id and l.lifted_on is null
        order by l.opened_on desc limit 1) as "litigationOwner"
    from debtors d where d.id = ${ids} order by d.id`.execute(tx);
  const credits = await loadCredits(tx, debtorIds, on);
  const contacts = await loadContacts(tx, debtorIds, on, [...credits.keys()]);
  return rows.map(({ emails, litigationOwner, ...row }) => ({
    ...row,
    emails: emails ?? [],
    litigation: litigationOwner === null ? null : { ownerName: litigationOwner },
    items: items.get(row.id) ?? [],
    credits: credits.get(row.id) ?? [],
    contacts: contacts.get(row.id) ?? [],
  }));
}

interface DebtorRow extends Omit<DebtorFacts, 'emails' | 'litigation' | 'items' | 'credits' | 'contacts'> {
  readonly emails: DebtorFacts['emails'] | null;
  readonly litigationOwner: string | null;
  readonly regime: Regime | null;
  readonly toneCeiling: StepKey | null;
}

interface ItemRow extends Omit<ItemFacts, 'holds' | 'skipped' | 'collected' | 'pending'> {
  readonly debtorId: string;
  readonly paymentMethod: string | null;
}

async function loadItems(tx: Tx, debtorIds: readonly string[], on: Day): Promise<Map<string, ItemFacts[]>> {
  const day = sqlDate(on);
  const ids = sql`any(${debtorIds}::uuid[])`;
  const { rows } = await sql<ItemRow>`
    select i.id, i.debtor_id as "debtorId", v.number, v.currency, i.due_on as "dueOn", i.retention,
      case when v.copy_sha256 is null then 0 else coalesce((select o.bytes from documents o
        where o.creditor_id = v.creditor_id and o.sha256 = v.copy_sha256), 0) end as "copyBytes",
      i.amount_cents - coalesce(a.settled, 0) as balance, v.payment_method as "paymentMethod",
      case when v.assigned_to is null then 'no' when v.assignee_iban is null then 'without-bank-data'
        else 'with-bank-data' end as assigned,
      i.released_on as "releasedOn", i.late_start as "lateStart"
    from instalments i
    join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
    left join (
      select creditor_id, instalment_id, sum(amount_cents)::bigint as settled from allocations
      where debtor_id = ${ids} and counts_on <= ${day} and (reversed_on is null or reversed_on > ${day})
      group by creditor_id, instalment_id
    ) a on a.creditor_id = i.creditor_id and a.instalment_id = i.id
    -- Said of both tables, so that either is found by its index whatever the planner believes of its size.
    where i.debtor_id = ${ids} and v.debtor_id = ${ids} and v.issued_on <= ${day}
      and (v.voided_on is null or v.voided_on > ${day}) and i.amount_cents > coalesce(a.settled, 0)
    order by i.debtor_id, i.due_on nulls last, v.number, i.position`.execute(tx);
  const holds = await loadHolds(tx, debtorIds, on);
  const skipped = await loadSkipped(tx, debtorIds);
  const pending = await loadPending(tx, debtorIds);
  const byDebtor = new Map<string, ItemFacts[]>();
  for (const { debtorId, paymentMethod, ...row } of rows) {
    const item = {
      ...row,
      collected: paymentMethod === 'direct-debit' || paymentMethod === 'lcr',
      pending: pending.get(row.id) ?? null,
      holds: holds(debtorId, row.id),
      skipped: skipped.get(row.id) ?? [],
    };
    const known = byDebtor.get(debtorId);
    if (known) known.push(item);
    else byDebtor.set(debtorId, [item]);
  }
  return byDebtor;
}

/** The items that a contact holds, approved or frozen, or whose outcome is doubtful. */
async function loadPending(tx: Tx, debtorIds: readonly string[]): Promise<Map<string, ItemFacts['pending']>> {
  const ids = sql`any(${debtorIds}::uuid[])`;
  const { rows } = await sql<{ itemId: string; pending: NonNullable<ItemFacts['pending']> }>`
    select item ->> 'id' as "itemId",
      case when jsonb_typeof(p.items -> 'planDate') = 'object' then 'announced' else 'approved' end as pending
    from proposals p cross join jsonb_array_elements(p.items -> 'demanded') as item
    where p.debtor_id = ${ids} and p.state = 'approved'
    union all
    select ci.instalment_id::text, 'doubtful' from contacts c
    join contact_items ci on ci.creditor_id = c.creditor_id and ci.contact_id = c.id
    where c.debtor_id = ${ids} and ci.debtor_id = ${ids} and c.state in ('sending', 'doubtful')
    -- What outweighs the rest comes last: doubtful, then approved.
    order by pending`.execute(tx);
  return new Map(rows.map(({ itemId, pending }) => [itemId, pending]));
}

async function loadSkipped(tx: Tx, debtorIds: readonly string[]) {
  const { rows } = await sql<{ itemId: string; step: StepKey; on: Day }>`
    select instalment_id as "itemId", step, on_day as "on" from skipped_steps
    where debtor_id = any(${debtorIds}::uuid[])`.execute(tx);
  return Map.groupBy(rows, (row) => row.itemId);
}

/** Payments and credit notes that settle nothing yet, by debtor and currency. */
async function loadCredits(tx: Tx, debtorIds: readonly string[], on: Day) {
  const day = sqlDate(on);
  const live = sql`a.counts_on <= ${day} and (a.reversed_on is null or a.reversed_on > ${day})`;
  const { rows } = await sql<DebtorFacts['credits'][number] & { readonly debtorId: string }>`
    select * from (
      select p.debtor_id as "debtorId", p.id, p.currency, greatest(p.received_on, p.entered_on) as "on",
        p.amount_cents - coalesce((select sum(a.amount_cents)::bigint
          from allocations a where a.creditor_id = p.creditor_id and a.payment_id = p.id and ${live}), 0) as amount
      from payments p where p.debtor_id = any(${debtorIds}::uuid[]) and p.received_on <= ${day}
        and (p.reversed_on is null or p.reversed_on > ${day})
      union all
      select n.debtor_id, n.id, n.currency, greatest(n.issued_on, n.entered_on), n.amount_cents - coalesce((select sum(a.amount_cents)::bigint
        from allocations a where a.creditor_id = n.creditor_id and a.credit_note_id = n.id and ${live}), 0)
      from credit_notes n where n.debtor_id = any(${debtorIds}::uuid[]) and n.issued_on <= ${day}
        and (n.voided_on is null or n.voided_on > ${day})
    ) free where amount > 0 order by "on", id`.execute(tx);
  return Map.groupBy(rows, (row) => row.debtorId);
}
