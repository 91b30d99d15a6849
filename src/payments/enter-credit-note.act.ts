import { toIso } from '../calendar/day.ts';
import { insertCreditNotes } from '../invoices/credit-notes.db.ts';
import type { CreditNote, Invoice } from '../invoices/invoice.ts';
import { lockedInvoice } from '../invoices/invoices.db.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { Cents } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { type Share, shareOut } from './allocate.ts';
import { creditNoteEntered } from './events.ts';
import { allocate, settleablesOf } from './settleables.db.ts';
import { currencyDiffers, invoiceIsVoided, keptAsCredit, shareFacts } from './shares.ts';

export interface CreditNoteEntry {
  readonly debtorId: string;
  readonly number: string;
  readonly amount: Cents;
  readonly currency: string;
  /** The invoice it corrects; null: a credit of the debtor. */
  readonly invoice: Invoice | null;
  readonly countsFrom: CreditNote['countsFrom'];
  readonly description: string | null;
}

export interface CreditNoteEntered {
  readonly creditNote: CreditNote;
  readonly shares: readonly Share[];
  readonly credit: Cents;
}

/**
 * A credit note of `scope.on`. It lowers the invoice it corrects, from the invoice's own date when it
 * corrects an error (no interest ever ran on what was not owed); what exceeds is a credit. Refusals:
 * `amount_invalid`, `invoice_voided`, `currency_differs`, `date_order` (before the invoice).
 */
export async function enterCreditNote(
  scope: Scope,
  entry: CreditNoteEntry,
): Promise<CreditNoteEntered | Refusal> {
  if (entry.amount <= 0) {
    return refuse('amount_invalid', 'Un avoir s’écrit ici comme un montant supérieur à zéro.', {
      amount: toDecimal(entry.amount),
    });
  }
  await lockChain(scope, entry.debtorId);
  const invoice = entry.invoice && (await lockedInvoice(scope, entry.invoice));
  if (invoice?.voidedOn != null) return invoiceIsVoided(invoice.number);
  if (invoice && invoice.currency !== entry.currency)
    return currencyDiffers(entry.currency, invoice.currency);
  if (invoice && scope.on < invoice.issuedOn) {
    return refuse('date_order', 'Un avoir ne peut pas précéder la facture qu’il corrige.', {
      issuedOn: toIso(invoice.issuedOn),
    });
  }
  const { debtorId, number, amount, currency, countsFrom, description } = entry;
  const creditNote: CreditNote = {
    id: scope.newId(),
    debtorId,
    number,
    issuedOn: scope.on,
    amount,
    currency,
    invoiceId: invoice?.id ?? null,
    countsFrom,
    description,
    importId: null,
    rowSha256: null,
    voidedOn: null,
  };
  const from = invoice && countsFrom === 'origin' ? invoice.issuedOn : scope.on;
  const items = invoice ? await settleablesOf(scope, invoice) : [];
  const shares = shareOut({ standing: { amount, from, until: null }, uses: [] }, items, amount, scope.on);
  const credit = keptAsCredit(amount, shares);
  await insertCreditNotes(scope, [creditNote]);
  await allocate(scope, debtorId, { creditNoteId: creditNote.id }, shares);
  await append(scope, debtorId, creditNoteEntered, {
    creditNote: creditNote.id,
    invoice: creditNote.invoiceId,
    cents: amount,
    currency,
    issuedOn: toIso(creditNote.issuedOn),
    shares: shareFacts(shares),
    creditCents: credit,
  });
  return { creditNote, shares, credit };
}
