import { accountOf, type Books, type Invoice, type Item, invoiceOf } from './books.ts';
import { day } from './calendar.ts';
import type * as facts from './facts.ts';
import { centsOf, least } from './money.ts';

/** Money received or a credit note: what may settle items, or stay a credit. */
export interface Source {
  readonly id: string;
  readonly kind: 'payment' | 'credit-note';
  readonly currency: string;
  /** The bank's day, or that of the note. */
  readonly on: number;
  readonly amount: bigint;
  readonly fromOrigin: boolean;
  /** What it settles, what was undone included. */
  readonly shares: Share[];
  reversedOn: number | null;
}

/** What a source settles of an item. A reversal or a void undoes it from a day on; nothing is taken away. */
export interface Share {
  readonly source: Source;
  readonly item: Item;
  readonly amount: bigint;
  undoneOn: number | null;
}

export function enterSource(books: Books, fact: facts.PaymentEntered | facts.CreditNoteEntered): void {
  const source: Source = {
    id: fact.id,
    kind: fact.kind,
    currency: fact.currency,
    on: day(fact.kind === 'payment' ? fact.receivedOn : fact.issuedOn),
    amount: centsOf(fact.amount),
    fromOrigin: fact.kind === 'credit-note' && fact.fromOrigin,
    shares: [],
    reversedOn: null,
  };
  books.sources.set(source.id, source);
  if (fact.debtor === null) return;
  accountOf(books, fact.debtor).sources.push(source);
  if (fact.invoice === null) return;
  const instalment = fact.kind === 'payment' ? fact.instalment : null;
  settle(source, invoiceOf(books, fact.debtor, fact.invoice), instalment, source.amount);
}

export function allocate(books: Books, fact: facts.CreditAllocated): void {
  const source = books.sources.get(fact.id);
  if (source === undefined) throw new Error(`the facts know no credit ${fact.id}`);
  const account = accountOf(books, fact.debtor);
  if (!account.sources.includes(source)) account.sources.push(source);
  const most = fact.amount === null ? source.amount : centsOf(fact.amount);
  settle(source, invoiceOf(books, fact.debtor, fact.invoice), fact.instalment, most);
}

export function reverse(books: Books, fact: facts.PaymentReversed): void {
  const source = books.sources.get(fact.id);
  if (source === undefined) throw new Error(`the facts know no payment ${fact.id}`);
  source.reversedOn = day(fact.reversedOn);
  for (const share of source.shares) share.undoneOn ??= source.reversedOn;
}

/** What had settled it is a credit again. */
export function voidInvoice(invoice: Invoice, on: number): void {
  invoice.voidedOn = on;
  for (const { shares } of invoice.items) for (const share of shares) share.undoneOn ??= on;
}

/** As the instalments fall due, those without a date last; what does not fit stays a credit of the debtor. */
function settle(source: Source, invoice: Invoice, instalment: number | null, most: bigint): void {
  let left = least(most, standing(source.amount, source.reversedOn === null ? source.shares : null));
  const items = invoice.items
    .filter(({ ref }) => instalment === null || ref.instalment === instalment)
    .toSorted((a, b) => last(a.dueOn) - last(b.dueOn) || a.ref.instalment - b.ref.instalment);
  for (const item of items) {
    const amount = least(left, standing(item.amount, invoice.voidedOn === null ? item.shares : null));
    if (amount <= 0n) continue;
    const share: Share = { source, item, amount, undoneOn: null };
    source.shares.push(share);
    item.shares.push(share);
    left -= amount;
  }
}

function last(dueOn: number | null): number {
  return dueOn ?? Number.MAX_SAFE_INTEGER;
}

/** What is left of an amount by all that is known; nothing of what was reversed or voided. */
function standing(amount: bigint, shares: readonly Share[] | null): bigint {
  if (shares === null) return 0n;
  return shares.reduce((left, share) => (share.undoneOn === null ? left - share.amount : left), amount);
}
