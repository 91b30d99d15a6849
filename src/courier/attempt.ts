import type { DeliveryOutcome } from './outcome.ts';

/*
 * The life of a message in the outbox. The process may die between any two lines; this is what the next run
 * finds and concludes:
 *
 *   died                                        row                     conclusion
 *   before `reserve` is committed               none                    nothing happened
 *   after it                                    reserved, nobody's      free: any owner may claim it
 *   after the claim                             reserved, leased        free once the lease is over
 *   after the mark, before the first byte       sending                 ambiguous, like the next ones
 *   while the bytes leave                       sending                 ambiguous
 *   after the final dot, answer not yet read    sending                 ambiguous
 *   answer read, not yet recorded               sending                 ambiguous
 *   answer recorded                             what was recorded       final, or waiting for its next try
 *
 * The database may die too: a step is then done or not done, and a process that outlived its database may
 * have been taken for dead. It marks nothing that is no longer its own; its answer is recorded late, where
 * only « sent » still counts.
 *
 * So the mark is committed before a transport is touched, and the outcome after it has answered: a crash may
 * cost a question to a person, never a second letter.
 */

export const MESSAGE_STATES = ['reserved', 'sending', 'sent', 'failed', 'ambiguous', 'withdrawn'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export interface MessageLife {
  readonly state: MessageState;
  /** Who claimed it last; kept on an ambiguous message, whose owner may still come back with the answer. */
  readonly owner: string | null;
  /** Second until which nobody else may touch it. */
  readonly leaseUntil: number | null;
  /** Tries handed to a transport; the number of the current one. */
  readonly attempts: number;
  readonly nextAttemptAt: number;
}

// Greylisting wants five minutes, an outage of the provider some hours. Fourteen hours in all: the letter is
// frozen for three business days at most, and its facts are checked again before each try.
const BACK_OFF_SECONDS = [300, 900, 3600, 14_400, 28_800];

/** For a claim and for a try: a slow server may take minutes for each of its answers. */
export const LEASE_SECONDS = 1800;

/**
 * Seconds to wait after `attempts` tries that certainly failed and may pass later; null when it was the last
 * one.
 */
export function retryDelay(attempts: number): number | null {
  return BACK_OFF_SECONDS[attempts - 1] ?? null;
}

/** What an outcome makes of a message that is being sent by its owner. */
export interface Conclusion {
  readonly state: MessageState;
  readonly permanent: boolean;
  /** Null when there will be no other try. */
  readonly retryAfter: number | null;
}

export function conclusionOf(outcome: DeliveryOutcome, attempts: number): Conclusion {
  if (outcome.state !== 'failed') return { state: outcome.state, permanent: false, retryAfter: null };
  // The server, not the message, is at fault: it halts the run, and the next one begins with these.
  const unreached = outcome.stage === 'connect' || outcome.stage === 'login';
  if (unreached && !outcome.permanent) return { state: 'reserved', permanent: false, retryAfter: 0 };
  const retryAfter = outcome.permanent ? null : retryDelay(attempts);
  if (retryAfter === null) return { state: 'failed', permanent: outcome.permanent, retryAfter: null };
  return { state: 'reserved', permanent: false, retryAfter };
}

// Each step below answers the message as it becomes, or null when it may not be taken: the same as a
// conditional update that touches one row or none.

export function claim(
  life: MessageLife,
  owner: string,
  at: number,
  leaseSeconds: number,
): MessageLife | null {
  const free = life.leaseUntil === null || life.leaseUntil < at;
  if (life.state !== 'reserved' || !free || life.nextAttemptAt > at) return null;
  return { ...life, owner, leaseUntil: at + leaseSeconds };
}

/**
 * Marks a claimed message as being sent. An owner whose claim another one has taken over gets null and sends
 * nothing.
 */
export function start(
  life: MessageLife,
  owner: string,
  at: number,
  leaseSeconds: number,
): MessageLife | null {
  if (life.state !== 'reserved' || life.owner !== owner || life.leaseUntil === null) return null;
  return { ...life, state: 'sending', attempts: life.attempts + 1, leaseUntil: at + leaseSeconds };
}

/**
 * Records what came out. On a message declared ambiguous meanwhile only « sent » is still taken, since it
 * removes the doubt; a failure leaves the question to the person, so that no ambiguous message ever returns
 * to the machine.
 */
export function conclude(
  life: MessageLife,
  owner: string,
  attempt: number,
  outcome: DeliveryOutcome,
  at: number,
): MessageLife | null {
  if (life.owner !== owner || life.attempts !== attempt) return null;
  if (life.state === 'ambiguous') return outcome.state === 'sent' ? over(life, 'sent') : null;
  if (life.state !== 'sending') return null;
  const { state, retryAfter } = conclusionOf(outcome, attempt);
  if (state === 'ambiguous') return { ...life, state, leaseUntil: null };
  if (retryAfter === null) return over(life, state);
  return { ...over(life, 'reserved'), nextAttemptAt: at + retryAfter };
}

/** Gives back a message whose transport was certainly never touched: by its owner, never by another. */
export function release(life: MessageLife, owner: string): MessageLife | null {
  if (life.owner !== owner || life.leaseUntil === null) return null;
  if (life.state === 'sending') return { ...over(life, 'reserved'), attempts: life.attempts - 1 };
  return life.state === 'reserved' ? over(life, 'reserved') : null;
}

/** What any other process concludes from a lease that is over, or from an owner known to be dead. */
export function reclaim(life: MessageLife, at: number, deadOwners: readonly string[]): MessageLife | null {
  if (life.leaseUntil === null || life.owner === null) return null;
  if (life.leaseUntil >= at && !deadOwners.includes(life.owner)) return null;
  if (life.state === 'reserved') return over(life, 'reserved');
  return life.state === 'sending' ? { ...life, state: 'ambiguous', leaseUntil: null } : null;
}

/**
 * A person's word on an ambiguous message. « Not sent » ends it as failed: a fresh one is composed on fresh
 * facts.
 */
export function resolve(life: MessageLife, as: 'sent' | 'not-sent'): MessageLife | null {
  if (life.state !== 'ambiguous') return null;
  return over(life, as === 'sent' ? 'sent' : 'failed');
}

/** Takes back a message that nobody is sending; one claimed by another owner has to be released first. */
export function withdraw(life: MessageLife, by: string | null): MessageLife | null {
  if (life.state !== 'reserved') return null;
  if (life.leaseUntil !== null && life.owner !== by) return null;
  return over(life, 'withdrawn');
}

function over(life: MessageLife, state: MessageState): MessageLife {
  return { ...life, state, owner: null, leaseUntil: null };
}
