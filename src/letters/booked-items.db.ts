import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import { deferredPart, disputedPart } from '../holds/suspension.ts';
import { type Cents, cents } from '../money/cents.ts';
import type { Tx } from '../platform/db.ts';
import { sqlDate } from '../platform/sql-values.ts';
import { loadHolds, loadPlans } from '../reminders/hold-facts.db.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';
import type { FreeCredit } from './item-tables.ts';
import type { BookedItem, Movement } from './letter-item.ts';

type Row = Omit<BookedItem, 'disputed' | 'deferred' | 'plan' | 'movements' | 'reminders' | 'retained'> & {
  readonly copySha256: Buffer | null;
  readonly retainedAmount: Cents | null;
  readonly retainedUntil: Day | null;
};

/** An item and the copy of its invoice, when the creditor has given one. */
export type StoredItem = BookedItem & { readonly copySha256: Buffer | null };

/** What a debtor owes in one currency on a day, settled and voided invoices out, oldest due date first. */
export async function bookedItems(
  tx: Tx,
  debtorId: string,
  currency: string,
  on: Day,
): Promise<StoredItem[]> {
  const day = sqlDate(on);
  const { rows } = await sql<Row>`
    select i.id, i.invoice_id as "invoiceId", v.number, i.retention, i.due_on as "dueOn",
      i.amount_cents as amount, v.amount_cents as "invoiceAmount", v.issued_on as "issuedOn",
      v.description, v.order_reference as "order", v.commitment, v.performed_on as "performedOn",
      v.received_on as "receivedOn",
      v.chorus_number as "chorusNumber", v.chorus_on as "chorusOn", v.assigned_to as "assignedTo",
      v.assignee_iban as "assigneeIban", v.contract_rate_bp as "contractRate", v.out_of_l441 as "outOfL441",
      v.copy_sha256 as "copySha256", n.effective_on as "noticeOn", part.position, part.count,
      kept.amount as "retainedAmount", kept.until as "retainedUntil"
    from instalments i
    join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
    left join notice_effects n on n.creditor_id = i.creditor_id and n.instalment_id = i.id
    cross join lateral (
      select count(*) as count, count(*) filter (where o.position <= i.position) as position
      from instalments o
      where o.creditor_id = i.creditor_id and o.invoice_id = i.invoice_id and not o.retention
    ) part
    left join lateral (
      select sum(o.amount_cents - coalesce((select sum(a.amount_cents) from allocations a
          where a.creditor_id = o.creditor_id and a.instalment_id = o.id and a.counts_on <= ${day}
            and (a.reversed_on is null or a.reversed_on > ${day})), 0))::bigint as amount,
        case when count(*) = count(o.due_on) and min(o.due_on) = max(o.due_on) then min(o.due_on) end as until
      from instalments o
      where o.creditor_id = i.creditor_id and o.invoice_id = i.invoice_id and o.retention
        and not i.retention and (o.due_on is null or o.due_on > ${day})
    ) kept on kept.amount > 0
    where i.debtor_id = ${debtorId} and v.currency = ${currency} and i.due_on is not null
      and v.issued_on <= ${day} and (v.voided_on is null or v.voided_on > ${day})
      and i.released_on is not null
    order by i.due_on, v.number, i.position`.execute(tx);
  const movements = await movementsOf(tx, debtorId, on);
  const reminders = await remindersOf(tx, debtorId, on);
  const holds = await loadHolds(tx, [debtorId], on);
  const ended = await loadPlans(tx, [debtorId], on, 'ended');
  return rows
    .map(({ retainedAmount, retainedUntil, ...row }) => {
      const settled = movements.get(row.id) ?? [];
      const balance = cents(row.amount - settled.reduce((sum, { amount }) => sum + amount, 0));
      const held = holds(debtorId, row.id);
      const disputed = disputedPart(held, balance);
      return {
        ...row,
        retained: retainedAmount === null ? null : { amount: retainedAmount, until: retainedUntil },
        movements: settled,
        disputed,
        deferred: deferredPart(held, cents(balance - disputed), on),
        plan: held.plan ?? ended.get(row.id) ?? null,
        reminders: reminders.get(row.id) ?? [],
        balance,
      };
    })
    .filter(({ balance }) => balance > 0)
    .map(({ balance: _, ...item }) => item);
}

