import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import { toIso } from '../calendar/day.ts';
import type { Tx } from '../platform/db.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { type ChainHead, headOf, linkEvent } from './chain.ts';
import { CREDITOR_CHAIN, type EventDefinition, type JournalEvent, payloadText } from './event.ts';
import type { Payload } from './payload.ts';
import type { Scope } from './scope.ts';
import { hashBytes, hashFromBytes, NO_PREVIOUS } from './sha256.ts';

/** What a reading of the journal needs of a scope. */
export type JournalReader = Pick<Scope, 'tx' | 'creditorId'>;

/** What is written of one debtor, or of the creditor (`CREDITOR_CHAIN`). */
interface ChainEntry<P extends Payload> {
  readonly chain: string;
  readonly payload: P;
}

export interface EventRow {
  readonly chain: string;
  readonly seq: number;
  readonly on_day: Day;
  readonly at: string;
  readonly actor: string;
  readonly rehearsal: boolean;
  readonly type: string;
  readonly version: number;
  readonly payload: string;
  readonly prev: Buffer;
  readonly hash: Buffer;
}

/** A server's clock may run ahead of another's by this much before sending stops. */
const CLOCK_TOLERANCE_SECONDS = 120;

/**
 * Adds one event at the end of a chain and answers where the chain now ends. The chain is locked until the
 * end of the transaction. Throws when the payload is not what the definition promises.
 */
export async function append<P extends Payload>(
  scope: Scope,
  chain: string,
  definition: EventDefinition<P>,
  payload: P,
): Promise<ChainHead> {
  const heads = await appendMany(scope, definition, [{ chain, payload }]);
  return heads.get(chain)!;
}

/**
 * The same for many chains at once, in five statements whatever their number: an import of 200,000 lines
 * writes one event per debtor. At most some 10,000 entries a call keep the statement small; entries of one
 * chain keep their order.
 */
export async function appendMany<P extends Payload>(
  scope: Scope,
  definition: EventDefinition<P>,
  entries: readonly ChainEntry<P>[],
): Promise<ReadonlyMap<string, ChainHead>> {
  const heads = new Map(
    await lockChains(
      scope,
      entries.map((entry) => entry.chain),
    ),
  );
  const events = entries.map(({ chain, payload }) => {
    const event = linkEvent(heads.get(chain)!, {
      creditorId: scope.creditorId,
      chain,
      on: toIso(scope.on),
      at: scope.at,
      actor: scope.actor,
      rehearsal: scope.rehearsal,
      type: definition.type,
      version: definition.version,
      payload: payloadText(definition, payload),
    });
    heads.set(chain, headOf(event));
    return event;
  });
  if (events.length > 0) await insertEvents(scope, events, heads);
  const known = lockedIn(scope);
  for (const [chain, head] of heads) known.set(chain, head);
  return heads;
}

async function insertEvents(
  scope: Scope,
  events: readonly JournalEvent[],
  heads: ReadonlyMap<string, ChainHead>,
): Promise<void> {
  const ends = [...heads];
  await sql`
    with moved as (
      update journal_heads as h set seq = n.seq, hash = n.hash
      from unnest(
        ${ends.map(([chain]) => chain)}::text[],
        ${ends.map(([, head]) => head.seq)}::integer[],
        ${ends.map(([, head]) => hashBytes(head.hash))}::bytea[]
      ) as n(chain, seq, hash)
      where h.creditor_id = ${scope.creditorId} and h.chain = n.chain
    )
    insert into journal_events
      (creditor_id, chain, seq, on_day, at, actor, rehearsal, type, version, payload, prev, hash)
    select ${scope.creditorId}::uuid, n.chain, n.seq, ${toIso(scope.on)}::date, ${scope.at}, ${scope.actor},
      ${scope.rehearsal}::boolean, ${events[0]!.type}, ${events[0]!.version}::integer,
      n.payload, n.prev, n.hash
    from rows from (
      unnest(${events.map((event) => event.chain)}::text[]),
      unnest(${events.map((event) => event.seq)}::integer[]),
      -- One text: an array would be escaped and read again. A payload, being JSON, has no line break.
      string_to_table(${events.map((event) => event.payload).join('\n')}::text, ${'\n'}::text),
      unnest(${events.map((event) => hashBytes(event.prev))}::bytea[]),
      unnest(${events.map((event) => hashBytes(event.hash))}::bytea[])
    ) as n(chain, seq, payload, prev, hash)`.execute(scope.tx);
}

/** Locks a debtor's chain before its facts are read, so that nothing written meanwhile is missed. */
export async function lockChain(scope: Scope, debtorId: string): Promise<ChainHead> {
  const heads = await lockChains(scope, [debtorId]);
  return heads.get(debtorId)!;
}

/**
 * Locks several chains in the one order that every act follows: debtors by id, the creditor's last. Chains
 * that do not exist yet are begun, so that two first events cannot pass each other.
 */
export async function lockChains(
  scope: Scope,
  chains: readonly string[],
): Promise<ReadonlyMap<string, ChainHead>> {
  const known = lockedIn(scope);
  const all = [...new Set(chains)];
  const ordered = all.filter((chain) => !known.has(chain)).sort(byLockOrder);
  if (ordered.length > 0) for (const [chain, head] of await lockNew(scope, ordered)) known.set(chain, head);
  return new Map(all.map((chain) => [chain, known.get(chain)!]));
}

