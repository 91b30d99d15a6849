import type { InvoiceRecord } from '../formats/invoice.ts';
import type { CreditNote } from '../invoices/invoice.ts';
import { type Cents, cents, ZERO } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import type { Allocation } from '../payments/payment.ts';
import { spread, totalOf, type WorkItem } from './entries.ts';
import type { Change } from './invoice-plan.ts';
import type { Planning } from './planning.ts';

/** The invoice a credit note corrects, with its instalments as they will stand after this import. */
export interface Corrected {
  readonly invoiceId: string;
  readonly items: readonly WorkItem[];
}

export interface CreditNotePlan {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly creditNote: CreditNote;
  readonly changes: readonly Change[];
}

/** A credit note of the books with what it settles now. */
export interface KnownCreditNote {
  readonly creditNote: CreditNote;
  readonly uses: readonly Allocation[];
}

/** A credit note as the lines of one number give it. */
export interface SaidCreditNote {
  readonly line: number;
  readonly first: InvoiceRecord;
  readonly debtorId: string;
  readonly rowSha256: string;
  /** Its whole amount, positive. */
  readonly amount: Cents;
  /** What the file says was used or given back already. */
  readonly used: Cents;
}

export function saidCreditNote(
  records: readonly InvoiceRecord[],
  debtorId: string,
  rowSha256: string,
): SaidCreditNote {
  let amount = 0;
  let used = 0;
  for (const record of records) {
    amount -= record.amount;
    used -= Math.min(0, record.paid);
  }
  const first = records[0]!;
  return {
    line: first.line,
    first,
    debtorId,
    rowSha256,
    amount: cents(amount),
    used: cents(Math.min(used, amount)),
  };
}

/**
 * What a file makes of a credit note: it settles the invoice it corrects, and what is left is a credit of the
 * debtor. What the file says was used elsewhere shows in the balances of other lines already: it is offered
 * no more: nothing is left of a note that was never known, `empty`. Null when the file would take back what
 * the note already settles.
 */
export function planCreditNote(
  said: SaidCreditNote,
  known: KnownCreditNote | null,
  corrected: Corrected | null,
  planning: Planning,
): CreditNotePlan | 'empty' | null {
  const uses = (known?.uses ?? []).filter((use) => use.reversedOn === null);
  const id = known?.creditNote.id ?? planning.newId();
  const bound = known?.creditNote.invoiceId ?? null;
  const before = totalOf(uses);
  let settled = before;
  if (said.amount < settled) return null;
  if (corrected && bound === null) {
    const source = {
      debtorId: said.debtorId,
      paymentId: null,
      creditNoteId: id,
      origin: 'credit-note',
    } as const;
    const offered = settles(said, planning) ? said.amount : cents(said.amount - said.used);
    const free = cents(Math.max(0, offered - settled));
    const { entries, newId } = planning;
    const left = spread(entries, corrected.items, source, free, said.first.issuedOn, newId);
    settled = cents(settled + free - left);
  }
  const amount = cents(settled + said.amount - Math.max(said.used, settled));
  const invoiceId = bound ?? corrected?.invoiceId ?? null;
  if (known) return updated(said, known.creditNote, amount, invoiceId, cents(settled - before), planning);
  if (amount === 0) return 'empty';
  const creditNote: CreditNote = {
    id,
    debtorId: said.debtorId,
    number: said.first.number,
    issuedOn: said.first.issuedOn,
    amount,
    currency: said.first.currency,
    invoiceId,
    countsFrom: 'date',
    description: said.first.description,
    importId: planning.importId,
    rowSha256: said.rowSha256,
    voidedOn: null,
  };
  return { outcome: 'created', creditNote, changes: [] };
}

/** Whether its used part settled the invoice it names, and not another one or a refund. */
function settles({ used }: SaidCreditNote, { paidCountsNotes }: Planning): boolean {
  return used === 0 || paidCountsNotes;
}

function updated(
  said: SaidCreditNote,
  before: CreditNote,
  amount: Cents,
  invoiceId: string | null,
  newlySettled: Cents,
  { on }: Planning,
): CreditNotePlan {
  const creditNote: CreditNote = {
    ...before,
    amount: amount > 0 ? amount : before.amount,
    invoiceId,
    rowSha256: said.rowSha256,
    voidedOn: amount > 0 ? null : (before.voidedOn ?? on),
  };
  const was = before.voidedOn === null ? before.amount : ZERO;
  const place = { line: said.line, document: before.number, currency: before.currency };
  const changes: Change[] = [];
  if (was !== amount) {
    changes.push({ ...place, field: 'amount', from: toDecimal(was), to: toDecimal(amount) });
  }
  if (newlySettled > 0) {
    changes.push({ ...place, field: 'settled', from: null, to: toDecimal(newlySettled) });
  }
  return { outcome: changes.length > 0 ? 'updated' : 'unchanged', creditNote, changes };
}
