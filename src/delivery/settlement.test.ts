import { describe, expect, test } from 'vitest';
import type { MessageLife } from '../courier/attempt.ts';
import * as model from '../courier/attempt.ts';
import type { DeliveryOutcome } from '../courier/outcome.ts';
import { settlementOf } from './settlement.ts';

/*
 * The message, the contacts recorded for it, what was proposed, two processes that run at once (one outlived
 * its database, and with it its locks), and a person. Each step is one transaction: it happens whole, or its
 * process dies before it.
 */

const LEASE = 60;
const sent: DeliveryOutcome = { state: 'sent', response: '250 ok', refusedRecipients: [] };
const deferred: DeliveryOutcome = {
  state: 'failed',
  permanent: false,
  stage: 'recipients',
  code: 'smtp_451',
  response: '451 later',
  refusedRecipients: [],
};
const refused: DeliveryOutcome = { ...deferred, permanent: true, code: 'smtp_550', response: '550 no' };
const doubtful: DeliveryOutcome = { state: 'ambiguous', reason: 'connection_lost', response: null };

type ContactState = 'sending' | 'done' | 'doubtful';

/** Contacts known not to have arrived are gone: their steps are free. */
type Contacts = readonly { readonly id: number; readonly state: ContactState }[];

type Process =
  | { readonly at: 'idle' }
  | { readonly at: 'dead' }
  | { readonly at: 'claimed'; readonly contact: number }
  | { readonly at: 'marked'; readonly contact: number; readonly attempt: number }
  | {
      readonly at: 'answered';
      readonly contact: number;
      readonly attempt: number;
      readonly outcome: DeliveryOutcome;
    };

interface World {
  readonly life: MessageLife;
  readonly contacts: Contacts;
  readonly proposal: 'approved' | 'done' | 'withdrawn';
  readonly processes: readonly Process[];
  readonly copies: number;
  readonly denied: boolean;
}

/** What the code does at the points where another order would be wrong; a test spoils them one by one. */
interface Manner {
  /** A claim that finds the contact of a claim that died takes it back first. */
  readonly freesUnsent: boolean;
  /** A run settles what was answered without its meaning. */
  readonly settlesLeft: boolean;
  /** What a dead process had marked is doubted, contact and all. */
  readonly doubtsContact: boolean;
}

const AS_IT_IS: Manner = { freesUnsent: true, settlesLeft: true, doubtsContact: true };

function settled(world: World, contact: number | null, life: MessageLife): World {
  const meaning = settlementOf(life.state);
  const next = { ...world, life };
  if (contact === null || meaning.contact === null) return next;
  const { contact: state } = meaning;
  const contacts =
    state === 'undelivered'
      ? world.contacts.filter(({ id }) => id !== contact)
      : world.contacts.map((one) => (one.id === contact ? { ...one, state } : one));
  const ended = meaning.proposal !== null && world.proposal === 'approved';
  return { ...next, contacts, proposal: ended ? meaning.proposal! : world.proposal };
}

function put(world: World, index: number, process: Process): World {
  return { ...world, processes: world.processes.map((old, i) => (i === index ? process : old)) };
}

function claimed(world: World, index: number, manner: Manner): World[] {
  const owner = `w${index}`;
  const life = world.proposal === 'approved' ? model.claim(world.life, owner, 0, LEASE) : null;
  if (life === null) return [];
  const kept = manner.freesUnsent
    ? world.contacts.filter(({ state }) => state !== 'sending')
    : world.contacts;
  const held = [...world.contacts.map(({ id }) => id), ...world.processes.map(contactOf)];
  const id = Array.from({ length: 9 }, (_, one) => one).find((one) => !held.includes(one))!;
  const ready = { ...world, life, contacts: [...kept, { id, state: 'sending' as const }] };
  const withdrawn = model.withdraw(life, owner)!;
  return [
    put(ready, index, { at: 'claimed', contact: id }),
    // The books say meanwhile that it must not leave.
    { ...world, life: withdrawn, contacts: kept, proposal: 'withdrawn' },
  ];
}

function contactOf(process: Process): number {
  return 'contact' in process ? process.contact : -1;
}

/** What a process may do next: its own line, or another one of the same transaction boundaries. */
function stepsOf(world: World, index: number, manner: Manner): World[] {
  const process = world.processes[index]!;
  const owner = `w${index}`;
  if (process.at === 'idle') return claimed(world, index, manner);
  if (process.at === 'dead') return [];
  const { contact } = process;
  const released = model.release(world.life, owner);
  const back = released ? [put({ ...world, life: released }, index, { at: 'idle' })] : [];
  if (process.at === 'claimed') {
    const life = model.start(world.life, owner, 0, LEASE);
    if (life === null) return [put(world, index, { at: 'idle' }), ...back];
    return [put({ ...world, life }, index, { at: 'marked', contact, attempt: life.attempts }), ...back];
  }
  if (process.at === 'marked') {
    const { attempt } = process;
    const answers = [sent, deferred, refused, doubtful, 'taken' as const].map((answer) => {
      const outcome = answer === 'taken' ? doubtful : answer;
      const copies = world.copies + Number(answer === sent || answer === 'taken');
      return put({ ...world, copies }, index, { at: 'answered', contact, attempt, outcome });
    });
    const dying = put({ ...world, copies: world.copies + 1 }, index, { at: 'dead' });
    return [...answers, dying, ...back];
  }
  const life = model.conclude(world.life, owner, process.attempt, process.outcome, 0);
  const idle = put(world, index, { at: 'idle' });
  if (life === null) return [idle];
  // The second: its meaning could not be written, the answer alone is.
  return [settled(idle, contact, life), { ...idle, life }];
}

