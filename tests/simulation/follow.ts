import { decimal } from './events/billing.ts';
import type { Channel, ContactDone, Step } from './oracle/facts.ts';
import { type House, tell, type World } from './world.ts';

interface Row {
  readonly id: string;
  readonly state: string;
  readonly debtor: string;
  readonly on: string;
  readonly step: Step | null;
  readonly channel: Channel;
  readonly currency: string;
  readonly reached: boolean;
  readonly answerBy: string | null;
  readonly copies: readonly Channel[] | null;
  readonly composedOn: string | null;
  readonly planned: boolean;
  readonly items: readonly {
    readonly number: string;
    readonly instalment: number;
    readonly step: Step;
    readonly completes: boolean;
    readonly balance: number;
  }[];
}

/** Tells the oracle which contacts were made since it was told last, and which came to nothing. */
export async function follow(world: World, house: House): Promise<void> {
  const rows = (await world.place.ask(CONTACTS, [house.key])) as unknown as Row[];
  for (const row of rows) {
    const before = house.told.get(row.id);
    if (before === row.state) continue;
    house.told.set(row.id, row.state);
    const lost = row.state === 'undelivered';
    if (before === undefined && !lost && row.step !== null && row.items.length > 0) tell(house, contact(row));
    if (before !== undefined && lost && row.step !== null && row.items.length > 0)
      tell(house, { kind: 'contact-undone', on: row.on, id: row.id });
  }
}

function contact(row: Row): ContactDone {
  const { id, on, debtor, currency, channel, answerBy } = row;
  return {
    kind: 'contact',
    on,
    id,
    debtor,
    currency,
    step: row.step!,
    // A call is no text: it deducts no credit.
    channel: channel === 'call' ? 'task' : channel,
    copies: row.copies ?? [],
    reached: row.reached,
    items: row.items.map(({ number, instalment, step, completes, balance }) => ({
      item: { debtor, invoice: number, instalment },
      step,
      completes,
      asked: decimal(balance),
    })),
    sum: null,
    answerBy,
    composedOn: row.composedOn ?? on,
  } as ContactDone;
}

const CONTACTS = `
  select c.id, c.state, d.key as debtor, c.on_day as "on", c.step, c.channel, c.currency, c.reached,
    c.answer_by as "answerBy", p.copies, (p.items->'planDate') <> 'null'::jsonb as planned,
    (select min(l.on_day) from letters l where l.creditor_id = p.creditor_id and l.proposal_id = p.id
       and l.superseded_on is null) as "composedOn",
    coalesce((
      select jsonb_agg(jsonb_build_object('number', v.number, 'balance', (i->>'balance')::bigint,
        'step', i->>'step', 'completes', (i->>'completes')::boolean, 'instalment', (
          select count(*) from instalments b
          where b.creditor_id = t.creditor_id and b.invoice_id = t.invoice_id and b.position <= t.position)))
      from jsonb_array_elements((p.items->'demanded') || (p.items->'quiet')) i
      join instalments t on t.creditor_id = p.creditor_id and t.id = (i->>'id')::uuid
      join invoices v on v.creditor_id = t.creditor_id and v.id = t.invoice_id), '[]'::jsonb) as items
  from contacts c join creditors h on h.creditor_id = c.creditor_id
  join debtors d on d.creditor_id = c.creditor_id and d.id = c.debtor_id
  left join proposals p on p.creditor_id = c.creditor_id and p.id = c.proposal_id
  where h.key = $1 order by c.on_day, c.id`;
