import { toIso } from '../calendar/day.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { lockedInvoice, markVoided } from '../invoices/invoices.db.ts';
import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { keepValue } from '../journal/values.db.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { endAllocations } from './allocations.db.ts';
import { invoiceVoided } from './events.ts';
import type { Allocation } from './payment.ts';
import { settleablesOf } from './settleables.db.ts';
import { invoiceIsVoided } from './shares.ts';

/**
 * An invoice is claimed no more from `scope.on`; what had settled it becomes a credit of the debtor again.
 * Refusals: `invoice_voided` (already), `date_order` (before it was issued).
 */
export async function voidInvoice(
  scope: Scope,
  given: Invoice,
  reason: string,
): Promise<{ readonly invoice: Invoice; readonly freed: readonly Allocation[] } | Refusal> {
  const invoice = await lockedInvoice(scope, given);
  if (invoice.voidedOn !== null) return invoiceIsVoided(invoice.number);
  if (scope.on < invoice.issuedOn) {
    return refuse('date_order', 'Une facture ne peut pas être annulée avant d’être émise.', {
      issuedOn: toIso(invoice.issuedOn),
    });
  }
  const items = await settleablesOf(scope, invoice);
  const freed = items.flatMap((item) => item.uses.filter((use) => use.reversedOn === null));
  const kept = await keepValue(scope, invoice.debtorId, reason);
  await markVoided(scope, invoice.id, scope.on, kept);
  await endAllocations(
    scope,
    freed.map((use) => use.id),
    scope.on,
  );
  await append(scope, invoice.debtorId, invoiceVoided, {
    invoice: invoice.id,
    voidedOn: toIso(scope.on),
    allocations: freed.map((use) => use.id),
    reason: kept,
  });
  return { invoice: { ...invoice, voidedOn: scope.on }, freed };
}
