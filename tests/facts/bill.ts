import { iso } from '../../src/calendar/day.ts';
import { newDebtor } from '../../src/debtors/debtor.ts';
import { debtorByKey, insertDebtors } from '../../src/debtors/debtors.db.ts';
import { insertInstalments } from '../../src/invoices/instalments.db.ts';
import type { Instalment, Invoice } from '../../src/invoices/invoice.ts';
import { insertInvoices } from '../../src/invoices/invoices.db.ts';
import { type Cents, cents, sumCents } from '../../src/money/cents.ts';
import { parseDecimal } from '../../src/money/format.ts';
import type { Desk } from './desk.ts';

/** An invoice as a test writes it; amounts are decimal texts. */
export interface Bill {
  readonly number: string;
  readonly debtor?: string;
  readonly issued?: string;
  readonly currency?: string;
  /** Due dates and amounts of its instalments; a null date is none. */
  readonly due: readonly (readonly [string | null, string])[];
  readonly over?: Partial<Invoice>;
  readonly item?: Partial<Instalment>;
}

/** Puts invoices in the books, released, and their debtors if they are new; answers the instalments' ids. */
export async function bill(desk: Desk, ...bills: readonly Bill[]): Promise<string[]> {
  return await desk.during(async (scope) => {
    const made: string[] = [];
    for (const {
      number,
      debtor: key = 'C001',
      issued = '2026-09-01',
      currency = 'EUR',
      due,
      ...more
    } of bills) {
      let debtor = await debtorByKey(scope, key);
      if (!debtor) {
        debtor = newDebtor(scope.newId(), key, `Client ${key}`, iso(issued));
        await insertDebtors(scope, [debtor]);
      }
      const invoiceId = scope.newId();
      const items = due.map(
        ([dueOn, amount], index): Instalment => ({
          id: scope.newId(),
          debtorId: debtor.id,
          invoiceId,
          position: index + 1,
          dueOn: dueOn === null ? null : iso(dueOn),
          amount: euros(amount),
          retention: false,
          importId: null,
          paidInFile: null,
          releasedOn: iso(issued),
          lateStart: null,
          ...more.item,
        }),
      );
      await insertInvoices(scope, [
        {
          ...PLAIN,
          ...more.over,
          id: invoiceId,
          debtorId: debtor.id,
          number,
          issuedOn: iso(issued),
          amount: sumCents(items.map((item) => item.amount)),
          currency,
          enteredOn: iso(issued),
        },
      ]);
      await insertInstalments(scope, items);
      made.push(...items.map((item) => item.id));
    }
    return made;
  });
}

export function euros(text: string): Cents {
  return parseDecimal(text) ?? cents(Number.NaN);
}

const PLAIN = {
  description: null,
  orderReference: null,
  commitment: null,
  serviceCode: null,
  buyerReference: null,
  performedOn: null,
  receivedOn: null,
  paymentMethod: null,
  assignedTo: null,
  assigneeIban: null,
  contractRate: null,
  outOfL441: false,
  chorusNumber: null,
  chorusOn: null,
  copySha256: null,
  importId: null,
  rowSha256: null,
  voidedOn: null,
} as const;