/**
 * Where the chains end that a transaction has locked: until it is over nobody else moves them, so each is
 * asked once.
 */
const locked = new WeakMap<Tx, Map<string, Map<string, ChainHead>>>();

function lockedIn({ tx, creditorId }: Pick<Scope, 'tx' | 'creditorId'>): Map<string, ChainHead> {
  const byCreditor = locked.get(tx) ?? new Map<string, Map<string, ChainHead>>();
  locked.set(tx, byCreditor);
  const chains = byCreditor.get(creditorId) ?? new Map<string, ChainHead>();
  byCreditor.set(creditorId, chains);
  return chains;
}

/** After a return to a savepoint: what was written and locked since it is no longer so. */
export function forgetHeads(tx: Tx): void {
  locked.delete(tx);
}

async function lockNew(scope: Scope, ordered: readonly string[]): Promise<ReadonlyMap<string, ChainHead>> {
  const there = await lockPresent(scope, ordered);
  if (there.size > 0) return there;
  // DO UPDATE locks the rows that are there already even where its condition lets it change none.
  await sql`
    insert into journal_heads (creditor_id, chain, seq, hash)
    select ${scope.creditorId}::uuid, chain, 0, ${hashBytes(NO_PREVIOUS)}::bytea
    from unnest(${ordered}::text[]) as c(chain)
    on conflict (creditor_id, chain) do update set seq = journal_heads.seq where false`.execute(scope.tx);
  const { rows } = await sql<{ chain: string; seq: number; hash: Buffer }>`
    select chain, seq, hash from journal_heads
    where creditor_id = ${scope.creditorId} and chain = any(${ordered}::text[])`.execute(scope.tx);
  return headsOf(rows);
}

/**
 * All of them in one statement, when all are there already; none, and no lock, when one is still to be begun.
 */
async function lockPresent(scope: Scope, chains: readonly string[]): Promise<ReadonlyMap<string, ChainHead>> {
  const asked = sql`creditor_id = ${scope.creditorId} and chain = any(${chains}::text[])`;
  const { rows } = await sql<{ chain: string; seq: number; hash: Buffer }>`
    select chain, seq, hash from journal_heads
    where ${asked} and (select count(*) from journal_heads where ${asked}) = ${chains.length}
    order by chain = ${CREDITOR_CHAIN}, chain collate "C" for update`.execute(scope.tx);
  return headsOf(rows);
}

function headsOf(
  rows: readonly { readonly chain: string; readonly seq: number; readonly hash: Buffer }[],
): ReadonlyMap<string, ChainHead> {
  return new Map(rows.map((row) => [row.chain, { seq: row.seq, hash: hashFromBytes(row.hash) }]));
}

function byLockOrder(a: string, b: string): number {
  if ((a === CREDITOR_CHAIN) !== (b === CREDITOR_CHAIN)) return a === CREDITOR_CHAIN ? 1 : -1;
  return a < b ? -1 : 1;
}

/** Where a chain ends, without a lock; null before its first event. */
export async function chainHead(reader: JournalReader, chain: string): Promise<ChainHead | null> {
  const { rows } = await sql<{ seq: number; hash: Buffer }>`
    select seq, hash from journal_heads
    where creditor_id = ${reader.creditorId} and chain = ${chain} and seq > 0`.execute(reader.tx);
  const row = rows[0];
  return row === undefined ? null : { seq: row.seq, hash: hashFromBytes(row.hash) };
}

/** The events of a chain after `seq`, in their order. */
export async function eventsOf(
  reader: JournalReader,
  chain: string,
  seq = 0,
): Promise<readonly JournalEvent[]> {
  const { rows } = await sql<EventRow>`
    select chain, seq, on_day, at, actor, rehearsal, type, version, payload, prev, hash from journal_events
    where creditor_id = ${reader.creditorId} and chain = ${chain} and seq > ${seq}
    order by seq`.execute(reader.tx);
  return rows.map((row) => eventOfRow(reader.creditorId, row));
}

export function eventOfRow(creditorId: string, row: EventRow): JournalEvent {
  return {
    creditorId,
    chain: row.chain,
    seq: row.seq,
    on: toIso(row.on_day),
    at: row.at,
    actor: row.actor,
    rehearsal: row.rehearsal,
    type: row.type,
    version: row.version,
    payload: row.payload,
    prev: hashFromBytes(row.prev),
    hash: hashFromBytes(row.hash),
  };
}

/**
 * `clock_moved_back` when the journal is newer than the machine's clock, else null: asked before anything is
 * sent, since days and gaps would be counted wrong. What a rehearsal wrote on its own clock does not
 * count.
 */
export async function clockMovedBack(scope: Scope): Promise<Refusal | null> {
  const { rows } = await sql<{ newest: string | null; ahead: boolean | null }>`
    select max(at) as newest,
      max(at)::timestamptz
        > ${scope.at}::timestamptz + make_interval(secs => ${CLOCK_TOLERANCE_SECONDS}) as ahead
    from journal_events where creditor_id = ${scope.creditorId} and not rehearsal`.execute(scope.tx);
  const { newest, ahead } = rows[0]!;
  if (newest === null || ahead !== true || scope.rehearsal) return null;
  return refuse(
    'clock_moved_back',
    `L’horloge de la machine indique ${scope.at}, avant la dernière ligne du journal (${newest})\u00a0: ` +
      'remettez-la à l’heure, rien n’est envoyé jusque-là.',
    { clock: scope.at, journal: newest },
  );
}
