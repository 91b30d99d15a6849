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

// Each function locks the rows it is about, lets the model of attempt.ts move them, and writes what the model
// says: the table can be in no state that the exploration of the model has not seen.

/** What is to become of one message; null: nothing, it is no longer ours to move. */
export type Step = (row: MessageRow) => Move | null;

export interface Moved {
  readonly row: MessageRow;
  readonly event: ReceiptEvent | null;
}

/** Moves many messages at once, each by its own step: two statements, however many. */
export async function moveMessages(
  outbox: Outbox,
  steps: ReadonlyMap<string, Step>,
): Promise<readonly Moved[]> {
  const rows = await locked(outbox, [...steps.keys()]);
  const moves = rows.flatMap((row) => steps.get(row.id)!(row) ?? []);
  const saved = await saveMoves(outbox, moves);
  return saved.map((row, index) => ({ row, event: moves[index]!.receipt?.event ?? null }));
}

export interface Mark {
  readonly owner: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly leaseSeconds: number;
}

/** Marks a claimed message as being sent: committed before a transport is touched. */
export function markStep({ owner, at, leaseSeconds }: Mark): Step {
  return stepOf('sending', owner, (life) => start(life, owner, seconds(at), leaseSeconds));
}

/** Gives back a claimed or marked message that certainly never met a transport. */
export function releaseStep(owner: string): Step {
  return stepOf('released', owner, (life) => release(life, owner));
}

/** Takes back messages that nobody is sending; `owner`: under whose claim the caller holds them, or null. */
export async function withdrawMessages(
  outbox: Outbox & Pick<Scope, 'actor'>,
  ids: readonly string[],
  owner: string | null,
): Promise<readonly MessageRow[]> {
  const step = stepOf('withdrawn', outbox.actor, (life) => withdraw(life, owner));
  return await moveAll(outbox, ids, step);
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
  /** It came after somebody had concluded without it: kept as a receipt, it changed nothing. */
  readonly late: boolean;
}

export async function recordOutcomes(
  outbox: Outbox,
  owner: string,
  answers: readonly Answered[],
): Promise<readonly Recorded[]> {
  const steps = answers.map((answered) => [answered.id, outcomeStep(answered, owner, outbox.at)] as const);
  return recordedOf(answers, await moveMessages(outbox, new Map(steps)));
}

export function outcomeStep({ outcome, attempt }: Answered, owner: string, at: string): Step {
  return (row) => {
    const life = conclude(row.life, owner, attempt, outcome, seconds(at));
    if (life === null) return { row, life: row.life, receipt: receiptOf(outcome, owner, 'late') };
    const { permanent } = conclusionOf(outcome, attempt);
    const { response } = outcome;
    return { row, life, permanent, response, receipt: receiptOf(outcome, owner, outcome.state) };
  };
}

/** Among what was moved, the messages that these answers are about. */
export function recordedOf(answers: readonly Answered[], moved: readonly Moved[]): readonly Recorded[] {
  const byId = new Map(answers.map((answered) => [answered.id, answered]));
  return moved.flatMap(({ row, event }) => {
    const answered = byId.get(row.id);
    return answered ? [{ ...answered, row, state: row.life.state, late: event === 'late' }] : [];
  });
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

function stepOf(event: ReceiptEvent, by: string, next: (life: MessageLife) => MessageLife | null): Step {
  return (row) => {
    const life = next(row.life);
    return life ? { row, life, receipt: receipt(event, by) } : null;
  };
}

async function moveAll(outbox: Outbox, ids: readonly string[], step: Step): Promise<readonly MessageRow[]> {
  const moved = await moveMessages(outbox, new Map(ids.map((id) => [id, step])));
  return moved.map(({ row }) => row);
}

/** In the order of their ids, so that two processes that lock the same ones wait instead of crossing. */
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
