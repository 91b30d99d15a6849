import { addDays, toIso } from '../../../src/calendar/day.ts';
import type { DayPlan } from '../../../src/desk/plan.ts';
import { Violation } from '../violation.ts';
import type { House, World } from '../world.ts';

interface OpenItem {
  readonly debtor: string;
  readonly invoice: string;
  readonly instalment: number;
  readonly due: string;
  readonly open: number;
}

const CLOSED = 100;
const PRE_DUE_DAYS = 5;

/** Each open item that is due, or about to be, is in a contact of the day or has its reason. */
export async function checkNothingSilent(world: World, house: House, plan: DayPlan): Promise<void> {
  const told = new Set([
    ...plan.actions.flatMap(({ debtor, invoices }) =>
      invoices.map((one) => nameOf(debtor, one.number, one.instalment)),
    ),
    ...plan.held.map((one) => nameOf(one.debtor, one.invoice, one.instalment)),
  ]);
  for (const item of await openItems(world, house, plan.on)) {
    if (told.has(nameOf(item.debtor, item.invoice, item.instalment))) continue;
    throw new Violation('nothing-due-is-silent', house.key, item.debtor, JSON.stringify(item));
  }
  const stale = plan.held.find(({ until }) => until !== null && until < plan.on);
  if (stale)
    throw new Violation(
      'nothing-due-is-silent',
      house.key,
      stale.debtor,
      `held by a day that is past: ${JSON.stringify(stale)}`,
    );
}

function nameOf(debtor: string, invoice: string, instalment: number): string {
  return `${debtor} ${invoice} ${instalment}`;
}

/** What is owed and due, from the rows of the money alone. */
async function openItems(world: World, house: House, on: string): Promise<readonly OpenItem[]> {
  const rows = await world.place.ask(
    `select d.key as debtor, v.number as invoice, t.due_on as due,
       rank() over (partition by t.invoice_id order by t.position)::int as instalment,
       t.amount_cents - coalesce((select sum(a.amount_cents) from allocations a
         where a.creditor_id = t.creditor_id and a.instalment_id = t.id
           and a.counts_on <= $2 and (a.reversed_on is null or a.reversed_on > $2)), 0)::bigint as open
     from instalments t join invoices v on v.creditor_id = t.creditor_id and v.id = t.invoice_id
     join debtors d on d.creditor_id = t.creditor_id and d.id = t.debtor_id
     join creditors h on h.creditor_id = t.creditor_id
     where h.key = $1 and v.voided_on is null`,
    [house.key, on],
  );
  const horizon = toIso(addDays(world.clerk.today(), PRE_DUE_DAYS));
  return (rows as unknown as OpenItem[]).filter(
    ({ due, open }) => due !== null && due <= horizon && open > CLOSED,
  );
}
