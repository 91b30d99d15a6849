import { sql } from 'kysely';
import { CREDITOR_CHAIN, type JournalEvent } from './event.ts';
import { type EventRow, eventOfRow, type JournalReader } from './events.db.ts';
import { daySealed } from './events.ts';
import { hashBytes, hashFromBytes, NO_PREVIOUS, type Sha256 } from './sha256.ts';

const EVENTS_AT_ONCE = 5_000;
const VALUES_AT_ONCE = 5_000;

/** Every event of a creditor, chain after chain, in slices that fit in memory. */
export async function* eventSlices(reader: JournalReader): AsyncGenerator<readonly JournalEvent[]> {
  let last = { chain: '', seq: 0 };
  for (;;) {
    const { rows } = await sql<EventRow>`
      select chain, seq, on_day, at, actor, rehearsal, type, version, payload, prev, hash from journal_events
      where creditor_id = ${reader.creditorId} and (chain, seq) > (${last.chain}, ${last.seq}::integer)
      order by chain, seq limit ${EVENTS_AT_ONCE}`.execute(reader.tx);
    if (rows.length === 0) return;
    last = rows.at(-1)!;
    yield rows.map((row) => eventOfRow(reader.creditorId, row));
  }
}

/** The chains whose head is not their last event: it was moved, or the end of the chain was cut off. */
export async function strayHeads(
  reader: JournalReader,
): Promise<readonly { readonly chain: string; readonly headSeq: number; readonly lastSeq: number }[]> {
  const { rows } = await sql<{ chain: string; head_seq: number; last_seq: number }>`
    with head as (select chain, seq, hash from journal_heads where creditor_id = ${reader.creditorId}),
    ending as (
      select distinct on (chain) chain, seq, hash from journal_events
      where creditor_id = ${reader.creditorId} order by chain, seq desc
    )
    select coalesce(head.chain, ending.chain) as chain, coalesce(head.seq, 0) as head_seq,
      coalesce(ending.seq, 0) as last_seq
    from head full join ending on head.chain = ending.chain
    where (coalesce(head.seq, 0), coalesce(head.hash, ''))
      <> (coalesce(ending.seq, 0), coalesce(ending.hash, ${hashBytes(NO_PREVIOUS)}))
    order by 1`.execute(reader.tx);
  return rows.map((row) => ({ chain: row.chain, headSeq: row.head_seq, lastSeq: row.last_seq }));
}

/** Seals without the event that announces them. */
export async function unannouncedSeals(reader: JournalReader): Promise<readonly number[]> {
  const { rows } = await sql<{ seq: number }>`
    select s.seq from journal_seals s
    where s.creditor_id = ${reader.creditorId} and not exists (
      select from journal_events e
      where e.creditor_id = s.creditor_id and e.chain = ${CREDITOR_CHAIN} and e.seq = s.seq
        and e.type = ${daySealed.type})
    order by s.seq`.execute(reader.tx);
  return rows.map((row) => row.seq);
}

/** The sealed heads whose event is gone (`found` false) or has another hash by now. */
export async function unfaithfulHeads(
  reader: JournalReader,
): Promise<readonly { readonly chain: string; readonly seq: number; readonly found: boolean }[]> {
  const { rows } = await sql<{ chain: string; seq: number; found: boolean }>`
    select s.chain, s.seq, e.hash is not null as found
    from journal_sealed_heads s
    left join journal_events e on e.creditor_id = s.creditor_id and e.chain = s.chain and e.seq = s.seq
    where s.creditor_id = ${reader.creditorId} and e.hash is distinct from s.hash
    order by s.chain, s.seq`.execute(reader.tx);
  return rows;
}

export interface KeptValue {
  readonly sha: Sha256;
  readonly chain: string;
  /** Null once it is forgotten. */
  readonly content: { readonly salt: Buffer; readonly value: string } | null;
}

/** Every kept value of a creditor, in slices. */
export async function* valueSlices(reader: JournalReader): AsyncGenerator<readonly KeptValue[]> {
  let last: Buffer = Buffer.alloc(0);
  for (;;) {
    const { rows } = await sql<{ digest: Buffer; chain: string; salt: Buffer | null; value: string | null }>`
      select digest, chain, salt, value from journal_values
      where creditor_id = ${reader.creditorId} and digest > ${last}
      order by digest limit ${VALUES_AT_ONCE}`.execute(reader.tx);
    if (rows.length === 0) return;
    last = rows.at(-1)!.digest;
    yield rows.map(({ digest, chain, salt, value }) => ({
      sha: hashFromBytes(digest),
      chain,
      content: salt === null || value === null ? null : { salt, value },
    }));
  }
}

/** Those of `hashes` for which no value was ever kept. */
export async function unknownValues(
  reader: JournalReader,
  hashes: readonly Sha256[],
): Promise<ReadonlySet<Sha256>> {
  const { rows } = await sql<{ digest: Buffer }>`
    select asked.digest from unnest(${hashes.map(hashBytes)}::bytea[]) as asked(digest)
    where not exists (
      select from journal_values v where v.creditor_id = ${reader.creditorId} and v.digest = asked.digest)
  `.execute(reader.tx);
  return new Set(rows.map((row) => hashFromBytes(row.digest)));
}
