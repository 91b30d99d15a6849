import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { type Cents, cents } from '../money/cents.ts';
import type { Tx } from '../platform/db.ts';
import { loadCreditorFacts } from '../reminders/facts.db.ts';
import { bookedItems, freeCredits } from './booked-items.db.ts';
import { creditLabel } from './labels.ts';
import { letterItem, NO_PENALTIES, nameOf, type Parts } from './letter-item.ts';
import type {
  NoticeParties,
  PaymentMeans,
  PromiseFacts,
  ReceiptFacts,
  StatementFacts,
} from './notice-facts.ts';
import { readCreditorIdentity, readDebtorIdentity } from './parties.db.ts';

/** Facts of a text, and whose they are. */
export interface Gathered<T> {
  readonly debtorId: string;
  readonly facts: T;
}

async function partiesOf(scope: Scope, debtorId: string, currency: string): Promise<NoticeParties> {
  const debtor = await readDebtorIdentity(scope.tx, debtorId);
  const creditor = await readCreditorIdentity(scope);
  return { language: debtor.language, on: scope.on, creditor, debtor: debtor.identity, currency };
}

/** The account of a debtor in one currency: everything due and not yet due, credits beside, no accessory. */
export async function gatherStatement(
  scope: Scope,
  debtorId: string,
  currency: string,
): Promise<StatementFacts> {
  const { tx, on } = scope;
  const parties = await partiesOf(scope, debtorId, currency);
  const terms = { regime: parties.debtor.regime, on, insolvencyOn: null };
  const lines = (await bookedItems(tx, debtorId, currency, on)).map((item) =>
    letterItem(item, { step: 'contact', claims: false }, terms, NO_PENALTIES),
  );
  const credits = await freeCredits(tx, debtorId, currency, on);
  return {
    ...parties,
    due: lines.filter(({ dueOn }) => dueOn < on),
    notYetDue: lines.filter(({ dueOn }) => dueOn >= on),
    credits: credits.map(({ on: since, number, amount }) => ({
      label: creditLabel(number, parties.language),
      on: since,
      amount,
    })),
    freshUntil: (await loadCreditorFacts(tx, on)).freshUntil,
  };
}

interface PromisedItem extends Parts {
  readonly assignedTo: string | null;
  readonly assigneeIban: string | null;
}

/** A live promise, with the invoices it speaks of. */
export async function gatherPromise(scope: Scope, promiseId: string): Promise<Gathered<PromiseFacts> | null> {
  const { rows } = await sql<{
    debtorId: string;
    currency: string;
    amount: Cents;
    promisedOn: Day;
    madeOn: Day;
    madeBy: string | null;
  }>`
    select debtor_id as "debtorId", currency, amount_cents as amount, promised_on as "promisedOn",
      made_on as "madeOn", made_by as "madeBy"
    from promises where id = ${promiseId} and cancelled_on is null`.execute(scope.tx);
  const [promise] = rows;
  if (!promise) return null;
  const items = await sql<PromisedItem>`
    select v.number, i.retention, v.assigned_to as "assignedTo", v.assignee_iban as "assigneeIban",
      part.position, part.count
    from promise_items p
    join instalments i on i.creditor_id = p.creditor_id and i.id = p.instalment_id
    join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
    cross join lateral (
      select count(*) as count, count(*) filter (where o.position <= i.position) as position
      from instalments o
      where o.creditor_id = i.creditor_id and o.invoice_id = i.invoice_id and not o.retention
    ) part
    where p.promise_id = ${promiseId} order by v.number, i.position`.execute(scope.tx);
  const facts = {
    ...(await partiesOf(scope, promise.debtorId, promise.currency)),
    exchange: { on: promise.madeOn, with: promise.madeBy },
    items: items.rows.map(({ assignedTo, assigneeIban, ...item }) => ({
      ...nameOf(item),
      assignee:
        assignedTo === null || assigneeIban === null ? null : { name: assignedTo, iban: assigneeIban },
    })),
    amount: promise.amount,
    promisedOn: promise.promisedOn,
    means: null,
  };
  return { debtorId: promise.debtorId, facts };
}

const MEANS: Readonly<Record<string, PaymentMeans>> = {
  transfer: 'transfer',
  card: 'card',
  cheque: 'cheque',
  'direct-debit': 'direct-debit',
  lcr: 'bill',
  cash: 'cash',
};

/** A payment and where it went; null when it is unknown, reversed, or nobody's yet. */
export async function gatherReceipt(scope: Scope, paymentId: string): Promise<Gathered<ReceiptFacts> | null> {
  const { tx } = scope;
  const { rows } = await sql<{
    debtorId: string | null;
    currency: string;
    amount: Cents;
    on: Day;
    means: string | null;
  }>`
    select debtor_id as "debtorId", currency, amount_cents as amount, received_on as "on", means
    from payments where id = ${paymentId} and reversed_on is null`.execute(tx);
  const [payment] = rows;
  if (!payment || payment.debtorId === null) return null;
  const means = MEANS[payment.means ?? ''] ?? 'other';
  const facts = {
    ...(await partiesOf(scope, payment.debtorId, payment.currency)),
    amount: payment.amount,
    creditedOn: payment.on,
    means,
    subjectToCollection: means === 'cheque' || means === 'bill',
    allocations: await allocationsOf(tx, paymentId),
    accessories: null,
  };
  return { debtorId: payment.debtorId, facts };
}

async function allocationsOf(tx: Tx, paymentId: string): Promise<ReceiptFacts['allocations']> {
  const { rows } = await sql<{ number: string; amount: Cents; remaining: Cents }>`
    select v.number, sum(a.amount_cents)::bigint as amount,
      (select sum(i.amount_cents)::bigint from instalments i
        where i.creditor_id = v.creditor_id and i.invoice_id = v.id)
      - coalesce((select sum(o.amount_cents)::bigint from allocations o
          join instalments i on i.creditor_id = o.creditor_id and i.id = o.instalment_id
          where o.creditor_id = v.creditor_id and i.invoice_id = v.id and o.reversed_on is null), 0) as remaining
    from allocations a
    join instalments i on i.creditor_id = a.creditor_id and i.id = a.instalment_id
    join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
    where a.payment_id = ${paymentId} and a.reversed_on is null
    group by v.creditor_id, v.id, v.number order by v.number`.execute(tx);
  return rows.map((row) => ({ ...row, remaining: cents(row.remaining) }));
}