/** The start of a run: what nobody holds any more is concluded, and each contact made to say it. */
function concludedLeft(world: World, dead: readonly string[], manner: Manner): World {
  let next = world;
  const life = model.reclaim(world.life, 0, dead);
  if (life) {
    const live = world.contacts.at(-1)?.id ?? null;
    next =
      life.state === 'ambiguous' && manner.doubtsContact ? settled(world, live, life) : { ...world, life };
  }
  if (!manner.settlesLeft || next.life.leaseUntil !== null) return next;
  for (const { id, state } of next.contacts) {
    const fits = next.life.state === (state === 'doubtful' ? 'ambiguous' : 'sending') || state === 'done';
    if (!fits) next = settled(next, id, next.life);
  }
  return next;
}

function successors(world: World, manner: Manner): World[] {
  const { life } = world;
  const dead = world.processes.flatMap(({ at }, index) => (at === 'dead' ? [`w${index}`] : []));
  // A process may have lost its session and live on: the others take it for dead.
  const lost = world.processes.map((_, index) => `w${index}`);
  const next = world.processes.flatMap((process, index) =>
    process.at === 'dead' ? [] : [put(world, index, { at: 'dead' }), ...stepsOf(world, index, manner)],
  );
  next.push(concludedLeft(world, dead, manner), concludedLeft(world, lost, manner));
  if (life.leaseUntil !== null && life.leaseUntil >= 0)
    next.push({ ...world, life: { ...life, leaseUntil: -1 } });
  if (life.nextAttemptAt > 0) next.push({ ...world, life: { ...life, nextAttemptAt: 0 } });
  for (const word of ['sent', 'not-sent'] as const) {
    const resolved = model.resolve(life, word);
    const contact = world.contacts.find(({ state }) => state !== 'done')?.id ?? null;
    if (resolved) next.push({ ...settled(world, contact, resolved), denied: word === 'not-sent' });
  }
  return next;
}

const nameOf = (world: World) => JSON.stringify({ ...world, life: { ...world.life } });

function explore(manner: Manner): readonly World[] {
  // Two tries are left of six: as many as two processes can cross on.
  const life = { state: 'reserved', owner: null, leaseUntil: null, attempts: 4, nextAttemptAt: 0 } as const;
  const processes = [{ at: 'idle' }, { at: 'idle' }] as const;
  const birth: World = { life, contacts: [], proposal: 'approved', processes, copies: 0, denied: false };
  const worlds = new Map([[nameOf(birth), birth]]);
  for (const world of worlds.values()) {
    if (brokenNow(world) !== null) continue;
    for (const one of successors(world, manner)) worlds.set(nameOf(one), one);
  }
  return [...worlds.values()];
}

/** What is wrong in a world, whoever is in the middle of what. */
function brokenNow({ life, contacts, copies }: World): string | null {
  if (copies > 1) return 'delivered twice';
  if (contacts.length > 1) return 'two contacts for one message';
  const done = contacts.some(({ state }) => state === 'done');
  return done && life.state !== 'sent' ? `done, and the message is ${life.state}` : null;
}

/** What is wrong once every process is gone and a run has begun: nothing may be left in the middle. */
function brokenAtRest(world: World, manner: Manner): string | null {
  const dead = world.processes.map((_, index) => `w${index}`);
  const { life, contacts, proposal } = concludedLeft(world, dead, manner);
  const meaning = settlementOf(life.state);
  if (life.state === 'sending' || life.leaseUntil !== null) return 'left in the middle';
  const live = contacts[0]?.state ?? 'undelivered';
  if (live !== meaning.contact) return `${life.state}, and its contact is ${live}`;
  if (proposal !== (meaning.proposal ?? 'approved')) return `${life.state}, and it is ${proposal}`;
  return null;
}

function faultsOf(manner: Manner): ReadonlySet<string> {
  const worlds = explore(manner);
  const faults = worlds.map((world) => brokenNow(world) ?? brokenAtRest(world, manner));
  return new Set(faults.filter((fault) => fault !== null));
}

describe('R8 R13 R24 the life of a contact beside its message, over every interleaving and every death', () => {
  test('it says what the message came to; nothing waits for ever, nothing is done that was not sent', () => {
    expect(explore(AS_IT_IS).length).toBeGreaterThan(1000);
    expect(faultsOf(AS_IT_IS)).toEqual(new Set());
  });

  test.each([
    ['a claim leaves the contact of a dead claim', { ...AS_IT_IS, freesUnsent: false }],
    ['answers without their meaning are left so', { ...AS_IT_IS, settlesLeft: false }],
    ['a doubt stays with the message', { ...AS_IT_IS, doubtsContact: false, settlesLeft: false }],
  ])('the exploration sees it when %s', (_, manner) => {
    expect(faultsOf(manner).size).toBeGreaterThan(0);
  });
});
