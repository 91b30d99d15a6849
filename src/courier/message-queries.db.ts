import { sql } from 'kysely';
import type { Tx } from '../platform/db.ts';
import type { MessageState } from './attempt.ts';
import { lockMessages, type MessageRow, type Outbox } from './messages.db.ts';

export async function messagesOfLetter(outbox: Outbox, letterId: string): Promise<readonly MessageRow[]> {
  return await lockMessages(outbox, sql`letter_id = ${letterId}::uuid order by created_at, id`);
}

/** Messages in a state, after `after` in the order of their ids: the visible queue, page by page. */
export async function messagePage(
  outbox: Outbox,
  state: MessageState,
  after: string | null,
  limit: number,
): Promise<readonly MessageRow[]> {
  const from = after === null ? sql`true` : sql`id > ${after}::uuid`;
  return await lockMessages(outbox, sql`state = ${state} and ${from} order by id limit ${limit}`);
}

/** Who holds messages at this moment, the living and the dead. */
export async function leaseOwners(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ owner: string }>`
    select distinct lease_owner as owner from messages where lease_until is not null`.execute(tx);
  return rows.map(({ owner }) => owner);
}

/** E-mails that a server put off, and the seconds until a machine tries them again. */
export async function putOff({
  tx,
  creditorId,
  at,
}: Outbox): Promise<readonly { readonly letterId: string | null; readonly seconds: number }[]> {
  const { rows } = await sql<{ letterId: string | null; seconds: number }>`
    select letter_id as "letterId", ceil(extract(epoch from next_attempt_at - ${at}::timestamptz))::int as seconds
    from messages where creditor_id = ${creditorId} and state = 'reserved' and lease_until is null
      and next_attempt_at > ${at}::timestamptz order by next_attempt_at, id`.execute(tx);
  return rows;
}

/**
 * Has what a server put off tried again now: another day of a rehearsal comes before the machine's clock
 * does.
 */
export async function tryPutOffNow({ tx, creditorId, at }: Outbox): Promise<void> {
  await sql`
    update messages set next_attempt_at = ${at}::timestamptz, updated_at = ${at}::timestamptz
    where creditor_id = ${creditorId} and state = 'reserved' and lease_until is null
      and next_attempt_at > ${at}::timestamptz`.execute(tx);
}
