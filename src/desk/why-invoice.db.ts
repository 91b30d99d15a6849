import { sql } from 'kysely';
import { type Day, toIso } from '../calendar/day.ts';
import { ambiguousInvoice } from '../invoices/invoice.ts';
import type { Cents } from '../money/cents.ts';
import type { Tx } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { sqlDate } from '../platform/sql-values.ts';
import { decisionsOn } from '../reminders/decisions.db.ts';
import { sameContact } from '../reminders/proposal.ts';
import { openProposals } from '../reminders/proposals.db.ts';
import type { Action } from '../reminders/verdict.ts';
import { isAnnounced } from './announced.ts';
import { nameItem } from './item-name.ts';
import { readItemRanks } from './item-ranks.db.ts';
import { invoicesNumbered } from './plan-day.db.ts';
import { type PastStep, type Why, whyOf, whySettled } from './why.ts';

interface InstalmentRow {
  readonly id: string;
  readonly number: string;
  readonly currency: string;
  readonly dueOn: Day | null;
  readonly balance: Cents;
  readonly voided: boolean;
}

/**
 * `why` of each instalment of an invoice, in their order; an unknown or ambiguous number is refused with its
 * candidates.
 */
export async function whyInvoice(
  tx: Tx,
  number: string,
  debtorKey: string | null,
  on: Day,
): Promise<readonly Why[] | Refusal> {
  const found = await invoicesNumbered(tx, number, debtorKey);
  const [invoice] = found;
  if (!invoice) return refuse('invoice_unknown', `Aucune facture « ${number} ».`, { invoice: number });
  if (found.length > 1) {
    return ambiguousInvoice(
      number,
      found.map((one) => one.debtorKey),
    );
  }
  for await (const decided of decisionsOn(tx, on, [invoice.debtorId])) {
    const open = await openProposals(tx, [invoice.debtorId]);
    const approved = open.filter(({ state }) => state === 'approved');
    const idOf = (action: Action) => {
      const known = open.find((proposal) => proposal.state === 'proposed' && sameContact(proposal, action));
      return known ? shortId('rem', known.id) : null;
    };
    const rows = await instalmentsOf(tx, invoice.invoiceId, on);
    const ranks = await readItemRanks(tx, [invoice.debtorId]);
    const whys: Why[] = [];
    for (const row of rows) {
      const past = await pastOf(tx, row.id, on);
      const item = decided.debtor.items.find((one) => one.id === row.id);
      const noticeId = await noticeAbout(tx, row.id);
      const why = item && whyOf({ ...decided, on, approved, ranks, idOf, noticeId }, item, past);
      const named = nameItem(row.id, row.number, ranks);
      whys.push(why ?? whySettled(row, named, decided.debtor, past, on));
    }
    return whys;
  }
  throw new Error('the debtor of the invoice is gone');
}

async function instalmentsOf(tx: Tx, invoiceId: string, on: Day): Promise<InstalmentRow[]> {
  const day = sqlDate(on);
  const { rows } = await sql<InstalmentRow>`
    select i.id, v.number, v.currency, i.due_on as "dueOn",
      coalesce(v.voided_on <= ${day}, false) as voided,
      case when v.voided_on <= ${day} then 0 else i.amount_cents - coalesce((select sum(a.amount_cents)::bigint from allocations a
        where a.creditor_id = i.creditor_id and a.instalment_id = i.id and a.counts_on <= ${day}
          and (a.reversed_on is null or a.reversed_on > ${day})), 0) end as balance
    from instalments i join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
    where i.invoice_id = ${invoiceId} order by i.position`.execute(tx);
  return rows;
}

/** The contact of the last formal notice about an item that was deposited. */
async function noticeAbout(tx: Tx, itemId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select c.proposal_id as id from contact_items ci
    join contacts c on c.creditor_id = ci.creditor_id and c.id = ci.contact_id
    where ci.instalment_id = ${itemId} and ci.step = 'formal-notice' and c.channel = 'registered'
      and c.state <> 'undelivered' and c.proposal_id is not null
    order by c.on_day desc, c.id desc limit 1`.execute(tx);
  return rows[0] ? shortId('rem', rows[0].id) : null;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  sending: 'ambiguous',
  doubtful: 'ambiguous',
  undelivered: 'undelivered',
};

async function pastOf(tx: Tx, itemId: string, on: Day): Promise<PastStep[]> {
  const { rows } = await sql<{
    on: Day;
    step: string;
    within: string | null;
    planDate: Day | null;
    channel: string;
    state: string;
    outcome: string | null;
  }>`
    select c.on_day as "on", ci.step, c.step as within, null::date as "planDate", c.channel,
      c.state, c.outcome
    from contact_items ci join contacts c on c.creditor_id = ci.creditor_id and c.id = ci.contact_id
    where ci.instalment_id = ${itemId} and c.on_day <= ${sqlDate(on)}
    union all
    select c.on_day, c.step, c.step, t.due_on, c.channel, c.state, c.outcome
    from plan_items i
    join plan_date_notices n on n.creditor_id = i.creditor_id and n.plan_id = i.plan_id
    join plan_dates t on t.creditor_id = n.creditor_id and t.plan_id = n.plan_id and t.position = n.position
    join contacts c on c.creditor_id = n.creditor_id and c.id = n.contact_id
    where i.instalment_id = ${itemId} and c.on_day <= ${sqlDate(on)} order by 1`.execute(tx);
  const skipped = await sql<{ on: Day; step: string }>`
    select on_day as "on", step from skipped_steps where instalment_id = ${itemId} and on_day <= ${sqlDate(on)}
    `.execute(tx);
  const done = rows.map((row) => ({
    on: toIso(row.on),
    step: row.step,
    channel: row.channel,
    outcome: OUTCOMES[row.state] ?? doneWord(row.channel, row.outcome),
    ...(isAnnounced(row.step, row.within) ? { announcedIn: row.within! } : {}),
    ...(row.planDate === null ? {} : { planDate: toIso(row.planDate) }),
  }));
  const passed = skipped.rows.map((row) => ({
    on: toIso(row.on),
    step: row.step,
    channel: '',
    outcome: 'skipped',
  }));
  return [...done, ...passed].sort((a, b) => (a.on < b.on ? -1 : 1));
}

function doneWord(channel: string, outcome: string | null): string {
  if (outcome !== null) return outcome;
  if (channel === 'email') return 'sent';
  return channel === 'call' || channel === 'task' ? 'done' : 'posted';
}
