import type { Day } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { defect } from '../formats/defect.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import { bySettlement, type Instalment, type Invoice } from '../invoices/invoice.ts';
import { type Cents, cents, sumCents, ZERO } from '../money/cents.ts';
import { formatMoney } from '../money/format.ts';
import type { Settlement } from '../payments/payment.ts';
import { type BookDefectCode, bookDefect, type ToldDefect } from './defects.ts';
import { addEntries, noEntries, roomIn, trim, type WorkItem, workItem } from './entries.ts';
import { type MatchedItem, matchItems } from './match-items.ts';
import type { Planning } from './planning.ts';
import { CLOSED_AT, released } from './quarantine.ts';
import { addReceived, houseMethod, isLowered, type Received } from './received.ts';

/** An invoice of the books with its instalments and what settles them. */
export interface KnownInvoice {
  readonly invoice: Invoice;
  readonly items: readonly {
    readonly instalment: Instalment;
    readonly uses: readonly Settlement[];
    /** A person gave its due date: no file moves it. */
    readonly dueStated: boolean;
  }[];
  /** What a person stated of it: no file takes it back. */
  readonly stated: ReadonlySet<keyof Invoice>;
  /** The day of the last file that changed it. */
  readonly saidOn: Day | null;
}

/** An invoice as a file leaves it, before the money that the file brings is booked. */
export interface InvoiceDraft {
  readonly known: KnownInvoice | null;
  readonly line: number;
  readonly invoice: Invoice;
  /** All its instalments as they will stand, in the order in which money settles them. */
  readonly items: readonly WorkItem[];
  readonly received: readonly Received[];
}

/**
 * What the lines of one invoice change in the books, or a defect for each line. `rowSha256` is the hash of
 * what they say; `debtorId` whose they are. A null of the file erases nothing.
 */
export function planInvoice(
  records: readonly InvoiceRecord[],
  known: KnownInvoice | null,
  debtorId: string,
  rowSha256: string,
  planning: Planning,
): InvoiceDraft | readonly ToldDefect[] {
  const first = records[0]!;
  if (known && known.invoice.currency !== first.currency) {
    const detail = `${known.invoice.currency} puis ${first.currency}`;
    return reject(records, 'currency_changed', 'devise', detail);
  }
  if (known && known.invoice.voidedOn !== null && !planning.acceptRevived) {
    return staysVoided(records, known, rowSha256);
  }
  const instalments = known?.items.map((item) => item.instalment) ?? [];
  const matched = matchItems(records, instalments);
  if (matched === null) {
    const detail = `${instalments.length} connues, ${records.length} dans le fichier`;
    return reject(records, 'instalments_changed', 'date_echeance', detail);
  }
  const invoice = invoiceFrom(records, known, debtorId, rowSha256, planning);
  const work = workItems(matched, known, invoice, planning);
  const items = [...work.values()];
  if (items.length > 1) items.sort((a, b) => bySettlement(a.instalment, b.instalment));
  const trimmed = noEntries();
  if (known) trim(trimmed, items, planning.newId);
  const draft: InvoiceDraft = {
    known,
    line: first.line,
    invoice: { ...invoice, amount: sumCents(items.map((item) => item.instalment.amount)) },
    items,
    received: records
      .filter((record) => known !== null || record.paid > 0)
      .map((record) => receivedOf(record, matched, work, invoice, known)),
  };
  const against = known && objections(records, draft, known, planning);
  if (against) return against;
  addEntries(planning.entries, trimmed);
  return draft;
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
  records: readonly InvoiceRecord[],
  books: KnownInvoice | null,
  debtorId: string,
  rowSha256: string,
  { importId, newId, on }: Planning,
): Invoice {
  const first = records[0]!;
  const known = books?.invoice ?? null;
  const said = <T>(pick: (record: InvoiceRecord) => T | null): T | null => {
    for (const record of records) {
      const value = pick(record);
      if (value !== null) return value;
    }
    return null;
  };
  const facts = {
    description: said((record) => record.description),
    orderReference: said((record) => record.order),
    commitment: said((record) => record.commitment),
    serviceCode: said((record) => record.serviceCode),
    buyerReference: said((record) => record.reference),
    performedOn: said((record) => record.performedOn),
    receivedOn: said((record) => record.receivedOn),
    paymentMethod: houseMethod(said((record) => record.paymentMethod)),
    assignedTo: said((record) => record.assignee?.name ?? null),
    assigneeIban: said((record) => record.assignee?.iban ?? null),
    chorusNumber: said((record) => record.chorusDeposit),
    chorusOn: said((record) => record.chorusDepositedOn),
  } satisfies Partial<Invoice>;
  const kept = Object.fromEntries(
    (Object.keys(facts) as (keyof typeof facts)[]).map((key) => {
      const mayChange = !books?.stated.has(key);
      return [key, (mayChange ? facts[key] : null) ?? known?.[key] ?? null];
    }),
  ) as Pick<Invoice, keyof typeof facts>;
  return {
    ...kept,
    id: known?.id ?? newId(),
    debtorId,
    number: first.number,
    issuedOn: first.issuedOn,
    amount: ZERO,
    currency: first.currency,
    contractRate: known?.contractRate ?? null,
    outOfL441: known?.outOfL441 ?? false,
    copySha256: known?.copySha256 ?? null,
    importId,
    rowSha256,
    enteredOn: known?.enteredOn ?? on,
    // A file that brings a voided invoice again was asked about before.
    voidedOn: null,
  };
}

