import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { hashBytes, type Sha256 } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';

/** What is known of a registered letter; each date is null until somebody says it. */
export interface RegisteredLetter {
  readonly letterId: string;
  readonly debtorId: string;
  readonly tracking: string | null;
  readonly depositedOn: Day | null;
  readonly presentedOn: Day | null;
  readonly outcome: 'received' | 'refused' | 'unclaimed' | 'unknown-address' | null;
  readonly outcomeOn: Day | null;
}

export async function registeredById(tx: Tx, letterId: string): Promise<RegisteredLetter | null> {
  const { rows } = await sql<RegisteredLetter>`
    select letter_id as "letterId", debtor_id as "debtorId", tracking, deposited_on as "depositedOn",
      presented_on as "presentedOn", outcome, outcome_on as "outcomeOn"
    from registered_letters where letter_id = ${letterId}`.execute(tx);
  return rows[0] ?? null;
}

export async function saveRegistered(scope: Scope, letter: RegisteredLetter): Promise<void> {
  const values = {
    tracking: letter.tracking,
    deposited_on: letter.depositedOn,
    presented_on: letter.presentedOn,
    outcome: letter.outcome,
    outcome_on: letter.outcomeOn,
  };
  await scope.tx
    .insertInto('registered_letters')
    .values({
      creditor_id: scope.creditorId,
      letter_id: letter.letterId,
      debtor_id: letter.debtorId,
      ...values,
    })
    .onConflict((conflict) => conflict.columns(['creditor_id', 'letter_id']).doUpdateSet(values))
    .execute();
}

export async function addProof(
  scope: Scope,
  letterId: string,
  document: Sha256,
  kind: 'slip' | 'receipt' | 'envelope',
): Promise<void> {
  await scope.tx
    .insertInto('proofs_of_post')
    .values({
      creditor_id: scope.creditorId,
      letter_id: letterId,
      sha256: hashBytes(document),
      kind,
      added_on: scope.on,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The registered letter of a contact, once its text is frozen. */
export async function registeredLetterOf(tx: Tx, proposalId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('letters')
    .select('id')
    .where('proposal_id', '=', proposalId)
    .where('kind', '=', 'registered')
    .where('superseded_on', 'is', null)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Another registered letter that bears a tracking number, as a person recognises it. */
export interface TrackedLetter {
  readonly proposalId: string;
  readonly debtorKey: string;
  readonly debtorName: string;
  /** The day of its deposit; before it, the day the letter is for. */
  readonly on: Day;
  readonly deposited: boolean;
}

/**
 * The registered letter of another contact under this number, whatever its spaces and capitals; null when the
 * number is free. A letter withdrawn before its deposit gives its number back, and so does a number corrected
 * since.
 */
export async function letterTracked(
  tx: Tx,
  tracking: string,
  exceptProposal: string,
): Promise<TrackedLetter | null> {
  const { rows } = await sql<TrackedLetter>`
    select p.id as "proposalId", d.key as "debtorKey", d.name as "debtorName",
      coalesce(r.deposited_on, p.on_day) as "on", r.deposited_on is not null as deposited
    from proposals p
    join debtors d on d.creditor_id = p.creditor_id and d.id = p.debtor_id
    left join lateral (
      select r.tracking, r.deposited_on from letters l
      join registered_letters r on r.creditor_id = l.creditor_id and r.letter_id = l.id
      where l.creditor_id = p.creditor_id and l.proposal_id = p.id
        and (r.deposited_on is not null or l.superseded_on is null)
      order by r.deposited_on nulls last limit 1) r on true
    where p.channel = 'registered' and p.id <> ${exceptProposal}
      and (r.deposited_on is not null or p.state in ('proposed', 'approved', 'done'))
      and upper(regexp_replace(coalesce(r.tracking, p.tracking), '[^A-Za-z0-9]', '', 'g'))
        = upper(regexp_replace(${tracking}, '[^A-Za-z0-9]', '', 'g'))
    order by deposited desc, "on" limit 1`.execute(tx);
  return rows[0] ?? null;
}
