import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Debtor } from '../debtors/debtor.ts';
import type { JournalReader } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { hashFromBytes, type Sha256 } from '../journal/sha256.ts';
import type { LimitationEvent } from '../law/limitation.ts';
import { balancesOn, creditsOn } from '../payments/balances.db.ts';
import type { RetentionFacts } from './retention.ts';

/** What decides whether a debtor may be erased on the scope's day. */
export async function retentionFacts(scope: Scope, debtor: Debtor): Promise<RetentionFacts> {
  const { tx, creditorId, on } = scope;
  const items = await balancesOn(scope, [debtor.id], on);
  const credits = await creditsOn(scope, [debtor.id], on);
  const events = await limitationEvents(scope, debtor.id);
  const { rows } = await sql<{ last: Day | null }>`
    select max(day) as last from (
      select issued_on as day from invoices where creditor_id = ${creditorId} and debtor_id = ${debtor.id}
      union all
      select issued_on from credit_notes where creditor_id = ${creditorId} and debtor_id = ${debtor.id}
      union all
      select greatest(received_on, reversed_on) from payments
      where creditor_id = ${creditorId} and debtor_id = ${debtor.id}
    ) records`.execute(tx);
  return {
    regime: debtor.regime,
    openItems: items.filter(({ balance }) => balance > 0).length,
    openCredits: credits.length,
    claims: items.flatMap(({ instalmentId, dueOn }) =>
      dueOn === null
        ? []
        : [{ dueOn, events: events.filter(({ itemId }) => itemId === null || itemId === instalmentId) }],
    ),
    lastRecordOn: rows[0]?.last ?? null,
  };
}

type EventOfItem = LimitationEvent & { readonly itemId: string | null };

/** A mediation that has not ended moves no last day yet. */
async function limitationEvents(reader: JournalReader, debtorId: string): Promise<readonly EventOfItem[]> {
  const { rows } = await sql<EventOfItem>`
    select instalment_id as "itemId", kind, on_day as "on", until_day as "to" from limitation_events
    where creditor_id = ${reader.creditorId} and debtor_id = ${debtorId}
      and (kind <> 'mediation' or until_day >= on_day)`.execute(reader.tx);
  return rows;
}

/** The documents of this debtor and of nobody else: letters, messages, invoice copies, proofs of post. */
export async function documentsOf(reader: JournalReader, debtorId: string): Promise<readonly Sha256[]> {
  const { rows } = await sql<{ sha: Buffer }>`
    ${documentsWhere(reader, sql`debtor_id = ${debtorId}`)}
    except
    (${documentsWhere(reader, sql`debtor_id is distinct from ${debtorId}`)})
    order by sha`.execute(reader.tx);
  return rows.map(({ sha }) => hashFromBytes(sha));
}

function documentsWhere({ creditorId }: JournalReader, whose: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select pdf_sha256 as sha from letters where creditor_id = ${creditorId} and ${whose}
    union
    select data_sha256 from letters where creditor_id = ${creditorId} and ${whose}
    union
    select decode(a ->> 'sha256', 'hex') from letters, jsonb_array_elements(attachments) a
    where creditor_id = ${creditorId} and ${whose}
    union
    select frozen_sha256 from messages where creditor_id = ${creditorId} and ${whose}
    union
    select copy_sha256 from invoices
    where creditor_id = ${creditorId} and copy_sha256 is not null and ${whose}
    union
    select p.sha256 from proofs_of_post p
    join registered_letters using (creditor_id, letter_id)
    where creditor_id = ${creditorId} and ${whose}`;
}
