import { describe, expect, test } from 'vitest';
import * as model from './attempt.ts';
import { type MessageLife, type MessageState, retryDelay } from './attempt.ts';
import type { DeliveryOutcome } from './outcome.ts';

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

type Steps = Pick<
  typeof model,
  'claim' | 'start' | 'conclude' | 'release' | 'reclaim' | 'resolve' | 'withdraw'
>;

/** A worker between two lines of its own code: where it stands is where it may die. */
type Worker =
  | { readonly at: 'idle' | 'claimed' | 'dead' }
  | { readonly at: 'marked'; readonly attempt: number }
  | { readonly at: 'answered'; readonly attempt: number; readonly outcome: DeliveryOutcome };

/**
 * The row, the workers and what the far server really holds. Times are reduced to « over or not », « due or
 * not ».
 */
interface World {
  readonly life: MessageLife;
  readonly workers: readonly Worker[];
  readonly copies: number;
  readonly person: boolean;
}

function put(world: World, index: number, worker: Worker, change: Partial<World> = {}): World {
  return { ...world, ...change, workers: world.workers.map((old, i) => (i === index ? worker : old)) };
}

/** Every world one step away: each worker's next line, its death, the passing of time, a person's word. */
function successors(world: World, steps: Steps): World[] {
  const next: World[] = [];
  const { life } = world;
  world.workers.forEach((worker, index) => {
    if (worker.at === 'dead') return;
    next.push(put(world, index, { at: 'dead' }));
    next.push(...workerSteps(world, index, worker, steps));
  });
  const dead = world.workers.flatMap((worker, index) => (worker.at === 'dead' ? [`w${index}`] : []));
  const reclaimed = steps.reclaim(life, 0, dead);
  if (reclaimed) next.push({ ...world, life: reclaimed });
  if (life.leaseUntil !== null && life.leaseUntil >= 0)
    next.push({ ...world, life: { ...life, leaseUntil: -1 } });
  if (life.nextAttemptAt > 0) next.push({ ...world, life: { ...life, nextAttemptAt: 0 } });
  for (const word of ['sent', 'not-sent'] as const) {
    const resolved = steps.resolve(life, word);
    if (resolved) next.push({ ...world, life: resolved, person: true });
  }
  const withdrawn = steps.withdraw(life, null);
  if (withdrawn) next.push({ ...world, life: withdrawn });
  return next;
}

function workerSteps(world: World, index: number, worker: Worker, steps: Steps): World[] {
  const owner = `w${index}`;
  if (worker.at === 'idle') {
    const life = steps.claim(world.life, owner, 0, LEASE);
    return life ? [put(world, index, { at: 'claimed' }, { life })] : [];
  }
  if (worker.at === 'claimed') {
    const life = steps.start(world.life, owner, 0, LEASE);
    const freed = steps.release(world.life, owner);
    const stand: Worker = life ? { at: 'marked', attempt: life.attempts } : { at: 'idle' };
    const worlds = [put(world, index, stand, { life: life ?? world.life })];
    if (freed) worlds.push(put(world, index, { at: 'idle' }, { life: freed }));
    return worlds;
  }
  if (worker.at === 'marked') {
    const answer = (outcome: DeliveryOutcome, copies: number) =>
      put(world, index, { at: 'answered', attempt: worker.attempt, outcome }, { copies });
    const freed = steps.release(world.life, owner);
    const worlds = [
      answer(sent, world.copies + 1),
      answer(deferred, world.copies),
      answer(refused, world.copies),
      answer(doubtful, world.copies),
      answer(doubtful, world.copies + 1),
      // It dies with the answer of the server on the wire.
      put(world, index, { at: 'dead' }, { copies: world.copies + 1 }),
    ];
    if (freed) worlds.push(put(world, index, { at: 'idle' }, { life: freed }));
    return worlds;
  }
  if (worker.at !== 'answered') return [];
  const life = steps.conclude(world.life, owner, worker.attempt, worker.outcome, 0);
  return [put(world, index, { at: 'idle' }, { life: life ?? world.life })];
}

function key(world: World): string {
  const { life } = world;
  const times = [Math.sign(life.leaseUntil ?? 0), life.leaseUntil === null, life.nextAttemptAt > 0];
  return JSON.stringify([
    life.state,
    life.owner,
    life.attempts,
    times,
    world.workers,
    world.copies,
    world.person,
  ]);
}

/** What is wrong in a world, whatever led to it. */
function broken(world: World): string | null {
  const { state, attempts } = world.life;
  if (world.copies > 1) return 'delivered twice';
  if (attempts > 1 && retryDelay(attempts - 1) === null) return 'more tries than the bound';
  if (world.person) return null;
  if (state === 'sent' && world.copies !== 1) return 'said to be sent, and is not';
  if (state !== 'sent' && state !== 'sending' && state !== 'ambiguous' && world.copies !== 0)
    return `delivered, and ${state}`;
  return null;
}

