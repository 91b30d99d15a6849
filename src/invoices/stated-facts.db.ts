import { sql } from 'kysely';
import { slices } from '../platform/bulk.ts';
import { dueDateStated, invoiceStated } from './events.ts';
import type { Invoice } from './invoice.ts';
import type { Reader } from './invoices.db.ts';

const SOUGHT_AT_ONCE = 10_000;

/**
 * What persons stated of the invoices of some debtors, by invoice, and of which instalments they gave the due
 * date.
 */
export interface StatedInvoices {
  readonly facts: ReadonlyMap<string, ReadonlySet<keyof Invoice>>;
  readonly dueDates: ReadonlySet<string>;
}

/** No file takes these back; their names stand in the journal of the debtors. */
export async function statedInvoices(
  { tx, creditorId }: Reader,
  debtorIds: readonly string[],
): Promise<StatedInvoices> {
  const facts = new Map<string, Set<keyof Invoice>>();
  const dueDates = new Set<string>();
  for (const slice of slices(debtorIds, SOUGHT_AT_ONCE)) {
    const { rows } = await sql<{ type: string; payload: string }>`
      select type, payload from journal_events
      where creditor_id = ${creditorId} and type in (${invoiceStated.type}, ${dueDateStated.type})
        and chain = any(${[...slice]}::text[])`.execute(tx);
    for (const { type, payload } of rows) {
      if (type === dueDateStated.type) {
        dueDates.add(dueDateStated.schema.parse(JSON.parse(payload)).instalment);
        continue;
      }
      const { invoice, changed } = invoiceStated.schema.parse(JSON.parse(payload));
      const own = facts.get(invoice) ?? new Set();
      facts.set(invoice, own);
      for (const name of changed) own.add(name as keyof Invoice);
    }
  }
  return { facts, dueDates };
}
