import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import { type Cents, cents } from '../money/cents.ts';
import { slices } from '../platform/bulk.ts';
import { sqlDate } from '../platform/sql-values.ts';
import type { Credit, ItemBalance } from './payment.ts';
import type { Reader } from './payments.db.ts';

const SOUGHT_AT_ONCE = 2_000;

interface BalanceRow {
  readonly instalment_id: string;
  readonly invoice_id: string;
  readonly debtor_id: string;
  readonly number: string;
  readonly position: number;
  readonly currency: string;
  readonly due_on: Day | null;
  readonly retention: boolean;
  readonly amount_cents: Cents;
  readonly settled_cents: Cents;
}

/**
 * What the debtors owed on a day, item by item, settled ones included; nothing for an invoice not yet issued
 * or voided by then. Agrees with `remainderOn` (a test compares them over random books).
 */
export async function balancesOn(
  reader: Reader,
  debtorIds: readonly string[],
  on: Day,
): Promise<readonly ItemBalance[]> {
  const found: ItemBalance[] = [];
  for (const slice of slices(debtorIds, SOUGHT_AT_ONCE)) {
    const { rows } = await sql<BalanceRow>`
      select t.id as instalment_id, t.invoice_id, t.debtor_id, v.number, t.position, v.currency, t.due_on,
        t.retention, t.amount_cents, coalesce(s.settled_cents, 0)::bigint as settled_cents
      from instalments t
      join invoices v on v.creditor_id = t.creditor_id and v.id = t.invoice_id
      left join (
        select a.instalment_id, sum(a.amount_cents) as settled_cents from allocations a
        where a.creditor_id = ${reader.creditorId} and a.debtor_id = any(${[...slice]}::uuid[])
          and a.counts_on <= ${sqlDate(on)} and (a.reversed_on is null or a.reversed_on > ${sqlDate(on)})
        group by a.instalment_id
      ) s on s.instalment_id = t.id
      where t.creditor_id = ${reader.creditorId} and t.debtor_id = any(${[...slice]}::uuid[])
        and v.issued_on <= ${sqlDate(on)} and (v.voided_on is null or v.voided_on > ${sqlDate(on)})
      order by t.debtor_id, t.due_on nulls last, v.number, t.position`.execute(reader.tx);
    for (const row of rows) found.push(balanceOf(row));
  }
  return found;
}

function balanceOf(row: BalanceRow): ItemBalance {
  return {
    instalmentId: row.instalment_id,
    invoiceId: row.invoice_id,
    debtorId: row.debtor_id,
    number: row.number,
    position: row.position,
    currency: row.currency,
    dueOn: row.due_on,
    retention: row.retention,
    amount: row.amount_cents,
    settled: row.settled_cents,
    balance: cents(row.amount_cents - row.settled_cents),
  };
}

/** How many items of the creditor are open on a day: more than `closedAt` left of them. */
export async function countOpenItems({ tx, creditorId }: Reader, on: Day, closedAt: Cents): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*) as open from instalments t
    join invoices v on v.creditor_id = t.creditor_id and v.id = t.invoice_id
    left join (
      select a.instalment_id, sum(a.amount_cents) as settled_cents from allocations a
      where a.creditor_id = ${creditorId} and a.counts_on <= ${sqlDate(on)}
        and (a.reversed_on is null or a.reversed_on > ${sqlDate(on)})
      group by a.instalment_id
    ) s on s.instalment_id = t.id
    where t.creditor_id = ${creditorId} and (v.voided_on is null or v.voided_on > ${sqlDate(on)})
      and t.amount_cents - coalesce(s.settled_cents, 0) > ${closedAt}::bigint`.execute(tx);
  return rows[0]?.open ?? 0;
}

interface CreditRow {
  readonly id: string;
  readonly kind: 'payment' | 'credit-note';
  readonly debtor_id: string;
  readonly currency: string;
  readonly on_day: Day;
  readonly label: string | null;
  readonly amount_cents: Cents;
}

/** Payments and credit notes of the debtors that settled nothing, or not wholly, on a day; oldest first. */
export async function creditsOn(
  reader: Reader,
  debtorIds: readonly string[],
  on: Day,
): Promise<readonly Credit[]> {
  const found: Credit[] = [];
  for (const slice of slices(debtorIds, SOUGHT_AT_ONCE)) {
    const { rows } = await sql<CreditRow>`
      with used as (
        select a.payment_id, a.credit_note_id, sum(a.amount_cents) as amount_cents from allocations a
        where a.creditor_id = ${reader.creditorId} and a.debtor_id = any(${[...slice]}::uuid[])
          and a.counts_on <= ${sqlDate(on)} and (a.reversed_on is null or a.reversed_on > ${sqlDate(on)})
        group by a.payment_id, a.credit_note_id
      ), sources as (
        select p.id, 'payment' as kind, p.debtor_id, p.currency, p.received_on as on_day, p.reference as label,
          (p.amount_cents - coalesce(u.amount_cents, 0))::bigint as amount_cents
        from payments p left join used u on u.payment_id = p.id
        where p.creditor_id = ${reader.creditorId} and p.debtor_id = any(${[...slice]}::uuid[])
          and p.received_on <= ${sqlDate(on)} and (p.reversed_on is null or p.reversed_on > ${sqlDate(on)})
        union all
        select n.id, 'credit-note', n.debtor_id, n.currency, n.issued_on, n.number,
          (n.amount_cents - coalesce(u.amount_cents, 0))::bigint
        from credit_notes n left join used u on u.credit_note_id = n.id
        where n.creditor_id = ${reader.creditorId} and n.debtor_id = any(${[...slice]}::uuid[])
          and n.issued_on <= ${sqlDate(on)} and (n.voided_on is null or n.voided_on > ${sqlDate(on)})
      )
      select * from sources where amount_cents > 0 order by debtor_id, on_day, id`.execute(reader.tx);
    for (const row of rows) {
      found.push({
        id: row.id,
        kind: row.kind,
        debtorId: row.debtor_id,
        currency: row.currency,
        on: row.on_day,
        label: row.label,
        amount: row.amount_cents,
      });
    }
  }
  return found;
}
