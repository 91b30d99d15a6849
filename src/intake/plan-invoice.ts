import { type Day, toIso } from '../calendar/day.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import type { Instalment, Invoice } from '../invoices/invoice.ts';
import { type Cents, cents, sumCents, ZERO } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import type { Allocation } from '../payments/payment.ts';
import { type BookDefectCode, bookDefect, type ToldDefect } from './defects.ts';
import { type Entries, noEntries, roomIn, trim, type WorkItem, workItem } from './entries.ts';
import { addReceived, houseMethod, type Planning, type Received, takeBackReceived } from './file-payments.ts';
import { type MatchedItem, matchItems, saidItems } from './match-items.ts';
import { CLOSED_AT, released } from './quarantine.ts';

/** An invoice of the books with its instalments and what settles them. */
export interface KnownInvoice {
  readonly invoice: Invoice;
  readonly items: readonly { readonly instalment: Instalment; readonly uses: readonly Allocation[] }[];
}

/** One fact that a file changes, as the answer of the import tells it. */
export interface Change {
  readonly line: number;
  readonly document: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What a file makes of one invoice. */
export interface InvoicePlan {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly invoice: Invoice;
  readonly newItems: readonly Instalment[];
  readonly changedItems: readonly Instalment[];
  /** All its instalments as they will stand. */
  readonly items: readonly WorkItem[];
  readonly entries: Entries;
  readonly changes: readonly Change[];
}

/**
 * What the lines of one invoice change in the books: all of it, or a defect for each line. `rowSha256` is the hash of what
 * they say; `debtorId` whose they are. A null of the file erases nothing.
 */
export function planInvoice(
  records: readonly InvoiceRecord[],
  known: KnownInvoice | null,
  debtorId: string,
  rowSha256: string,
  planning: Planning,
): InvoicePlan | readonly ToldDefect[] {
  const first = records[0]!;
  if (known && known.invoice.currency !== first.currency) {
    const detail = `${known.invoice.currency} puis ${first.currency}`;
    return reject(records, 'currency_changed', 'devise', detail);
  }
  if (known && known.invoice.voidedOn !== null && !planning.acceptRevived) {
    return staysVoided(records, known, rowSha256);
  }
  const said = saidItems(records);
  const matched = matchItems(said, known?.items.map((item) => item.instalment) ?? []);
  if (matched === null) {
    const detail = `${known?.items.length} connues, ${said.length} dans le fichier`;
    return reject(records, 'instalments_changed', 'date_echeance', detail);
  }
  const invoiceId = known?.invoice.id ?? planning.newId();
  const draft = invoiceFrom(first, known?.invoice ?? null, invoiceId, debtorId, rowSha256, planning);
  const work = workItems(matched, known, draft, planning);
  const entries = noEntries();
  const moved = settleLines(records, matched, work, draft, entries, planning);
  const items = [...work.values()];
  const invoice = { ...draft, amount: sumCents(items.map((item) => item.instalment.amount)) };
  const revived = known && !planning.acceptRevived ? revivedBy(known, items) : null;
  if (revived) return reject(records, 'invoice_revived', 'facture', revived);
  const changes = known ? changesOf(first.line, known, invoice, items, moved) : [];
  const changed = known ? items.filter((item) => isChanged(item.instalment, known)) : [];
  return {
    outcome: known ? (changes.length > 0 ? 'updated' : 'unchanged') : 'created',
    invoice,
    newItems: items
      .map((item) => item.instalment)
      .filter((item) => !known?.items.some(({ instalment }) => instalment.id === item.id)),
    changedItems: changed.map((item) => item.instalment),
    items,
    entries,
    changes,
  };
}

function reject(
  records: readonly InvoiceRecord[],
  code: BookDefectCode,
  field: string,
  detail: string,
): readonly ToldDefect[] {
  return records.map(({ line, number }) => bookDefect(code, { line, field, value: number, detail }));
}

function invoiceFrom(
  record: InvoiceRecord,
  known: Invoice | null,
  id: string,
  debtorId: string,
  rowSha256: string,
  { importId, on }: Planning,
): Invoice {
  return {
    id,
    debtorId,
    number: record.number,
    issuedOn: record.issuedOn,
    amount: ZERO,
    currency: record.currency,
    description: record.description ?? known?.description ?? null,
    orderReference: record.order ?? known?.orderReference ?? null,
    commitment: record.commitment ?? known?.commitment ?? null,
    serviceCode: record.serviceCode ?? known?.serviceCode ?? null,
    buyerReference: record.reference ?? known?.buyerReference ?? null,
    performedOn: record.performedOn ?? known?.performedOn ?? null,
    receivedOn: record.receivedOn ?? known?.receivedOn ?? null,
    paymentMethod: houseMethod(record.paymentMethod) ?? known?.paymentMethod ?? null,
    assignedTo: record.assignee?.name ?? known?.assignedTo ?? null,
    assigneeIban: record.assignee?.iban ?? known?.assigneeIban ?? null,
    contractRate: known?.contractRate ?? null,
    outOfL441: known?.outOfL441 ?? false,
    chorusNumber: record.chorusDeposit ?? known?.chorusNumber ?? null,
    chorusOn: record.chorusDepositedOn ?? known?.chorusOn ?? null,
    copySha256: known?.copySha256 ?? null,
    importId: known?.importId ?? importId,
    rowSha256,
    enteredOn: known?.enteredOn ?? on,
    // A file that brings a voided invoice again was asked about before.
    voidedOn: null,
  };
}

/** Every instalment as it will stand, by id: those of the file first, in the order in which they fall due. */
function workItems(
  matched: readonly MatchedItem[],
  known: KnownInvoice | null,
  invoice: Invoice,
  planning: Planning,
): Map<string, WorkItem> {
  const { importId, newId } = planning;
  const work = new Map<string, WorkItem>();
  let position = Math.max(0, ...(known?.items ?? []).map(({ instalment }) => instalment.position));
  for (const { said, known: before } of matched) {
    const paidInFile = said.retention ? null : positive(said.record.paid);
    if (before) {
      const next = { ...before, dueOn: said.dueOn ?? before.dueOn, amount: said.amount, paidInFile };
      const dated = before.dueOn === null && next.dueOn !== null && before.releasedOn !== null;
      const instalment = dated ? released(next, planning.on, planning.lateStart) : next;
      work.set(before.id, workItem(instalment, invoice.issuedOn, usesOf(known, before.id)));
      continue;
    }
    position += 1;
    const instalment: Instalment = {
      id: newId(),
      debtorId: invoice.debtorId,
      invoiceId: invoice.id,
      position,
      dueOn: said.dueOn,
      amount: said.amount,
      retention: said.retention,
      importId,
      paidInFile,
      releasedOn: null,
      lateStart: null,
    };
    work.set(instalment.id, workItem(instalment, invoice.issuedOn, []));
  }
  for (const { instalment } of known?.items ?? []) {
    if (!work.has(instalment.id)) {
      work.set(instalment.id, workItem(instalment, invoice.issuedOn, usesOf(known, instalment.id)));
    }
  }
  return work;
}

function usesOf(known: KnownInvoice | null, instalmentId: string): readonly Allocation[] {
  return known?.items.find(({ instalment }) => instalment.id === instalmentId)?.uses ?? [];
}

function positive(amount: Cents): Cents {
  return amount > 0 ? amount : ZERO;
}

interface Moved {
  readonly added: Cents;
  readonly takenBack: Cents;
  readonly freed: Cents;
}

/** Line by line: money said no more, amounts corrected, money newly said. */
function settleLines(
  records: readonly InvoiceRecord[],
  matched: readonly MatchedItem[],
  work: ReadonlyMap<string, WorkItem>,
  invoice: Invoice,
  entries: Entries,
  planning: Planning,
): Moved {
  const ordered = [...work.values()];
  const total = { added: 0, takenBack: 0, freed: 0 };
  for (const record of records) {
    const indexes = matched.flatMap(({ said }, index) => (said.record === record ? [index] : []));
    const items = indexes.map((index) => ordered[index]!);
    const before = matched.find(({ said, known }) => said.record === record && known && !said.retention);
    const received: Received = {
      debtorId: invoice.debtorId,
      currency: invoice.currency,
      items,
      payments: record.payments,
      paid: positive(record.paid),
      paidBefore: before?.known?.paidInFile ?? ZERO,
    };
    total.takenBack += takeBackReceived(entries, received, planning);
    for (const item of items) total.freed += trim(entries, item, planning.newId);
    total.added += addReceived(entries, received, planning);
  }
  return { added: cents(total.added), takenBack: cents(total.takenBack), freed: cents(total.freed) };
}

/** A voided invoice that a changed file still brings: asked about when it claims something, else left alone. */
function staysVoided(
  records: readonly InvoiceRecord[],
  known: KnownInvoice,
  rowSha256: string,
): InvoicePlan | readonly ToldDefect[] {
  const voidedOn = known.invoice.voidedOn!;
  if (sumCents(records.map((record) => record.open)) > CLOSED_AT) {
    return reject(records, 'invoice_revived', 'facture', `annulée le ${toIso(voidedOn)}`);
  }
  const nothing = { newItems: [], changedItems: [], items: [], changes: [] };
  const invoice = { ...known.invoice, rowSha256 };
  return { outcome: 'unchanged', invoice, ...nothing, entries: noEntries() };
}

/** What of a closed invoice would be owed again; null when nothing is. */
function revivedBy(known: KnownInvoice, items: readonly WorkItem[]): string | null {
  for (const { instalment, uses } of known.items) {
    const before = roomIn({ instalment, live: uses.filter((use) => use.reversedOn === null) });
    const after = items.find((item) => item.instalment.id === instalment.id);
    const left = after ? roomIn(after) : before;
    if (before <= CLOSED_AT && left > CLOSED_AT) return `solde ${toDecimal(left)}`;
  }
  return null;
}

function isChanged(instalment: Instalment, known: KnownInvoice): boolean {
  const before = known.items.find((item) => item.instalment.id === instalment.id)?.instalment;
  return before !== undefined && JSON.stringify(before) !== JSON.stringify(instalment);
}

/** Facts of the row that carry no news of the invoice itself. */
const OWN_FACTS = new Set<keyof Invoice>(['rowSha256']);

function changesOf(
  line: number,
  { invoice: before, items: knownItems }: KnownInvoice,
  after: Invoice,
  items: readonly WorkItem[],
  moved: Moved,
): readonly Change[] {
  const changes: Change[] = [];
  const say = (field: string, from: string | null, to: string | null) =>
    changes.push({ line, document: after.number, field, from, to });
  for (const key of Object.keys(after) as (keyof Invoice)[]) {
    if (OWN_FACTS.has(key) || before[key] === after[key]) continue;
    say(key, factText(key, before[key]), factText(key, after[key]));
  }
  for (const { instalment } of items) {
    const known = knownItems.find((item) => item.instalment.id === instalment.id)?.instalment;
    if (!known) say('instalment', null, dueText(instalment.dueOn));
    else if (known.dueOn !== instalment.dueOn) say('dueOn', dueText(known.dueOn), dueText(instalment.dueOn));
  }
  if (moved.added > 0) say('paid', null, toDecimal(moved.added));
  if (moved.takenBack > 0) say('paid', toDecimal(moved.takenBack), null);
  return changes;
}

function dueText(dueOn: Day | null): string | null {
  return dueOn === null ? null : toIso(dueOn);
}

function factText(key: keyof Invoice, value: Invoice[keyof Invoice]): string | null {
  if (value === null) return null;
  if (key === 'amount') return toDecimal(value as Cents);
  return key.endsWith('On') ? toIso(value as Day) : String(value);
}
