import { instalmentsOfInvoices } from '../invoices/instalments.db.ts';
import { bySettlement, type Instalment, type Invoice } from '../invoices/invoice.ts';
import type { Scope } from '../journal/scope.ts';
import type { Settleable, Share } from './allocate.ts';
import { allocationsTo, insertAllocations } from './allocations.db.ts';
import type { Allocation } from './payment.ts';
import type { Reader } from './payments.db.ts';

/** An instalment of one invoice with all that settles it. */
export interface SettleableItem extends Settleable {
  readonly instalment: Instalment;
  readonly uses: readonly Allocation[];
}

/** The instalments of an invoice in the order money settles them; only one when its position is given. */
export async function settleablesOf(
  reader: Reader,
  invoice: Invoice,
  position: number | null = null,
): Promise<readonly SettleableItem[]> {
  const instalments = await instalmentsOfInvoices(reader, [invoice.id]);
  const chosen = instalments.filter((instalment) => position === null || instalment.position === position);
  const uses = await allocationsTo(
    reader,
    chosen.map((instalment) => instalment.id),
  );
  return [...chosen].sort(bySettlement).map((instalment) => ({
    id: instalment.id,
    instalment,
    standing: { amount: instalment.amount, from: invoice.issuedOn, until: invoice.voidedOn },
    uses: uses.filter((use) => use.instalmentId === instalment.id),
  }));
}

/** Writes the shares of one source. */
export async function allocate(
  scope: Scope,
  debtorId: string,
  source: { readonly paymentId: string } | { readonly creditNoteId: string },
  shares: readonly Share[],
): Promise<void> {
  await insertAllocations(
    scope,
    shares.map((share) => ({
      id: scope.newId(),
      debtorId,
      instalmentId: share.itemId,
      paymentId: null,
      creditNoteId: null,
      ...source,
      amount: share.amount,
      countsOn: share.countsOn,
      reversedOn: null,
    })),
  );
}
