import { type RawBuilder, sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { Scope } from '../journal/scope.ts';
import { hashBytes, hashFromBytes, type Sha256 } from '../journal/sha256.ts';
import { insertRows } from '../platform/bulk.ts';
import { claim, type MessageLife, type MessageState } from './attempt.ts';
import type { AttachmentEntry, Envelope } from './mime.ts';
import type { RefusedRecipient } from './outcome.ts';

/** What the outbox needs of a scope. */
export type Outbox = Pick<Scope, 'tx' | 'creditorId' | 'at'>;

export type MessageChannel = 'email' | 'print';

/** What is to leave, already frozen in the vault. */
export interface NewMessage {
  readonly id: string;
  /** Null for what no debtor receives. */
  readonly debtorId: string | null;
  readonly letterId: string | null;
  readonly channel: MessageChannel;
  /** E-mail: `FrozenMail.sha256`, stored under `message/rfc822`; print: the PDF. */
  readonly frozen: Sha256;
  readonly attachments: readonly AttachmentEntry[];
  readonly envelope: Envelope;
  /** Of `messageIdOf`; null on paper. */
  readonly messageId: string | null;
}

export interface MessageRow extends NewMessage {
  readonly life: MessageLife;
  /** The frozen bytes were erased since: it cannot leave any more. */
  readonly erased: boolean;
  readonly permanent: boolean;
  readonly response: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** ISO 8601 instant before which no machine tries again. */
  readonly nextAttemptAt: string;
}

export type ReceiptEvent =
  | 'sending'
  | 'released'
  | 'sent'
  | 'failed'
  | 'ambiguous'
  | 'late'
  | 'resolved-sent'
  | 'resolved-not-sent'
  | 'withdrawn';

/** One thing that happened to a message; appended, never changed. */
export interface Receipt {
  readonly event: ReceiptEvent;
  /** The process, or the person who decided. */
  readonly by: string;
  readonly stage: string | null;
  readonly code: string | null;
  readonly response: string | null;
  readonly refusedRecipients: readonly RefusedRecipient[];
}

/** A message as it becomes, with what is to be remembered of how. */
export interface Move {
  readonly row: MessageRow;
  readonly life: MessageLife;
  readonly receipt: Receipt | null;
  /** Absent: as it was. */
  readonly permanent?: boolean;
  readonly response?: string | null;
}

/** Puts frozen messages in the outbox, free to be claimed. A second one with the same id fails on the key. */
export async function reserve(outbox: Outbox, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const { creditorId, at } = outbox;
  await insertRows(
    outbox.tx,
    'messages',
    messages.map((message) => ({
      creditor_id: creditorId,
      id: message.id,
      debtor_id: message.debtorId,
      letter_id: message.letterId,
      channel: message.channel,
      frozen_sha256: `\\x${hashBytes(message.frozen).toString('hex')}`,
      attachments: message.attachments.map(({ name, sha256 }) => ({ name, sha256 })),
      envelope: { from: message.envelope.from, to: [...message.envelope.to] },
      message_id: message.messageId,
      state: 'reserved',
      attempts: 0,
      receipts: 0,
      permanent: false,
      next_attempt_at: at,
      created_at: at,
      updated_at: at,
    })),
  );
}

export interface ClaimOrder {
  readonly limit: number;
  /** Names one run of one process: two must never bear the same name. */
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly channel?: MessageChannel;
}

/**
 * Claims messages that are due, the oldest first; those that another process is looking at are left to it.
 * For a short transaction in which the caller checks the facts again and withdraws what must not leave.
 */
export async function claimBatch(outbox: Outbox, order: ClaimOrder): Promise<readonly MessageRow[]> {
  const { limit, owner, leaseSeconds, channel = 'email' } = order;
  const due = await lockMessages(
    outbox,
    sql`channel = ${channel} and state = 'reserved' and next_attempt_at <= ${outbox.at}::timestamptz
      and (lease_until is null or lease_until < ${outbox.at}::timestamptz)
      order by next_attempt_at, id limit ${limit} for update skip locked`,
  );
  const moves = due.flatMap((row) => {
    const life = claim(row.life, owner, seconds(outbox.at), leaseSeconds);
    return life ? [{ row, life, receipt: null }] : [];
  });
  return await saveMoves(outbox, moves);
}

/** Messages under a condition, locked if it says so. */
export async function lockMessages(
  outbox: Outbox,
  condition: RawBuilder<unknown>,
): Promise<readonly MessageRow[]> {
  const { rows } = await sql<StoredMessage>`
    select id, debtor_id, letter_id, channel, frozen_sha256, attachments, envelope, message_id, state,
      lease_owner, extract(epoch from lease_until)::float8 as lease_until, attempts,
      extract(epoch from next_attempt_at)::float8 as next_attempt, next_attempt_at, permanent, response,
      created_at, updated_at,
      (select d.erased_on is not null from documents d
        where d.creditor_id = messages.creditor_id and d.sha256 = messages.frozen_sha256) as erased
    from messages where creditor_id = ${outbox.creditorId} and ${condition}`.execute(outbox.tx);
  return rows.map(readRow);
}

/** Writes what messages have become, and the receipts, in one statement. This transaction has locked them. */
export async function saveMoves(outbox: Outbox, moves: readonly Move[]): Promise<readonly MessageRow[]> {
  if (moves.length === 0) return [];
  const rows = moves.map(({ row, life, receipt, permanent = row.permanent, response = row.response }) => ({
    id: row.id,
    state: life.state,
    owner: life.owner,
    lease_until: life.leaseUntil,
    attempts: life.attempts,
    next_attempt: life.nextAttemptAt,
    permanent,
    response,
    event: receipt?.event ?? null,
    by: receipt?.by,
    stage: receipt?.stage,
    code: receipt?.code,
    said: receipt?.response,
    refused: receipt?.refusedRecipients,
  }));
  await sql`
    with become as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as b(id uuid, state text, owner text,
        lease_until float8, attempts integer, next_attempt float8, permanent boolean, response text,
        event text, by text, stage text, code text, said text, refused jsonb)
    ), moved as (
      update messages m set state = b.state, lease_owner = b.owner, lease_until = to_timestamp(b.lease_until),
        attempts = b.attempts, next_attempt_at = to_timestamp(b.next_attempt), permanent = b.permanent,
        response = b.response, receipts = m.receipts + (b.event is not null)::integer,
        updated_at = ${outbox.at}::timestamptz
      from become b where m.creditor_id = ${outbox.creditorId} and m.id = b.id
        -- Said twice: without it a creditor whose statistics are old has all its messages read.
        and m.id = any(${rows.map(({ id }) => id)}::uuid[])
      returning m.id, m.receipts
    )
    insert into message_receipts
      (creditor_id, id, seq, attempt, event, at, by, stage, code, response, refused_recipients)
    select ${outbox.creditorId}::uuid, b.id, moved.receipts, b.attempts, b.event, ${outbox.at}::timestamptz,
      b.by, b.stage, b.code, b.said, b.refused
    from become b join moved using (id) where b.event is not null`.execute(outbox.tx);
  return moves.map(({ row, life, permanent = row.permanent, response = row.response }) => ({
    ...row,
    life,
    permanent,
    response,
    updatedAt: outbox.at,
    nextAttemptAt: instant(life.nextAttemptAt),
  }));
}

interface StoredMessage {
  readonly id: string;
  readonly debtor_id: string | null;
  readonly letter_id: string | null;
  readonly channel: MessageChannel;
  readonly frozen_sha256: Buffer;
  readonly attachments: readonly AttachmentEntry[];
  readonly envelope: Envelope;
  readonly message_id: string | null;
  readonly state: MessageState;
  readonly lease_owner: string | null;
  readonly lease_until: number | null;
  readonly attempts: number;
  readonly next_attempt: number;
  readonly next_attempt_at: string;
  readonly permanent: boolean;
  readonly response: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly erased: boolean;
}

function readRow(row: StoredMessage): MessageRow {
  return {
    id: row.id,
    debtorId: row.debtor_id,
    letterId: row.letter_id,
    channel: row.channel,
    frozen: hashFromBytes(row.frozen_sha256),
    attachments: row.attachments,
    envelope: row.envelope,
    messageId: row.message_id,
    life: {
      state: row.state,
      owner: row.lease_owner,
      leaseUntil: row.lease_until,
      attempts: row.attempts,
      nextAttemptAt: row.next_attempt,
    },
    erased: row.erased,
    permanent: row.permanent,
    response: row.response,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    nextAttemptAt: row.next_attempt_at,
  };
}

/** An instant as the seconds that the model counts in, to the millisecond. */
export function seconds(at: string): number {
  return Temporal.Instant.from(at).epochMilliseconds / 1000;
}

function instant(value: number): string {
  const milliseconds = Math.round(value * 1000);
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).toString({ fractionalSecondDigits: 3 });
}
