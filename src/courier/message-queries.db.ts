import { sql } from 'kysely';
import type { MessageState } from './attempt.ts';
import {
  lockMessages,
  type MessageRow,
  type Outbox,
  type Receipt,
  type ReceiptEvent,
} from './messages.db.ts';
import type { RefusedRecipient } from './outcome.ts';

export async function findMessage(outbox: Outbox, id: string): Promise<MessageRow | null> {
  const [row] = await lockMessages(outbox, sql`id = ${id}::uuid`);
  return row ?? null;
}

/** The message that a reply or a bounce names in its headers. */
export async function findByMessageId(outbox: Outbox, messageId: string): Promise<MessageRow | null> {
  const [row] = await lockMessages(outbox, sql`message_id = ${messageId}`);
  return row ?? null;
}

export async function messagesOfLetter(outbox: Outbox, letterId: string): Promise<readonly MessageRow[]> {
  return await lockMessages(outbox, sql`letter_id = ${letterId}::uuid order by created_at, id`);
}

/** Everything that was to leave for a debtor, oldest first. */
export async function messagesOfDebtor(outbox: Outbox, debtorId: string): Promise<readonly MessageRow[]> {
  return await lockMessages(outbox, sql`debtor_id = ${debtorId}::uuid order by created_at, id`);
}

/** Messages in a state after `after` in the order of their ids: the visible queue, page by page. */
export async function messagePage(
  outbox: Outbox,
  state: MessageState,
  after: string | null,
  limit: number,
): Promise<readonly MessageRow[]> {
  const from = after === null ? sql`true` : sql`id > ${after}::uuid`;
  return await lockMessages(outbox, sql`state = ${state} and ${from} order by id limit ${limit}`);
}

/** How many messages there are in each state. */
export async function countMessages(outbox: Outbox): Promise<Readonly<Record<MessageState, number>>> {
  const { rows } = await sql<{ state: MessageState; count: number }>`
    select state, count(*) as count from messages where creditor_id = ${outbox.creditorId} group by state
  `.execute(outbox.tx);
  const none = { reserved: 0, sending: 0, sent: 0, failed: 0, ambiguous: 0, withdrawn: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

export interface ReceiptRow extends Receipt {
  readonly seq: number;
  readonly attempt: number;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** What happened to a message, in order. */
export async function receiptsOf(outbox: Outbox, id: string): Promise<readonly ReceiptRow[]> {
  const { rows } = await sql<{
    seq: number;
    attempt: number;
    event: ReceiptEvent;
    at: string;
    by: string;
    stage: string | null;
    code: string | null;
    response: string | null;
    refused_recipients: readonly RefusedRecipient[] | null;
  }>`
    select seq, attempt, event, at, by, stage, code, response, refused_recipients from message_receipts
    where creditor_id = ${outbox.creditorId} and id = ${id}::uuid order by seq`.execute(outbox.tx);
  return rows.map(({ refused_recipients, ...row }) => ({
    ...row,
    refusedRecipients: refused_recipients ?? [],
  }));
}
