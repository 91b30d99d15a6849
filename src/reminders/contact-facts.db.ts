import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Tx } from '../platform/db.ts';
import { sqlDate } from '../platform/sql-values.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';
import type { ContactFacts, Deduction, RegisteredFacts } from './facts.ts';
import { deductionOf } from './free-credit.ts';

interface ContactRow {
  readonly id: string;
  readonly debtorId: string;
  readonly on: Day;
  readonly step: StepKey | null;
  readonly channel: Channel;
  readonly currency: string;
  readonly counts: boolean;
  readonly written: boolean;
  readonly reached: boolean;
  readonly answerBy: Day | null;
  readonly presentedOn: Day | null;
  readonly outcome: RegisteredFacts['outcome'];
}

/**
 * Contacts made up to a day, oldest first. What certainly never arrived is no contact; what is doubtful
 * counts as one. What a text deducted is read for debtors who still have a credit (`credited`) only.
 */
export async function loadContacts(
  tx: Tx,
  debtorIds: readonly string[],
  on: Day,
  credited: readonly string[],
): Promise<Map<string, ContactFacts[]>> {
  const { rows } = await sql<ContactRow>`
    select id, debtor_id as "debtorId", on_day as "on", step, channel, currency, written, reached,
      -- A call outside the scenario delays no contact that was proposed before it.
      counts and not (step is null and exists (select from proposals p
        where p.creditor_id = contacts.creditor_id and p.debtor_id = contacts.debtor_id
          and p.currency = contacts.currency and p.state in ('proposed', 'approved') and p.step <> 'pre-due'
          and p.first_on <= contacts.on_day)) as counts,
      answer_by as "answerBy", presented_on as "presentedOn", receipt_outcome as outcome
    from contacts where debtor_id = any(${debtorIds}::uuid[]) and state <> 'undelivered'
      and on_day <= ${sqlDate(on)}
    order by on_day, id`.execute(tx);
  const items = await loadContactItems(tx, debtorIds);
  const deductions = await loadDeductions(tx, credited);
  const byDebtor = new Map<string, ContactFacts[]>();
  for (const row of rows) {
    const list = byDebtor.get(row.debtorId) ?? [];
    byDebtor.set(row.debtorId, list);
    list.push({
      on: row.on,
      step: row.step,
      channel: row.channel,
      currency: row.currency,
      counts: row.counts && row.reached,
      written: row.written,
      answerBy: row.answerBy,
      items: items.get(row.id) ?? [],
      deduction: deductions.get(row.id) ?? null,
      registered: row.channel === 'registered' ? registered(row, on) : null,
    });
  }
  return byDebtor;
}

/** By contact; each text left as its proposal said. */
async function loadDeductions(tx: Tx, debtorIds: readonly string[]): Promise<Map<string, Deduction>> {
  if (debtorIds.length === 0) return new Map();
  const { rows } = await sql<Parameters<typeof deductionOf>[0] & { readonly contactId: string }>`
    select c.id as "contactId", p.channel, p.amount_cents as amount, p.items -> 'demanded' as items,
      p.items -> 'planDate' as "planDate"
    from contacts c join proposals p on p.creditor_id = c.creditor_id and p.id = c.proposal_id
    where c.debtor_id = any(${debtorIds}::uuid[]) and c.written`.execute(tx);
  const deductions = new Map<string, Deduction>();
  for (const { contactId, ...proposal } of rows) {
    const deduction = deductionOf(proposal);
    if (deduction !== null) deductions.set(contactId, deduction);
  }
  return deductions;
}

function registered(row: ContactRow, on: Day): RegisteredFacts {
  const known = row.presentedOn !== null && row.presentedOn <= on;
  return {
    depositedOn: row.on,
    presentedOn: known ? row.presentedOn : null,
    outcome: known ? row.outcome : null,
  };
}

async function loadContactItems(tx: Tx, debtorIds: readonly string[]) {
  const { rows } = await sql<{ contactId: string; id: string; step: StepKey }>`
    select contact_id as "contactId", instalment_id as id, step from contact_items
    where debtor_id = any(${debtorIds}::uuid[]) order by contact_id, instalment_id`.execute(tx);
  return Map.groupBy(rows, (row) => row.contactId);
}