/** All worlds that any interleaving of `workers` workers reaches, with the way on from each. */
function explore(workers: number, steps: Steps) {
  const birth: World = {
    life: { state: 'reserved', owner: null, leaseUntil: null, attempts: 0, nextAttemptAt: 0 },
    workers: Array.from({ length: workers }, () => ({ at: 'idle' as const })),
    copies: 0,
    person: false,
  };
  const worlds = new Map<string, World>([[key(birth), birth]]);
  const edges = new Map<string, string[]>();
  for (const [name, world] of worlds) {
    // A world already broken is a finding; what follows from it is not explored.
    const next = broken(world) === null ? successors(world, steps) : [];
    edges.set(name, next.map(key));
    for (const one of next) if (!worlds.has(key(one))) worlds.set(key(one), one);
  }
  return { worlds, edges };
}

const SETTLED: readonly MessageState[] = ['sent', 'failed', 'ambiguous', 'withdrawn'];

describe('R8 R13 the life of a message, over every interleaving of workers, deaths and answers', () => {
  const { worlds, edges } = explore(2, model);

  test('is never delivered twice, never said to be sent when it is not', () => {
    expect(worlds.size).toBeGreaterThan(1000);
    expect([...worlds.values()].map(broken).filter((fault) => fault !== null)).toEqual([]);
  });

  test('an ambiguous message never returns to the machine', () => {
    for (const [name, world] of worlds) {
      if (world.life.state !== 'ambiguous') continue;
      for (const next of edges.get(name) ?? [])
        expect(['ambiguous', 'sent', 'failed']).toContain(worlds.get(next)?.life.state);
    }
  });

  test('R19 R23 no death leaves a message in limbo: a settled state can be reached without the dead', () => {
    const before = new Map<string, string[]>();
    for (const [name, next] of edges)
      for (const one of next) before.set(one, [...(before.get(one) ?? []), name]);
    // With every worker dead, time and reclaiming alone free it or declare the doubt.
    const good = [...worlds].filter(([, world]) => [...SETTLED, 'reserved'].includes(world.life.state));
    const reached = new Set(good.map(([name]) => name));
    const queue = [...reached];
    for (const name of queue)
      for (const from of before.get(name) ?? [])
        if (!reached.has(from)) {
          reached.add(from);
          queue.push(from);
        }
    expect(reached.size).toBe(worlds.size);
  });

  test('the exploration sees a double when a lost « sending » is taken for free', () => {
    const careless: Steps = {
      ...model,
      reclaim: (life, at, dead) => {
        const next = model.reclaim(life, at, dead);
        return next?.state === 'ambiguous' ? { ...next, state: 'reserved', owner: null } : next;
      },
    };
    const faults = [...explore(2, careless).worlds.values()].map(broken);
    expect(faults).toContain('delivered twice');
  });
});

describe('retries', () => {
  const marked = (attempts: number): MessageLife => ({
    state: 'sending',
    owner: 'w0',
    leaseUntil: 60,
    attempts,
    nextAttemptAt: 0,
  });

  test('R19 R23 a transient refusal waits longer each time, then ends as failed', () => {
    const delays = [1, 2, 3, 4, 5, 6].map(
      (attempts) => model.conclude(marked(attempts), 'w0', attempts, deferred, 1000)!,
    );
    expect(delays.map((life) => life.state)).toEqual([...Array(5).fill('reserved'), 'failed']);
    expect(delays.slice(0, 5).map((life) => life.nextAttemptAt - 1000)).toEqual([
      300, 900, 3600, 14_400, 28_800,
    ]);
    expect(retryDelay(6)).toBeNull();
  });

  test('a permanent refusal ends at once', () => {
    expect(model.conclude(marked(1), 'w0', 1, refused, 0)?.state).toBe('failed');
  });

  test('an answer that comes after the lease was called removes the doubt only when it says sent', () => {
    const doubted = model.reclaim(marked(1), 61, [])!;
    expect(doubted.state).toBe('ambiguous');
    expect(model.conclude(doubted, 'w0', 1, deferred, 62)).toBeNull();
    expect(model.conclude(doubted, 'w0', 1, sent, 62)?.state).toBe('sent');
    expect(model.conclude(model.resolve(doubted, 'not-sent')!, 'w0', 1, sent, 63)).toBeNull();
  });

  test('an owner known to be dead is not waited for', () => {
    expect(model.reclaim(marked(1), 10, [])).toBeNull();
    expect(model.reclaim(marked(1), 10, ['w0'])?.state).toBe('ambiguous');
  });
});
