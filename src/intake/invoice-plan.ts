import { type Day, toIso } from '../calendar/day.ts';
import type { Instalment, Invoice } from '../invoices/invoice.ts';
import { type Cents, cents } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import { roomIn, type WorkItem } from './entries.ts';
import type { InvoiceDraft, KnownInvoice } from './plan-invoice.ts';
import type { Planning } from './planning.ts';
import { addReceived } from './received.ts';

/** One fact that a file changes, as the answer of the import tells it. */
export interface Change {
  readonly line: number;
  /** Number of the invoice or credit note, key of the debtor. */
  readonly document: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Of an amount. */
  readonly currency?: string;
}

/** What a file makes of one invoice. */
export interface InvoicePlan {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly invoice: Invoice;
  /** Its instalments that were not known, with what is left of each. */
  readonly newItems: readonly WorkItem[];
  readonly changedItems: readonly Instalment[];
  /** Payments that it brings. */
  readonly payments: number;
  readonly changes: readonly Change[];
}

/** Books the money of a draft: the invoice as it will be written. */
export function settleDraft(draft: InvoiceDraft, planning: Planning): InvoicePlan {
  const { known, items, invoice } = draft;
  const { entries } = planning;
  const before = entries.payments.size;
  let received = 0;
  for (const line of draft.received) received += addReceived(entries, line, planning);
  const payments = entries.payments.size - before;
  if (known === null) {
    return { outcome: 'created', invoice, newItems: items, changedItems: [], payments, changes: [] };
  }
  const was = new Map(known.items.map((item) => [item.instalment.id, item.instalment]));
  const changes = changesOf(draft, known, cents(received));
  return {
    outcome: changes.length > 0 ? 'updated' : 'unchanged',
    invoice,
    newItems: items.filter((item) => !was.has(item.instalment.id)),
    changedItems: items
      .map((item) => item.instalment)
      .filter((item) => was.has(item.id) && isChanged(was.get(item.id)!, item)),
    payments,
    changes,
  };
}

function isChanged(before: Instalment, after: Instalment): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** Facts of the row that carry no news of the invoice itself. */
const OWN_FACTS = new Set<keyof Invoice>(['rowSha256', 'importId']);

function changesOf({ line, invoice: after, items }: InvoiceDraft, known: KnownInvoice, received: Cents) {
  const before = known.invoice;
  const changes: Change[] = [];
  const say = (field: string, from: string | null, to: string | null) =>
    changes.push({ line, document: after.number, field, from, to });
  const { currency } = after;
  const sayAmount = (field: string, from: Cents | null, to: Cents) =>
    changes.push({
      ...{ line, document: after.number, field, currency, to: toDecimal(to) },
      from: from === null ? null : toDecimal(from),
    });
  for (const key of Object.keys(after) as (keyof Invoice)[]) {
    if (OWN_FACTS.has(key) || before[key] === after[key]) continue;
    if (key === 'amount') sayAmount(key, before.amount, after.amount);
    else say(key, factText(key, before[key]), factText(key, after[key]));
  }
  for (const { instalment } of items) {
    const was = known.items.find((item) => item.instalment.id === instalment.id)?.instalment;
    if (!was) say('instalment', null, dueText(instalment.dueOn));
    else if (was.dueOn !== instalment.dueOn) say('dueOn', dueText(was.dueOn), dueText(instalment.dueOn));
  }
  if (received > 0) sayAmount('received', null, received);
  const [from, to] = [balanceBefore(known), cents(items.reduce((total, item) => total + roomIn(item), 0))];
  if (items.length > 0 && from !== to) sayAmount('balance', from, to);
  return changes;
}

function balanceBefore({ items }: KnownInvoice): Cents {
  const rooms = items.map(({ instalment, uses }) =>
    roomIn({ instalment, live: uses.filter((use) => use.reversedOn === null) }),
  );
  return cents(rooms.reduce((total: number, room) => total + room, 0));
}

function dueText(dueOn: Day | null): string | null {
  return dueOn === null ? null : toIso(dueOn);
}

function factText(key: keyof Invoice, value: Invoice[keyof Invoice]): string | null {
  if (value === null) return null;
  return key.endsWith('On') ? toIso(value as Day) : String(value);
}