async function movementsOf(tx: Tx, debtorId: string, on: Day) {
  const day = sqlDate(on);
  const { rows } = await sql<Movement & { itemId: string }>`
    select a.instalment_id as "itemId", coalesce(p.received_on, n.issued_on) as "on", a.amount_cents as amount,
      case when a.payment_id is null then 'credit-note' else 'payment' end as kind,
      coalesce(n.counts_from = 'origin', false) as "fromOrigin"
    from allocations a
    left join payments p on p.creditor_id = a.creditor_id and p.id = a.payment_id
    left join credit_notes n on n.creditor_id = a.creditor_id and n.id = a.credit_note_id
    where a.debtor_id = ${debtorId} and a.counts_on <= ${day}
      and (a.reversed_on is null or a.reversed_on > ${day})
    order by 2, a.id`.execute(tx);
  return Map.groupBy(rows, (row) => row.itemId);
}

/**
 * Written texts that arrived, by item: what « nos rappels du » may name. A reminder whose wording another
 * invoice called for asked for this one too, which completed its own reminder with it.
 */
async function remindersOf(tx: Tx, debtorId: string, on: Day) {
  const { rows } = await sql<{ itemId: string; step: StepKey; on: Day; channel: Channel }>`
    select ci.instalment_id as "itemId", ci.step, c.on_day as "on", c.channel
    from contact_items ci join contacts c on c.creditor_id = ci.creditor_id and c.id = ci.contact_id
    where ci.debtor_id = ${debtorId} and c.state = 'done' and c.written and c.on_day <= ${sqlDate(on)}
      and (ci.step = c.step or ci.step like 'reminder-%')
    order by c.on_day, c.id`.execute(tx);
  return Map.groupBy(rows, (row) => row.itemId);
}

/** Calls that reached somebody, oldest first. */
export async function callsOf(tx: Tx, debtorId: string, on: Day) {
  const { rows } = await sql<{ on: Day; with: string | null }>`
    select on_day as "on", spoke_with as "with" from contacts
    where debtor_id = ${debtorId} and channel = 'call' and reached and state = 'done'
      and on_day <= ${sqlDate(on)} order by on_day, id`.execute(tx);
  return rows;
}

/** Payments and credit notes of a currency that settle nothing yet, oldest first: what a text deducts. */
export async function freeCredits(tx: Tx, debtorId: string, currency: string, on: Day) {
  const day = sqlDate(on);
  const live = sql`a.counts_on <= ${day} and (a.reversed_on is null or a.reversed_on > ${day})`;
  const { rows } = await sql<FreeCredit>`
    select * from (
      select p.id, p.received_on as "on", null as number, false as "fromOrigin", p.amount_cents - coalesce((select sum(a.amount_cents)::bigint
        from allocations a where a.creditor_id = p.creditor_id and a.payment_id = p.id and ${live}), 0) as amount
      from payments p where p.debtor_id = ${debtorId} and p.currency = ${currency} and p.received_on <= ${day}
        and (p.reversed_on is null or p.reversed_on > ${day})
      union all
      select n.id, n.issued_on, n.number, n.counts_from = 'origin', n.amount_cents - coalesce((select sum(a.amount_cents)::bigint
        from allocations a where a.creditor_id = n.creditor_id and a.credit_note_id = n.id and ${live}), 0)
      from credit_notes n where n.debtor_id = ${debtorId} and n.currency = ${currency} and n.issued_on <= ${day}
        and (n.voided_on is null or n.voided_on > ${day})
    ) free where amount > 0 order by 2, 1`.execute(tx);
  return rows;
}
