import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { callScripts } from '../letters/call-scripts.db.ts';
import { coveredUntil } from '../payments/bank-coverage.db.ts';
import type { Tx } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import { sqlDate } from '../platform/sql-values.ts';
import { isAnnounced } from './announced.ts';
import { nameItem } from './item-name.ts';
import { readRanksOf } from './item-ranks.db.ts';
import { planDay } from './plan-day.db.ts';
import {
  type DoneContact,
  type ShownText,
  type WaitingBatch,
  type Worklist,
  worklistOf,
} from './worklist.ts';

/** What is to be done on a day, what was done on it, what waits and why. Reads only. */
export async function readWorklist(scope: Scope): Promise<Worklist> {
  const { tx, creditorId, on } = scope;
  const plan = await planDay(tx, creditorId, on, await callScripts(scope));
  const freshUntil = await coveredUntil(scope);
  return worklistOf(plan, {
    on,
    freshUntil,
    batches: await unpostedBatches(tx),
    done: await contactsMadeOn(tx, on),
  });
}

/** The last day on which the day's work was done; null before the first. */
export async function lastWorkedDay(tx: Tx): Promise<Day | null> {
  const row = await tx
    .selectFrom('runs')
    .select(({ fn }) => fn.max('on_day').as('on'))
    .executeTakeFirst();
  return (row?.on as Day | null | undefined) ?? null;
}

interface ContactRow extends Omit<DoneContact, 'texts' | 'items'> {
  readonly proposalId: string | null;
  readonly items: readonly { readonly id: string; readonly number: string; readonly step: string }[];
}

async function contactsMadeOn(tx: Tx, on: Day): Promise<readonly DoneContact[]> {
  const { rows } = await sql<ContactRow>`
    select d.key as debtor, d.name as "debtorName", c.step, c.channel, c.state, c.outcome, c.currency,
      p.amount_cents as amount, c.proposal_id as "proposalId", t.due_on as "planDate",
      coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'number', v.number, 'step', ci.step)
          order by v.number, i.position) from contact_items ci
        join instalments i on i.creditor_id = ci.creditor_id and i.id = ci.instalment_id
        join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
        where ci.creditor_id = c.creditor_id and ci.contact_id = c.id), '[]') as items
    from contacts c
    join debtors d on d.creditor_id = c.creditor_id and d.id = c.debtor_id
    left join proposals p on p.creditor_id = c.creditor_id and p.id = c.proposal_id
    left join plan_date_notices n on n.creditor_id = c.creditor_id and n.contact_id = c.id
    left join plan_dates t on t.creditor_id = n.creditor_id and t.plan_id = n.plan_id
      and t.position = n.position
    where c.on_day = ${sqlDate(on)} order by d.name, c.id`.execute(tx);
  const ranks = await readRanksOf(
    tx,
    rows.flatMap(({ items }) => items.map(({ id }) => id)),
  );
  const texts = await textsOf(
    tx,
    rows.flatMap(({ proposalId }) => proposalId ?? []),
  );
  return rows.map(({ proposalId, items, ...row }) => ({
    ...row,
    items: items.map(({ id, number, step }) => ({
      number,
      ...nameItem(id, number, ranks),
      announced: isAnnounced(step, row.step),
    })),
    texts: texts.get(proposalId ?? '') ?? [],
  }));
}

/** The texts in force of contacts, by the contact's proposal. */
export async function textsOf(tx: Tx, proposalIds: readonly string[]): Promise<Map<string, ShownText[]>> {
  const { rows } = await sql<{ proposalId: string; id: string; kind: string; messageId: string | null }>`
    select l.proposal_id as "proposalId", l.id, l.kind, m.id as "messageId" from letters l
    left join messages m on m.creditor_id = l.creditor_id and m.letter_id = l.id and m.state = 'sent'
    where l.proposal_id = any(${proposalIds}::uuid[]) and l.superseded_on is null
    order by l.kind, l.id`.execute(tx);
  const shown = new Map<string, ShownText[]>();
  for (const { proposalId, id, kind, messageId } of rows) {
    const mail = messageId === null ? null : shortId('mail', messageId).slice('mail-'.length);
    const known = shown.get(proposalId) ?? [];
    shown.set(proposalId, [...known, { letterId: id, kind, mail }]);
  }
  return shown;
}

async function unpostedBatches(tx: Tx): Promise<readonly WaitingBatch[]> {
  const { rows } = await sql<{ id: string; madeOn: Day; letters: number }>`
    select b.id, b.made_on as "madeOn", count(*) as letters from print_batches b
    join print_batch_letters p on p.creditor_id = b.creditor_id and p.batch_id = b.id
    join letters l on l.creditor_id = p.creditor_id and l.id = p.letter_id and l.kind = 'letter'
      and l.superseded_on is null
    where b.posted_on is null group by b.id, b.made_on order by b.made_on, b.id`.execute(tx);
  return rows.map((row) => ({ ...row, shortId: shortId('lot', row.id) }));
}
