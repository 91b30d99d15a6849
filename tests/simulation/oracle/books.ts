import { day } from './calendar.ts';
import type * as facts from './facts.ts';
import { centsOf } from './money.ts';
import { allocate, enterSource, reverse, type Share, type Source, voidInvoice } from './settlement.ts';

/** One instalment of one invoice. */
export interface Item {
  /** `debtor/invoice/instalment` */
  readonly key: string;
  readonly ref: facts.ItemRef;
  readonly invoice: Invoice;
  readonly amount: bigint;
  readonly retention: boolean;
  /** What settles it, what was undone included. */
  readonly shares: Share[];
  dueOn: number | null;
}

export interface Invoice {
  readonly number: string;
  readonly debtor: string;
  readonly currency: string;
  readonly items: Item[];
  readonly quarantine: string | null;
  terms: facts.InvoiceTerms;
  releasedOn: number | null;
  lateStart: facts.LateStart | null;
  voidedOn: number | null;
}

/** What a text deducted: of which credit, from which item. */
export interface Part {
  readonly source: Source;
  readonly item: Item;
  readonly amount: bigint;
}

export interface Contact {
  readonly fact: facts.ContactDone;
  readonly on: number;
  readonly told: readonly Part[];
  undone: boolean;
  notice: facts.NoticeFollowed | null;
}

export type HoldFact = facts.DisputeOpened | facts.PromiseMade | facts.PauseSet | facts.PlanAgreed;

export interface Hold {
  readonly fact: HoldFact;
  readonly on: number;
  endedOn: number | null;
}

/** All that the facts say of one debtor. */
export interface Account {
  readonly key: string;
  /** null: its invoices are known before it is. */
  debtor: facts.DebtorSet | null;
  readonly invoices: Map<string, Invoice>;
  readonly sources: Source[];
  readonly holds: Hold[];
  readonly contacts: Contact[];
  readonly skipped: { readonly on: number; readonly step: facts.Step; readonly items: readonly string[] }[];
  readonly pending: Map<string, facts.ProposalStands>;
  readonly lookedAt: { readonly on: number; readonly currency: string }[];
  litigationLiftedOn: number | null;
}

/** The books of one creditor as the facts make them. */
export interface Books {
  creditor: facts.CreditorSet | null;
  readonly scenarios: Map<string, readonly facts.ScenarioStep[]>;
  readonly accounts: Map<string, Account>;
  readonly sources: Map<string, Source>;
  bankUntil: number | null;
  mailboxUntil: number | null;
  /** What a text that leaves deducts, computed by `claim.ts` from the books as they stand then. */
  readonly tell: (books: Books, contact: facts.ContactDone) => readonly Part[];
}

export function emptyBooks(tell: Books['tell']): Books {
  return {
    creditor: null,
    scenarios: new Map(),
    accounts: new Map(),
    sources: new Map(),
    bankUntil: null,
    mailboxUntil: null,
    tell,
  };
}

export function accountOf(books: Books, debtor: string): Account {
  const known = books.accounts.get(debtor);
  if (known !== undefined) return known;
  const fresh: Account = {
    key: debtor,
    debtor: null,
    invoices: new Map(),
    sources: [],
    holds: [],
    contacts: [],
    skipped: [],
    pending: new Map(),
    lookedAt: [],
    litigationLiftedOn: null,
  };
  books.accounts.set(debtor, fresh);
  return fresh;
}

export function itemKey({ debtor, invoice, instalment }: facts.ItemRef): string {
  return `${debtor}/${invoice}/${instalment}`;
}

export function itemOf(books: Books, ref: facts.ItemRef): Item {
  const invoice = invoiceOf(books, ref.debtor, ref.invoice);
  const found = invoice.items.find((item) => item.ref.instalment === ref.instalment);
  if (found === undefined) throw new Error(`the facts know no ${itemKey(ref)}`);
  return found;
}

/** Items of a debtor in a currency. */
export function itemsOf(books: Books, debtor: string, currency: string): readonly Item[] {
  return [...accountOf(books, debtor).invoices.values()]
    .filter((invoice) => invoice.currency === currency)
    .flatMap(({ items }) => items);
}

/** Enters the next fact of the log: the books are then those of that instant. */
export function enter(books: Books, fact: facts.Fact): void {
  if (enterMoney(books, fact) || enterTerms(books, fact) || enterHold(books, fact)) return;
  if (fact.kind === 'creditor') books.creditor = fact;
  else if (fact.kind === 'scenario') books.scenarios.set(fact.key, fact.steps);
  else if (fact.kind === 'bank') books.bankUntil = Math.max(books.bankUntil ?? 0, day(fact.until));
  else if (fact.kind === 'mailbox') books.mailboxUntil = Math.max(books.mailboxUntil ?? 0, day(fact.until));
  else enterConduct(books, fact);
}

