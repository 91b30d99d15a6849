import { sql } from 'kysely';
import { toIso } from '../calendar/day.ts';
import { CREDITOR_CHAIN } from './event.ts';
import type { JournalReader } from './events.db.ts';
import type { SealedHead } from './merkle.ts';
import type { Scope } from './scope.ts';
import { hashBytes, hashFromBytes } from './sha256.ts';

interface HeadRow {
  readonly chain: string;
  readonly seq: number;
  readonly hash: Buffer;
}

export async function isSealed(scope: Scope): Promise<boolean> {
  const { rows } = await sql`
    select 1 from journal_seals
    where creditor_id = ${scope.creditorId} and on_day = ${toIso(scope.on)}::date`.execute(scope.tx);
  return rows.length > 0;
}

/**
 * The heads of debtors' chains that no seal covers yet. Not locked: what is being written waits for
 * tomorrow's seal.
 */
export async function unsealedHeads(reader: JournalReader): Promise<readonly SealedHead[]> {
  const { rows } = await sql<HeadRow>`
    select h.chain, h.seq, h.hash from journal_heads h
    where h.creditor_id = ${reader.creditorId} and h.chain <> ${CREDITOR_CHAIN} and h.seq > 0
      and not exists (
        select from journal_sealed_heads s
        where s.creditor_id = h.creditor_id and s.chain = h.chain and s.seq = h.seq)
    order by h.chain`.execute(reader.tx);
  return rows.map(sealedHead);
}

/** Keeps the heads under the seal whose root is in event `seq` of the creditor's chain. */
export async function insertSeal(scope: Scope, seq: number, heads: readonly SealedHead[]): Promise<void> {
  await sql`
    with sealed as (
      insert into journal_seals (creditor_id, on_day, seq)
      values (${scope.creditorId}, ${toIso(scope.on)}::date, ${seq}) returning creditor_id, on_day
    )
    insert into journal_sealed_heads (creditor_id, chain, seq, hash, sealed_on)
    select sealed.creditor_id, h.chain, h.seq, h.hash, sealed.on_day
    from sealed, unnest(
      ${heads.map((head) => head.chain)}::text[],
      ${heads.map((head) => head.seq)}::integer[],
      ${heads.map((head) => hashBytes(head.hash))}::bytea[]
    ) as h(chain, seq, hash)`.execute(scope.tx);
}

/**
 * The heads under the seal that event `seq` of the creditor's chain announces; none when the seal has no row.
 */
export async function headsUnderSeal(reader: JournalReader, seq: number): Promise<readonly SealedHead[]> {
  const { rows } = await sql<HeadRow>`
    select h.chain, h.seq, h.hash
    from journal_seals s
    join journal_sealed_heads h on h.creditor_id = s.creditor_id and h.sealed_on = s.on_day
    where s.creditor_id = ${reader.creditorId} and s.seq = ${seq}
    order by h.chain`.execute(reader.tx);
  return rows.map(sealedHead);
}

function sealedHead(row: HeadRow): SealedHead {
  return { chain: row.chain, seq: row.seq, hash: hashFromBytes(row.hash) };
}
