import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import { readCreditor } from '../creditors/creditors.db.ts';
import { clockMovedBack } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { coveredUntil } from '../payments/bank-coverage.db.ts';
import type { Tx } from '../platform/db.ts';
import { sqlDate } from '../platform/sql-values.ts';
import { FLOORS } from '../scenarios/scenario.ts';
import type { CreditorHealth } from './doctor.ts';

/** `18.4`, of the server that answers. */
export async function postgresVersion(tx: Tx): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(tx);
  return rows[0]!.version;
}

/**
 * What the books say of the creditor of the scope; how its mail server answers is somebody else's to find
 * out.
 */
export async function readHealth(scope: Scope): Promise<Omit<CreditorHealth, 'smtp'> | null> {
  const creditor = await readCreditor(scope);
  if (!creditor) return null;
  const ahead = await clockMovedBack(scope);
  return {
    key: creditor.key,
    email: creditor.email,
    iban: creditor.iban,
    armed: creditor.armed,
    rehearsal: creditor.rehearsal,
    journalAhead: ahead === null ? null : String(ahead.details.journal),
    freshUntil: await coveredUntil(scope),
    bankFreshnessDays: creditor.bankFreshnessDays,
    overdueItems: await countOverdue(scope),
    ...(await messagesInTrouble(scope.tx)),
    ...(await waitingLetters(scope.tx)),
    quarantined: await countQuarantined(scope.tx),
    lastRun: await lastRun(scope.tx),
  };
}

async function countOverdue({ tx, on }: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from instalments i
    join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id and v.voided_on is null
    left join lateral (
      select sum(a.amount_cents)::bigint as settled from allocations a
      where a.creditor_id = i.creditor_id and a.instalment_id = i.id and a.reversed_on is null
    ) a on true
    where i.due_on < ${sqlDate(on)} and i.amount_cents - coalesce(a.settled, 0) > ${FLOORS.closed}::bigint`.execute(
    tx,
  );
  return rows[0]!.count;
}

/** What may have left and nobody knows; what no server took, while its step waits to be proposed again. */
async function messagesInTrouble(tx: Tx): Promise<Pick<CreditorHealth, 'doubtful' | 'failed'>> {
  const { rows } = await sql<{ doubtful: number; failed: number }>`
    select count(*) filter (where state = 'ambiguous') as doubtful,
      count(*) filter (where state = 'failed') as failed from messages`.execute(tx);
  return rows[0]!;
}

async function waitingLetters(tx: Tx): Promise<Pick<CreditorHealth, 'unposted' | 'undeposited'>> {
  const { rows } = await sql<{ kind: string; letters: number; since: Day }>`
    select l.kind, count(*) as letters, min(b.made_on) as since from print_batches b
    join print_batch_letters p on p.creditor_id = b.creditor_id and p.batch_id = b.id
    join letters l on l.creditor_id = p.creditor_id and l.id = p.letter_id and l.superseded_on is null
    left join registered_letters r on r.creditor_id = l.creditor_id and r.letter_id = l.id
    where (l.kind = 'letter' and b.posted_on is null)
      or (l.kind = 'registered' and r.deposited_on is null)
    group by l.kind`.execute(tx);
  const of = (kind: string) => {
    const row = rows.find((one) => one.kind === kind);
    return row ? { letters: row.letters, since: row.since } : null;
  };
  return { unposted: of('letter'), undeposited: of('registered') };
}

async function countQuarantined(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from imports where quarantined and released_on is null`.execute(tx);
  return rows[0]!.count;
}

async function lastRun(tx: Tx): Promise<CreditorHealth['lastRun']> {
  const { rows } = await sql<{ on: Day; errors: number }>`
    select on_day as "on", jsonb_array_length(first_errors)::bigint as errors from runs
    order by started_at desc limit 1`.execute(tx);
  return rows[0] ?? null;
}
