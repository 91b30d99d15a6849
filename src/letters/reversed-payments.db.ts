import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Tx } from '../platform/db.ts';
import { sqlDate } from '../platform/sql-values.ts';
import type { ReversedPayment } from './letter-facts.ts';

/**
 * Payments of these items that were taken back since the last text about them, oldest first. The books do not
 * tell money that bounced from money booked by mistake: what was put right the same day, entered anew for the
 * same day (ids are in the order of entry), or only said by an invoice file, whose day is not the payment's,
 * is left out.
 */
export async function reversedPayments(
  tx: Tx,
  itemIds: readonly string[],
  on: Day,
): Promise<readonly ReversedPayment[]> {
  const { rows } = await sql<ReversedPayment>`
    select p.received_on as "receivedOn", p.reversed_on as "reversedOn", p.amount_cents as amount
    from payments p
    where p.reversed_on <= ${sqlDate(on)} and p.entered_on < p.reversed_on and p.source <> 'invoices-import'
      and exists (
        select from allocations a
        where a.creditor_id = p.creditor_id and a.payment_id = p.id and a.reversed_on = p.reversed_on
          and a.instalment_id = any(${itemIds}::uuid[])
          and not exists (
            select from contact_items ci
            join contacts c on c.creditor_id = ci.creditor_id and c.id = ci.contact_id
            where ci.creditor_id = a.creditor_id and ci.instalment_id = a.instalment_id and c.written
              and c.state = 'done' and c.on_day >= p.reversed_on
          )
      )
      and not exists (
        select from payments o
        where o.creditor_id = p.creditor_id and o.debtor_id = p.debtor_id and o.reversed_on is null
          and o.received_on = p.received_on and o.id > p.id
      )
    order by p.received_on, p.id`.execute(tx);
  return rows;
}
