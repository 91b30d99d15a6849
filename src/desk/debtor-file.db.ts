import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import { contactsOf } from '../debtors/contacts.db.ts';
import { debtorByKey, debtorPage } from '../debtors/debtors.db.ts';
import type { Scope } from '../journal/scope.ts';
import { balancesOn, creditsOn } from '../payments/balances.db.ts';
import type { ItemBalance } from '../payments/payment.ts';
import type { Tx } from '../platform/db.ts';
import { isRefusal } from '../platform/refusal.ts';
import { sqlDate } from '../platform/sql-values.ts';
import { type Amounts, addTo } from './amounts.ts';
import type { DebtorFile, DebtorLine, Happening } from './debtor-file.ts';
import { type ItemRanks, nameItem } from './item-name.ts';
import { readItemRanks } from './item-ranks.db.ts';
import { whyInvoice } from './why-invoice.db.ts';
import { textsOf } from './worklist.db.ts';

type Reader = Pick<Scope, 'tx' | 'creditorId'>;

/** Debtors in the order of their keys, a page at a time, each with what it owes on a day. */
export async function debtorLines(
  reader: Reader,
  on: Day,
  after: string | null,
  limit: number,
): Promise<readonly DebtorLine[]> {
  const debtors = await debtorPage(reader, after, limit);
  const balances = await balancesOn(
    reader,
    debtors.map(({ id }) => id),
    on,
  );
  const byDebtor = Map.groupBy(balances, ({ debtorId }) => debtorId);
  return debtors.map(({ id, key, name, regime }) => {
    const items = (byDebtor.get(id) ?? []).filter(({ balance }) => balance > 0);
    const late = items.filter(({ dueOn }) => dueOn !== null && dueOn < on);
    const ages = late.map(({ dueOn }) => on - dueOn!);
    const oldest = ages.length === 0 ? null : Math.max(...ages);
    return { key, name, regime, owed: sumOf(items), late: sumOf(late), oldest };
  });
}

function sumOf(items: readonly ItemBalance[]): Amounts {
  return items.reduce<Amounts>((sum, { currency, balance }) => addTo(sum, currency, balance), []);
}

/** Everything about one debtor on a day; null when no debtor has that key. */
export async function readDebtorFile(reader: Reader, key: string, on: Day): Promise<DebtorFile | null> {
  const debtor = await debtorByKey(reader, key);
  if (!debtor) return null;
  const contacts = (await contactsOf(reader, [debtor.id])).get(debtor.id) ?? [];
  const items = (await balancesOn(reader, [debtor.id], on)).filter(({ balance }) => balance > 0);
  const ranks = await readItemRanks(reader.tx, [debtor.id]);
  const next = await nextOf(reader, debtor.key, items, on);
  return {
    debtor,
    contacts: contacts.filter(({ removedOn }) => removedOn === null),
    items: items.map((item) => {
      const named = nameItem(item.instalmentId, item.number, ranks);
      return { ...item, ...named, next: next.get(named.name) ?? null };
    }),
    credits: await creditsOn(reader, [debtor.id], on),
    happenings: await happeningsOf(reader, debtor.id, ranks, on),
  };
}

/** Each look ahead simulates months of decisions: beyond these, the page of the invoice tells it. */
const LOOKED_AHEAD = 20;

/** By the name of the item. */
async function nextOf({ tx }: Reader, key: string, items: readonly ItemBalance[], on: Day) {
  const told = new Map<string, string>();
  for (const number of [...new Set(items.map((item) => item.number))].slice(0, LOOKED_AHEAD)) {
    const whys = await whyInvoice(tx, number, key, on);
    if (isRefusal(whys)) continue;
    for (const { name, today, next } of whys)
      told.set(name, today.code === 'step_due' ? today.message : (next?.message ?? today.message));
  }
  return told;
}

/** A person's words that a row names: they live in the journal's keeping, where they can be erased. */
function keptText(digest: string): RawBuilder<unknown> {
  const owner = `${digest.split('.')[0]}.creditor_id`;
  return sql`(select coalesce(k.value, 'effacé') from journal_values k
    where k.creditor_id = ${sql.ref(owner)} and k.digest = ${sql.ref(digest)})`;
}

interface HappeningRow extends Omit<Happening, 'texts'> {
  readonly proposalId: string | null;
  /** Of the item whose number is the label, where it is one. */
  readonly id: string;
}

