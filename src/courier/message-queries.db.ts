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
