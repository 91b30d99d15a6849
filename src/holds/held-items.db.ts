import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/invoices.db.ts';
import { lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Cents, sumCents } from '../money/cents.ts';
import { lastingRemainder } from '../payments/balance.ts';
import { settleablesOf } from '../payments/settleables.db.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

/** Something still owed that a person speaks about. */
export interface HeldItem {
  readonly id: string;
  readonly number: string;
  readonly position: number;
  readonly balance: Cents;
}

export interface HeldItems {
  readonly debtorId: string;
  readonly currency: string;
  readonly items: readonly HeldItem[];
  readonly total: Cents;
}

/**
 * What remains of the invoices, item by item, as money settles them; their debtor's chain is locked.
 * Refusals: `debtors_differ`, `currency_differs`, `invoice_voided`, `nothing_owed`.
 */
export async function lockHeldItems(
  scope: Scope,
  invoices: readonly Invoice[],
  position: number | null,
): Promise<HeldItems | Refusal> {
  const [first] = invoices;
  if (!first) return refuse('option_missing', 'Donnez au moins une facture.', { option: 'FACTURE' });
  const stranger = invoices.find((invoice) => invoice.debtorId !== first.debtorId);
  if (stranger) {
    return refuse(
      'debtors_differ',
      `Les factures ${first.number} et ${stranger.number} sont de deux clients\u00a0: enregistrez chacun à part.`,
      { invoices: [first.number, stranger.number] },
    );
  }
  const foreign = invoices.find((invoice) => invoice.currency !== first.currency);
  if (foreign) {
    return refuse(
      'currency_differs',
      `Les factures ${first.number} et ${foreign.number} sont en deux devises\u00a0: enregistrez chacune à part.`,
      { given: foreign.currency, owed: first.currency },
    );
  }
  await lockChains(scope, [first.debtorId]);
  const items: HeldItem[] = [];
  for (const given of new Map(invoices.map((invoice) => [invoice.id, invoice])).values()) {
    const invoice = (await invoiceById(scope, given.id)) ?? given;
    if (invoice.voidedOn !== null) return isVoided(invoice.number);
    for (const item of await settleablesOf(scope, invoice, position)) {
      const balance = lastingRemainder(item.standing, item.uses, scope.on);
      const { position: rank } = item.instalment;
      if (balance > 0) items.push({ id: item.id, number: invoice.number, position: rank, balance });
    }
  }
  if (items.length === 0) return nothingOwed(invoices);
  const total = sumCents(items.map((item) => item.balance));
  return { debtorId: first.debtorId, currency: first.currency, items, total };
}

function isVoided(number: string): Refusal {
  return refuse('invoice_voided', `La facture ${number} est annulée\u00a0: rien n’en est dû.`, {
    invoice: number,
  });
}

function nothingOwed(invoices: readonly Invoice[]): Refusal {
  const numbers = invoices.map((invoice) => invoice.number);
  return refuse(
    'nothing_owed',
    `Rien ne reste dû de ${numbers.join(', ')}\u00a0: il n’y a rien à suspendre.`,
    {
      invoices: numbers,
    },
  );
}
