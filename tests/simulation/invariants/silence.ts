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
export async function checkNothingSilent(
  world: World,
  house: House,
  plan: DayPlan,
  moved: readonly string[],
): Promise<void> {
  const told = new Set([
    ...plan.actions.flatMap(({ debtor, invoices }) =>
      invoices.map((one) => nameOf(debtor, one.number, one.instalment)),
    ),
    ...plan.held.map((one) => nameOf(one.debtor, one.invoice, one.instalment)),
    ...(await quietlyNamed(world, house, plan.on)),
  ]);
  for (const item of await openItems(world, house, plan.on)) {
    if (moved.includes(item.debtor) || told.has(nameOf(item.debtor, item.invoice, item.instalment))) continue;
    const why = await world.clerk.say(house.key, ['why', item.invoice, '--debtor', item.debtor]);
    const mine = plan.actions.filter(({ debtor }) => debtor === item.debtor);
    const seen = `${JSON.stringify(item)} why: ${JSON.stringify(why.data)} actions: ${JSON.stringify(mine)}`;
    throw new Violation('nothing-due-is-silent', house.key, item.debtor, seen);
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

/** Not yet due, and mentioned in a contact that asks for other invoices: told to the debtor, in no list. */
async function quietlyNamed(world: World, house: House, on: string): Promise<readonly string[]> {
  const rows = await world.place.ask(
    `select d.key as debtor, v.number as invoice,
       (select count(*) from instalments b where b.creditor_id = t.creditor_id and b.invoice_id = t.invoice_id
          and b.position <= t.position)::int as instalment
     from proposals p cross join jsonb_array_elements(p.items->'quiet') as quiet
     join instalments t on t.creditor_id = p.creditor_id and t.id = (quiet->>'id')::uuid
     join invoices v on v.creditor_id = t.creditor_id and v.id = t.invoice_id
     join debtors d on d.creditor_id = p.creditor_id and d.id = p.debtor_id
     join creditors h on h.creditor_id = p.creditor_id
     where h.key = $1 and p.on_day = $2`,
    [house.key, on],
  );
  return rows.map(({ debtor, invoice, instalment }) => nameOf(`${debtor}`, `${invoice}`, Number(instalment)));
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
