import { sql } from 'kysely';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import {
  conclude,
  conclusionOf,
  type MessageLife,
  type MessageState,
  reclaim,
  release,
  resolve,
  start,
  withdraw,
} from './attempt.ts';
import {
  lockMessages,
  type MessageRow,
  type Move,
  type Outbox,
  type Receipt,
  type ReceiptEvent,
  saveMoves,
  seconds,
} from './messages.db.ts';
import type { DeliveryOutcome } from './outcome.ts';

// Each function locks the rows it is about, lets the model of attempt.ts move them, and writes what the model says: the
// table can be in no state that the exploration of the model has not seen.

/** Marks claimed messages as being sent; commit before a transport is touched. Answers those that were still ours. */
export async function markSending(
  outbox: Outbox,
  order: { readonly ids: readonly string[]; readonly owner: string; readonly leaseSeconds: number },
): Promise<readonly MessageRow[]> {
  const { owner, leaseSeconds } = order;
  return await move(outbox, order.ids, 'sending', owner, (life) =>
    start(life, owner, seconds(outbox.at), leaseSeconds),
  );
}

/** Gives back claimed or marked messages that certainly never met a transport. */
export async function releaseMessages(
  outbox: Outbox,
  ids: readonly string[],
  owner: string,
): Promise<readonly MessageRow[]> {
  return await move(outbox, ids, 'released', owner, (life) => release(life, owner));
}

/** Takes back messages that nobody is sending; `owner`: the claim under which the caller holds them, or null. */
export async function withdrawMessages(
  outbox: Outbox & Pick<Scope, 'actor'>,
  ids: readonly string[],
  owner: string | null,
): Promise<readonly MessageRow[]> {
  return await move(outbox, ids, 'withdrawn', outbox.actor, (life) => withdraw(life, owner));
}

/** Letters on paper that a person posted. */
export async function markPosted(
  outbox: Outbox & Pick<Scope, 'actor'>,
  ids: readonly string[],
): Promise<readonly MessageRow[]> {
  const rows = await locked(outbox, ids);
  const moves = rows.flatMap((row): Move[] =>
    row.channel === 'print' && row.life.state === 'reserved' && row.life.leaseUntil === null
      ? [{ row, life: { ...row.life, state: 'sent' }, receipt: receipt('posted', outbox.actor) }]
      : [],
  );
  return await saveMoves(outbox, moves);
}

/** The answer of a transport for one try. */
export interface Answered {
  readonly id: string;
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
}

/** What an answer has made of its message. */
export interface Recorded extends Answered {
  readonly row: MessageRow;
  readonly state: MessageState;
  /** The answer came after somebody had concluded without it: it was kept as a receipt and changed nothing. */
  readonly late: boolean;
}

export async function recordOutcomes(
  outbox: Outbox,
  owner: string,
  answers: readonly Answered[],
): Promise<readonly Recorded[]> {
  const byId = new Map(answers.map((answered) => [answered.id, answered]));
  const rows = await locked(outbox, [...byId.keys()]);
  const late = new Set<string>();
  const moves = rows.map((row): Move => {
    const { outcome, attempt } = byId.get(row.id)!;
    const life = conclude(row.life, owner, attempt, outcome, seconds(outbox.at));
    if (life === null) {
      late.add(row.id);
      return { row, life: row.life, receipt: receiptOf(outcome, owner, 'late') };
    }
    const { permanent } = conclusionOf(outcome, attempt);
    const { response } = outcome;
    return { row, life, permanent, response, receipt: receiptOf(outcome, owner, outcome.state) };
  });
  const saved = await saveMoves(outbox, moves);
  return saved.map((row) => ({
    ...byId.get(row.id)!,
    row,
    state: row.life.state,
    late: late.has(row.id),
  }));
}

export interface Reclaimed {
  /** Claimed and never marked: free again. */
  readonly freed: readonly MessageRow[];
  /** Marked, and their owner gone: a person has to say whether they left. */
  readonly ambiguous: readonly MessageRow[];
}

/** Concludes from leases that are over, and from owners known to be dead, at most `limit` at a time. */
export async function reclaimStale(
  outbox: Outbox,
  order: { readonly deadOwners?: readonly string[]; readonly limit?: number } = {},
): Promise<Reclaimed> {
  const dead = order.deadOwners ?? [];
  const rows = await lockMessages(
    outbox,
    sql`lease_until is not null
      and (lease_until < ${outbox.at}::timestamptz or lease_owner = any(${dead}::text[]))
      order by lease_until, id limit ${order.limit ?? 1000} for update skip locked`,
  );
  const moves = rows.flatMap((row): Move[] => {
    const life = reclaim(row.life, seconds(outbox.at), dead);
    if (life === null) return [];
    if (life.state !== 'ambiguous') return [{ row, life, receipt: receipt('released', 'relance') }];
    const outcome = { state: 'ambiguous', reason: 'owner_gone', response: null } as const;
    return [{ row, life, receipt: receiptOf(outcome, 'relance', 'ambiguous') }];
  });
  const saved = await saveMoves(outbox, moves);
  return {
    freed: saved.filter(({ life }) => life.state === 'reserved'),
    ambiguous: saved.filter(({ life }) => life.state === 'ambiguous'),
  };
}

/** A person's word on a doubtful message. Refuses `message_unknown`, `message_not_ambiguous`. */
export async function resolveAmbiguous(
  outbox: Outbox & Pick<Scope, 'actor'>,
  id: string,
  as: 'sent' | 'not-sent',
): Promise<MessageRow | Refusal> {
  const [row] = await locked(outbox, [id]);
  if (!row)
    return refuse('message_unknown', `Aucun message «\u00a0${id}\u00a0»\u00a0: vérifiez son numéro.`, { id });
  const life = resolve(row.life, as);
  if (life === null)
    return refuse(
      'message_not_ambiguous',
      'Ce message n’est pas en doute\u00a0: seul un envoi incertain se tranche à la main.',
      { id, state: row.life.state },
    );
  const [saved] = await saveMoves(outbox, [
    { row, life, permanent: false, receipt: receipt(`resolved-${as}`, outbox.actor) },
  ]);
  return saved!;
}

async function move(
  outbox: Outbox,
  ids: readonly string[],
  event: ReceiptEvent,
  by: string,
  step: (life: MessageLife) => MessageLife | null,
): Promise<readonly MessageRow[]> {
  const rows = await locked(outbox, ids);
  const moves = rows.flatMap((row): Move[] => {
    const life = step(row.life);
    return life ? [{ row, life, receipt: receipt(event, by) }] : [];
  });
  return await saveMoves(outbox, moves);
}

/** In the order of their ids: two processes that lock the same ones wait for each other instead of crossing. */
async function locked(outbox: Outbox, ids: readonly string[]): Promise<readonly MessageRow[]> {
  if (ids.length === 0) return [];
  return await lockMessages(outbox, sql`id = any(${ids}::uuid[]) order by id for update`);
}

function receipt(event: ReceiptEvent, by: string): Receipt {
  return { event, by, stage: null, code: null, response: null, refusedRecipients: [] };
}

function receiptOf(outcome: DeliveryOutcome, by: string, event: ReceiptEvent): Receipt {
  const { response } = outcome;
  if (outcome.state === 'ambiguous') return { ...receipt(event, by), code: outcome.reason, response };
  const { refusedRecipients } = outcome;
  if (outcome.state === 'sent') return { ...receipt(event, by), code: 'sent', response, refusedRecipients };
  return { ...receipt(event, by), stage: outcome.stage, code: outcome.code, response, refusedRecipients };
}