/** What happened up to a day, newest first: what we did, what the debtor said, what was paid. */
async function happeningsOf(
  { tx }: Reader,
  debtorId: string,
  ranks: ItemRanks,
  on: Day,
): Promise<readonly Happening[]> {
  const rows = await happeningRows(tx, debtorId, on);
  const texts = await textsOf(
    tx,
    rows.flatMap(({ proposalId }) => proposalId ?? []),
  );
  return rows.map(({ proposalId, id, label, ...row }) => ({
    ...row,
    label: label === null ? null : row.kind.startsWith('dispute') ? nameItem(id, label, ranks).name : label,
    texts: texts.get(proposalId ?? '') ?? [],
  }));
}

async function happeningRows(tx: Tx, debtorId: string, on: Day): Promise<readonly HappeningRow[]> {
  const { rows } = await sql<HappeningRow>`
    select "on", kind, label, channel, state, amount, currency, until, "proposalId", id from (
      select c.on_day as "on", case when t.due_on is null then 'contact' else 'plan-notice' end as kind,
        c.step as label, c.channel,
        case when c.state = 'done' then coalesce(c.receipt_outcome, c.outcome) else c.state end as state,
        p.amount_cents as amount, c.currency, coalesce(t.due_on, c.presented_on) as until,
        c.proposal_id as "proposalId", c.id
      from contacts c left join proposals p on p.creditor_id = c.creditor_id and p.id = c.proposal_id
      left join plan_date_notices m on m.creditor_id = c.creditor_id and m.contact_id = c.id
      left join plan_dates t on t.creditor_id = m.creditor_id and t.plan_id = m.plan_id
        and t.position = m.position
      where c.debtor_id = ${debtorId}
      union all
      select s.on_day, 'skipped', s.step, null, ${keptText('s.reason_sha256')}, null, null, null, null, s.instalment_id
      from skipped_steps s where s.debtor_id = ${debtorId}
      union all
      select v.issued_on, 'invoice', v.number, null, null, v.amount_cents, v.currency, null, null, v.id
      from invoices v where v.debtor_id = ${debtorId}
      union all
      select p.received_on, 'payment', p.reference, null, null, p.amount_cents, p.currency, null, null, p.id
      from payments p where p.debtor_id = ${debtorId}
      union all
      select p.reversed_on, 'reversal', case when p.reversal_reason_sha256 is not null
          then ${keptText('p.reversal_reason_sha256')} when p.reversal_row_key is not null then 'd’après un fichier de règlements'
          else 'remplacé par le règlement lui-même, importé depuis' end, null, null, p.amount_cents, p.currency, null, null, p.id
      from payments p where p.debtor_id = ${debtorId} and p.reversed_on is not null
      union all
      select n.issued_on, 'credit-note', n.number, null, null, n.amount_cents, n.currency, null, null, n.id
      from credit_notes n where n.debtor_id = ${debtorId}
      union all
      select p.made_on, 'promise', p.made_by, null,
        case when p.cancelled_on is null then null else 'cancelled' end, p.amount_cents, p.currency, p.promised_on,
        null, p.id
      from promises p where p.debtor_id = ${debtorId}
      union all
      select d.opened_on, 'dispute', v.number, null, ${keptText('d.reason_sha256')}, d.amount_cents, v.currency, null, null, i.id
      from disputes d join instalments i on i.creditor_id = d.creditor_id and i.id = d.instalment_id
      join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
      where d.debtor_id = ${debtorId}
      union all
      select d.closed_on, 'dispute-closed', v.number, null, null, d.amount_cents, v.currency, null, null, i.id
      from disputes d join instalments i on i.creditor_id = d.creditor_id and i.id = d.instalment_id
      join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
      where d.debtor_id = ${debtorId} and d.closed_on is not null
      union all
      select p.agreed_on, 'plan', null, null, case when p.cancelled_on is null then null else 'cancelled' end,
        (select sum(amount_cents)::bigint from plan_dates t
          where t.creditor_id = p.creditor_id and t.plan_id = p.id), p.currency,
        (select max(due_on) from plan_dates t where t.creditor_id = p.creditor_id and t.plan_id = p.id), null, p.id
      from payment_plans p where p.debtor_id = ${debtorId}
      union all
      select p.opened_on, 'pause', null, null, ${keptText('p.reason_sha256')}, null, null, p.until_day, null, p.id
      from pauses p where p.debtor_id = ${debtorId}
      union all
      select d.insolvency_on, 'insolvency', null, null, null, null, null, null, null, d.id
      from debtors d where d.id = ${debtorId} and d.insolvency_on is not null
    ) h where "on" <= ${sqlDate(on)} order by "on" desc, kind, id desc`.execute(tx);
  return rows;
}
