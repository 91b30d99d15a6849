import { Violation } from '../violation.ts';
import type { House, World } from '../world.ts';

/**
 * Nothing is settled beyond what it is, nothing settles more than it holds, what went back settles nothing;
 * and of each debtor, what is open less what is free is what was invoiced less what came in.
 */
export async function checkMoney(world: World, house: House): Promise<void> {
  const wrong = await world.place.ask(UNBALANCED, [house.key]);
  if (wrong.length > 0) {
    const { debtor } = wrong[0] as { debtor: string };
    throw new Violation('money-balances', house.key, debtor, JSON.stringify(wrong));
  }
  const booked = await world.place.ask(POSITIONS, [house.key]);
  const told = positions(house);
  for (const { debtor, currency, net } of booked as { debtor: string; currency: string; net: number }[]) {
    const known = told.get(`${debtor} ${currency}`) ?? 0;
    if (known === net) continue;
    const seen = `${currency}: the books say ${net} cents, what happened says ${known}`;
    throw new Violation('money-balances', house.key, debtor, seen);
  }
}

function positions(house: House): Map<string, number> {
  const net = new Map<string, number>();
  const add = (debtor: string, currency: string, amount: number) =>
    net.set(`${debtor} ${currency}`, (net.get(`${debtor} ${currency}`) ?? 0) + amount);
  for (const { patron, currency, amount, voidedOn } of house.bills)
    add(patron.key, currency, voidedOn === null ? amount : 0);
  for (const { patron, currency, amount, reversedOn } of house.monies)
    if (patron !== null) add(patron.key, currency, reversedOn === null ? -amount : 0);
  return net;
}

const UNBALANCED = `
  with live as (
    select a.* from allocations a join creditors h on h.creditor_id = a.creditor_id
    where h.key = $1 and a.reversed_on is null
  )
  select d.key as debtor, 'instalment settled beyond its amount' as what, t.id::text, t.amount_cents,
    sum(a.amount_cents)::bigint as settled
  from live a join instalments t on t.creditor_id = a.creditor_id and t.id = a.instalment_id
  join debtors d on d.creditor_id = t.creditor_id and d.id = t.debtor_id
  group by d.key, t.id, t.amount_cents having sum(a.amount_cents) > t.amount_cents or min(a.amount_cents) <= 0
  union all
  select d.key, 'payment settles more than it is, or went back', p.id::text, p.amount_cents,
    sum(a.amount_cents)::bigint
  from live a join payments p on p.creditor_id = a.creditor_id and p.id = a.payment_id
  join debtors d on d.creditor_id = a.creditor_id and d.id = a.debtor_id
  group by d.key, p.id, p.amount_cents, p.reversed_on
  having sum(a.amount_cents) > p.amount_cents or p.reversed_on is not null
  union all
  select d.key, 'credit note settles more than it is', n.id::text, n.amount_cents, sum(a.amount_cents)::bigint
  from live a join credit_notes n on n.creditor_id = a.creditor_id and n.id = a.credit_note_id
  join debtors d on d.creditor_id = a.creditor_id and d.id = a.debtor_id
  group by d.key, n.id, n.amount_cents having sum(a.amount_cents) > n.amount_cents
  union all
  select d.key, 'a voided invoice is settled', v.id::text, v.amount_cents, sum(a.amount_cents)::bigint
  from live a join instalments t on t.creditor_id = a.creditor_id and t.id = a.instalment_id
  join invoices v on v.creditor_id = t.creditor_id and v.id = t.invoice_id and v.voided_on is not null
  join debtors d on d.creditor_id = t.creditor_id and d.id = t.debtor_id
  group by d.key, v.id, v.amount_cents`;

/** What is open of the items less what is free of payments and credit notes. */
const POSITIONS = `
  with house as (select creditor_id from creditors where key = $1),
  live as (
    select debtor_id, instalment_id, payment_id, credit_note_id, amount_cents from allocations
    where creditor_id = (select creditor_id from house) and reversed_on is null
  ),
  lines as (
    select t.debtor_id, v.currency, t.amount_cents
      - coalesce((select sum(amount_cents) from live where instalment_id = t.id), 0) as net
    from instalments t join invoices v on v.creditor_id = t.creditor_id and v.id = t.invoice_id
    where t.creditor_id = (select creditor_id from house) and v.voided_on is null
    union all
    select p.debtor_id, p.currency, -(p.amount_cents
      - coalesce((select sum(amount_cents) from live where payment_id = p.id), 0))
    from payments p where p.creditor_id = (select creditor_id from house)
      and p.debtor_id is not null and p.reversed_on is null
    union all
    select n.debtor_id, n.currency, -(n.amount_cents
      - coalesce((select sum(amount_cents) from live where credit_note_id = n.id), 0))
    from credit_notes n where n.creditor_id = (select creditor_id from house) and n.voided_on is null
  )
  select d.key as debtor, l.currency, sum(l.net)::bigint as net
  from lines l join debtors d on d.id = l.debtor_id and d.creditor_id = (select creditor_id from house)
  group by d.key, l.currency`;