/** Every instalment as it will stand, by id: known ones that the file leaves out stay as they are. */
function workItems(
  matched: readonly MatchedItem[],
  known: KnownInvoice | null,
  invoice: Invoice,
  planning: Planning,
): Map<string, WorkItem> {
  const { importId, newId } = planning;
  const work = new Map<string, WorkItem>();
  const books = new Map(known?.items.map((item) => [item.instalment.id, item]));
  let position = Math.max(0, ...[...books.values()].map(({ instalment }) => instalment.position));
  for (const { said, known: before } of matched) {
    const paidInFile = said.retention ? null : positive(said.record.paid);
    if (before) {
      const { uses, dueStated } = books.get(before.id)!;
      const dueOn = dueStated ? before.dueOn : (said.dueOn ?? before.dueOn);
      const next = { ...before, dueOn, amount: said.amount, paidInFile };
      const dated = before.dueOn === null && dueOn !== null && before.releasedOn !== null;
      const instalment = dated ? released(next, planning.on, planning.lateStart) : next;
      work.set(before.id, workItem(instalment, invoice.issuedOn, uses));
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
  for (const [id, { instalment, uses }] of books) {
    if (!work.has(id)) work.set(id, workItem(instalment, invoice.issuedOn, uses));
  }
  return work;
}

function positive(amount: Cents): Cents {
  return amount > 0 ? amount : ZERO;
}

/**
 * What a line says was received, with its own items: the last ones it is about, in the order of `matched`.
 */
function receivedOf(
  record: InvoiceRecord,
  matched: readonly MatchedItem[],
  work: ReadonlyMap<string, WorkItem>,
  invoice: Invoice,
  known: KnownInvoice | null,
): Received {
  const ordered = [...work.values()];
  const items = matched.flatMap(({ said }, index) => (said.record === record ? [ordered[index]!] : []));
  const before = matched.flatMap((item) => (item.said.record === record ? (item.known ?? []) : []));
  return {
    line: record.line,
    debtorId: invoice.debtorId,
    currency: invoice.currency,
    items,
    payments: record.payments,
    paid: positive(record.paid),
    paidBefore: sumCents(before.map((instalment) => instalment.paidInFile ?? ZERO)),
    saidOn: known?.saidOn ?? null,
  };
}

/**
 * Why the lines of a known invoice cannot be taken: they lower what was received, or reopen what was closed.
 */
function objections(
  records: readonly InvoiceRecord[],
  draft: InvoiceDraft,
  known: KnownInvoice,
  planning: Planning,
): readonly ToldDefect[] | null {
  const lowered = draft.received.filter((received) => isLowered(received, planning));
  if (lowered.length > 0) {
    return records.map(({ line, number }) => {
      const own = lowered.find((received) => received.line === line);
      const { paidBefore, paid } = own ?? lowered[0]!;
      if (!own)
        return defect('sibling_rejected', { line, value: number, detail: `ligne ${lowered[0]!.line}` });
      const { currency } = draft.invoice;
      const detail = `${formatMoney(paidBefore, currency)} puis ${formatMoney(paid, currency)}`;
      return bookDefect('paid_lowered', { line, field: 'deja_regle', value: number, detail });
    });
  }
  if (planning.acceptRevived) return null;
  const revived = revivedBy(known, afterPayments(draft, planning));
  return revived === null
    ? null
    : reject(
        records,
        'invoice_revived',
        'facture',
        `resterait dû ${formatMoney(revived, draft.invoice.currency)}`,
      );
}

/** The items once the file's money is booked, tried on copies. */
function afterPayments(draft: InvoiceDraft, planning: Planning): ReadonlyMap<string, WorkItem> {
  const copies = new Map(draft.items.map((item) => [item.instalment.id, { ...item, live: [...item.live] }]));
  for (const received of draft.received) {
    const items = received.items.map((item) => copies.get(item.instalment.id)!);
    addReceived(noEntries(), { ...received, items }, planning);
  }
  return copies;
}

/** What of a closed item would be owed again; null when nothing is. */
function revivedBy(known: KnownInvoice, after: ReadonlyMap<string, WorkItem>): Cents | null {
  for (const { instalment, uses } of known.items) {
    const live = uses.filter((use) => use.reversedOn === null);
    const left = roomIn(after.get(instalment.id)!);
    if (roomIn({ instalment, live }) <= CLOSED_AT && left > CLOSED_AT) return left;
  }
  const fresh = [...after.values()].filter(({ instalment }) =>
    known.items.every((item) => item.instalment.id !== instalment.id),
  );
  const closed = known.items.every(
    ({ instalment, uses }) =>
      roomIn({ instalment, live: uses.filter((use) => use.reversedOn === null) }) <= CLOSED_AT,
  );
  const opened = cents(fresh.reduce((total, item) => total + roomIn(item), 0));
  return closed && opened > CLOSED_AT ? opened : null;
}

/**
 * A voided invoice that a changed file still brings: asked about when it claims something, else left alone.
 */
function staysVoided(
  records: readonly InvoiceRecord[],
  known: KnownInvoice,
  rowSha256: string,
): InvoiceDraft | readonly ToldDefect[] {
  if (sumCents(records.map((record) => record.open)) > CLOSED_AT) {
    const detail = `annulée le ${formatShortDay(known.invoice.voidedOn!)}`;
    return reject(records, 'invoice_revived', 'facture', detail);
  }
  const invoice = { ...known.invoice, rowSha256 };
  return { known, line: records[0]!.line, invoice, items: [], received: [] };
}