function enterMoney(books: Books, fact: facts.Fact): boolean {
  if (fact.kind === 'payment' || fact.kind === 'credit-note') enterSource(books, fact);
  else if (fact.kind === 'allocated') allocate(books, fact);
  else if (fact.kind === 'payment-reversed') reverse(books, fact);
  else if (fact.kind === 'voided') {
    voidInvoice(invoiceOf(books, fact.debtor, fact.invoice), day(fact.on));
  } else return false;
  return true;
}

function enterTerms(books: Books, fact: facts.Fact): boolean {
  if (fact.kind === 'debtor') accountOf(books, fact.debtor).debtor = fact;
  else if (fact.kind === 'invoice') enterInvoice(books, fact);
  else if (fact.kind === 'invoice-terms') invoiceOf(books, fact.debtor, fact.invoice).terms = fact.terms;
  else if (fact.kind === 'due-date') itemOf(books, fact.item).dueOn = day(fact.dueOn);
  else if (fact.kind === 'released') {
    const invoices = [...books.accounts.values()].flatMap((account) => [...account.invoices.values()]);
    for (const invoice of invoices.filter(({ quarantine }) => quarantine === fact.quarantine)) {
      invoice.releasedOn ??= day(fact.on);
      invoice.lateStart = fact.lateStart;
    }
  } else return false;
  return true;
}

function enterHold(books: Books, fact: facts.Fact): boolean {
  const on = day(fact.on);
  if (fact.kind === 'hold-ended') {
    const holds = [...books.accounts.values()].flatMap((account) => account.holds);
    for (const hold of holds) if (hold.fact.id === fact.id) hold.endedOn ??= on;
  } else if (fact.kind === 'dispute') {
    accountOf(books, fact.item.debtor).holds.push({ fact, on, endedOn: null });
  } else if (fact.kind === 'promise' || fact.kind === 'plan') {
    accountOf(books, fact.items[0]!.debtor).holds.push({ fact, on, endedOn: null });
  } else if (fact.kind === 'pause') {
    accountOf(books, fact.debtor).holds.push({ fact, on, endedOn: null });
  } else return false;
  return true;
}

function enterConduct(books: Books, fact: facts.Fact): void {
  const on = day(fact.on);
  if (fact.kind === 'contact') {
    const told = books.tell(books, fact);
    accountOf(books, fact.debtor).contacts.push({ fact, on, told, undone: false, notice: null });
  } else if (fact.kind === 'contact-undone') contactOf(books, fact.id).undone = true;
  else if (fact.kind === 'notice') contactOf(books, fact.id).notice = fact;
  else if (fact.kind === 'skipped') {
    const { step, items } = fact;
    for (const ref of items) {
      accountOf(books, ref.debtor).skipped.push({ on, step, items: [itemKey(ref)] });
    }
  } else if (fact.kind === 'proposal') accountOf(books, fact.debtor).pending.set(fact.id, fact);
  else if (fact.kind === 'proposal-gone') {
    for (const account of books.accounts.values()) account.pending.delete(fact.id);
  } else if (fact.kind === 'litigation-lifted') accountOf(books, fact.debtor).litigationLiftedOn = on;
  else if (fact.kind === 'task-looked-at') {
    accountOf(books, fact.debtor).lookedAt.push({ on, currency: fact.currency });
  }
}

function contactOf(books: Books, id: string): Contact {
  for (const account of books.accounts.values()) {
    const found = account.contacts.findLast(({ fact }) => fact.id === id);
    if (found !== undefined) return found;
  }
  throw new Error(`the facts know no contact ${id}`);
}

export function invoiceOf(books: Books, debtor: string, number: string): Invoice {
  const found = accountOf(books, debtor).invoices.get(number);
  if (found === undefined) throw new Error(`the facts know no invoice ${debtor}/${number}`);
  return found;
}

function enterInvoice(books: Books, fact: facts.InvoiceEntered): void {
  const waits = fact.quarantine !== null;
  const invoice: Invoice = {
    number: fact.invoice,
    debtor: fact.debtor,
    currency: fact.currency,
    items: [],
    quarantine: fact.quarantine,
    terms: fact.terms,
    releasedOn: waits ? null : day(fact.on),
    lateStart: waits ? null : (books.creditor?.lateStart ?? 'at-age'),
    voidedOn: null,
  };
  accountOf(books, fact.debtor).invoices.set(fact.invoice, invoice);
  for (const { instalment, dueOn, amount, retention } of fact.instalments) {
    const ref = { debtor: fact.debtor, invoice: fact.invoice, instalment };
    invoice.items.push({
      key: itemKey(ref),
      ref,
      invoice,
      amount: centsOf(amount),
      retention,
      shares: [],
      dueOn: dueOn === null ? null : day(dueOn),
    });
  }
}
