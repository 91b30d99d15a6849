import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { MessageState } from '../courier/attempt.ts';
import type { Scope } from '../journal/scope.ts';
import type { Tx } from '../platform/db.ts';
import { isCopy } from '../platform/instance.ts';
import { sqlDate } from '../platform/sql-values.ts';

/**
 * Whether anything may leave: read under a share lock, so that the red stop waits for at most one batch.
 */
export async function isArmed(tx: Tx): Promise<boolean> {
  if (await isCopy(tx)) return false;
  const { rows } = await sql<{ armed: boolean }>`select armed from creditors for share`.execute(tx);
  return rows[0]?.armed === true;
}

/** The contact each of these letters belongs to. */
export async function proposalsOfLetters(tx: Tx, letterIds: readonly string[]): Promise<Map<string, string>> {
  if (letterIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('letters')
    .select(['id', 'proposal_id'])
    .where('id', 'in', [...letterIds])
    .where('proposal_id', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row.proposal_id!]));
}

/** The contact that a message belongs to, and the contact record made when it was claimed. */
export async function contactOfMessage(tx: Tx, letterId: string | null): Promise<string | null> {
  if (letterId === null) return null;
  const { rows } = await sql<{ id: string }>`
    select c.id from letters l join contacts c on c.creditor_id = l.creditor_id and c.proposal_id = l.proposal_id
    where l.id = ${letterId} and c.state in ('sending', 'doubtful') order by c.id desc limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

/** A contact that does not say what its message, which nobody holds, came to. */
export interface ContactLeft {
  readonly contactId: string;
  readonly proposalId: string;
  readonly messageId: string;
  readonly debtorId: string;
  readonly state: MessageState;
}

/** Contacts whose message was given back or concluded without them. */
export async function contactsLeft(tx: Tx): Promise<readonly ContactLeft[]> {
  const { rows } = await sql<ContactLeft>`
    select c.id as "contactId", c.proposal_id as "proposalId", m.id as "messageId", c.debtor_id as "debtorId",
      m.state
    from contacts c
    join letters l on l.creditor_id = c.creditor_id and l.proposal_id = c.proposal_id and l.kind = 'email'
    join messages m on m.creditor_id = l.creditor_id and m.letter_id = l.id
    where c.state in ('sending', 'doubtful') and c.channel = 'email' and m.lease_until is null
      and m.state <> case c.state when 'doubtful' then 'ambiguous' else 'sending' end
    order by c.id`.execute(tx);
  return rows;
}

/**
 * Messages in doubt that `doubtfulProposals` does not tell: of texts outside the steps, and copies of formal
 * notices.
 */
export async function doubtfulBeside(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select m.id from messages m where m.state = 'ambiguous' and not exists (
      select from letters l
      join contacts c on c.creditor_id = l.creditor_id and c.proposal_id = l.proposal_id
      where l.creditor_id = m.creditor_id and l.id = m.letter_id and c.state = 'doubtful')
    order by m.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Contacts not ended whose message may or may not have left: a person has to say (`resolve`). */
export async function doubtfulProposals(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from proposals p join contacts c on c.creditor_id = p.creditor_id and c.proposal_id = p.id
    where c.state = 'doubtful' and p.state = 'approved' order by p.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** What the day's work came to, in one row: a failure never hides. */
export async function insertRun(
  scope: Scope,
  run: {
    readonly id: string;
    readonly on: Day;
    readonly startedAt: string;
    readonly endedAt: string;
    readonly outcomes: Readonly<Record<string, number>>;
    readonly errors: readonly string[];
  },
): Promise<void> {
  await scope.tx
    .insertInto('runs')
    .values({
      creditor_id: scope.creditorId,
      id: run.id,
      on_day: run.on,
      started_at: run.startedAt,
      ended_at: run.endedAt,
      outcomes: JSON.stringify(run.outcomes),
      first_errors: JSON.stringify(run.errors),
    })
    .execute();
}

/** Whether the work of that day was done once already. */
export async function ranBefore({ tx, on }: Scope): Promise<boolean> {
  const { rows } = await sql`select 1 from runs where on_day = ${sqlDate(on)} limit 1`.execute(tx);
  return rows.length > 0;
}

/** Messages sent on each of the last thirty days that saw a run: what a volume is measured against. */
export async function sentByDay(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ sent: number }>`
    select sum((outcomes ->> 'sent')::int)::int as sent from runs group by on_day order by on_day desc limit 30
    `.execute(tx);
  return rows.map(({ sent }) => sent ?? 0);
}
