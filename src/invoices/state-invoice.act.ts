import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { invoiceStated } from './events.ts';
import type { Invoice } from './invoice.ts';
import { lockedInvoice, updateInvoices } from './invoices.db.ts';

/** What a person may state of an invoice that no import brought or that it brought wrong. */
export type InvoiceStatement = Partial<
  Pick<
    Invoice,
    | 'contractRate'
    | 'outOfL441'
    | 'description'
    | 'performedOn'
    | 'receivedOn'
    | 'orderReference'
    | 'commitment'
    | 'serviceCode'
    | 'chorusNumber'
    | 'chorusOn'
    | 'paymentMethod'
    | 'assignedTo'
    | 'assigneeIban'
  >
>;

/**
 * States facts of an invoice; what is left out stays as it is. Refusal: `date_order` (received before it was
 * issued).
 */
export async function stateInvoice(
  scope: Scope,
  invoice: Invoice,
  statement: InvoiceStatement,
): Promise<Invoice | Refusal> {
  const before = await lockedInvoice(scope, invoice);
  const after: Invoice = { ...before, ...statement };
  const { receivedOn } = statement;
  if (receivedOn && receivedOn < after.issuedOn) {
    return refuse(
      'date_order',
      'Une facture ne peut pas être reçue avant d’être émise\u00a0: corrigez la date.',
    );
  }
  const changed = (Object.keys(statement) as (keyof InvoiceStatement)[]).filter(
    (key) => before[key] !== after[key],
  );
  if (changed.length === 0) return before;
  await updateInvoices(scope, [after]);
  await append(scope, invoice.debtorId, invoiceStated, {
    invoice: invoice.id,
    changed,
    rateBp: after.contractRate,
  });
  return after;
}
