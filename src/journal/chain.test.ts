import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from './canonical.ts';
import { type ChainHead, checkEvent, EMPTY_CHAIN, headOf, linkEvent, type Problem } from './chain.ts';
import type { JournalEvent } from './event.ts';
import { merkleRoot, type SealedHead } from './merkle.ts';
import { NO_PREVIOUS, sha256 } from './sha256.ts';

const CREDITOR = '0193a5c0-0000-7000-8000-00000000000a';

function chainOf(payloads: readonly Json[], chain = 'debtor-1'): JournalEvent[] {
  let head: ChainHead = EMPTY_CHAIN;
  return payloads.map((payload, index) => {
    const event = linkEvent(head, {
      creditorId: CREDITOR,
      chain,
      on: `2026-11-${String((index % 28) + 1).padStart(2, '0')}`,
      at: '2026-11-22T08:00:00.000Z',
      actor: 'claire',
      rehearsal: false,
      type: 'invoice.entered',
      version: 1,
      payload: canonicalJson(payload),
    });
    head = headOf(event);
    return event;
  });
}

const payloads = fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.maxSafeInteger()), {
  minLength: 1,
  maxLength: 12,
});

function checkChain(events: readonly JournalEvent[]): { head: ChainHead; problems: readonly Problem[] } {
  let head = EMPTY_CHAIN;
  const problems: Problem[] = [];
  for (const event of events) {
    problems.push(...checkEvent(head, event));
    head = headOf(event);
  }
  return { head, problems };
}

const codes = (events: readonly JournalEvent[]) => checkChain(events).problems.map((problem) => problem.code);

test('any sequence of events verifies and ends at its last event', () => {
  fc.assert(
    fc.property(payloads, (list) => {
      const events = chainOf(list.map((entry) => ({ ...entry })));
      expect(checkChain(events)).toEqual({ head: headOf(events.at(-1)!), problems: [] });
    }),
  );
});

test('R61: any single changed byte of any column is found', () => {
  const columns = ['on', 'at', 'actor', 'type', 'payload', 'chain', 'creditorId', 'prev', 'hash'] as const;
  fc.assert(
    fc.property(
      payloads,
      fc.nat(),
      fc.constantFrom(...columns),
      fc.nat(),
      fc.integer({ min: 1, max: 127 }),
      (list, which, column, where, flip) => {
        const events = chainOf(list.map((entry) => ({ ...entry })));
        const index = which % events.length;
        const text = events[index]![column];
        const at = where % text.length;
        const mutated =
          text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ flip) + text.slice(at + 1);
        events[index] = { ...events[index]!, [column]: mutated };
        expect(codes(events).length).toBeGreaterThan(0);
      },
    ),
  );
});

test.each([
  ['version', { version: 2 }],
  ['rehearsal', { rehearsal: true }],
])('a changed %s is found', (_, change) => {
  const events = chainOf([{ a: 1 }, { a: 2 }]);
  events[0] = { ...events[0]!, ...change };
  expect(codes(events)).toEqual(['event_altered']);
});

test('one changed line is told once, the rest of the chain stands', () => {
  const events = chainOf([{ a: 1 }, { a: 2 }, { a: 3 }]);
  events[1] = { ...events[1]!, payload: '{"a":20}' };
  const { problems } = checkChain(events);
  expect(problems).toEqual([
    { where: `${CREDITOR}/debtor-1/2`, code: 'event_altered', message: expect.stringContaining('modifiée') },
  ]);
});

test('a forger who hashes his line anew is found at the next line', () => {
  const events = chainOf([{ a: 1 }, { a: 2 }, { a: 3 }]);
  events[1] = linkEvent(headOf(events[0]!), { ...events[1]!, payload: '{"a":20}' });
  expect(codes(events)).toEqual(['chain_broken']);
});

test('a removed, reordered, doubled or exchanged line is found', () => {
  const events = chainOf([{ a: 1 }, { a: 2 }, { a: 3 }]);
  const [one, two, three] = events as [JournalEvent, JournalEvent, JournalEvent];
  expect(codes([one, three])).toContain('event_missing');
  expect(codes([two, three])).toContain('event_missing');
  expect(codes([one, three, two])).toContain('event_order');
  expect(codes([one, one, two])).toContain('event_order');
  const stranger = chainOf([{ b: 1 }, { b: 2 }], 'debtor-2')[1]!;
  expect(codes([one, { ...stranger, chain: 'debtor-1' }, three])).toContain('event_altered');
});

test('a payload written anew with its keys in another order is found', () => {
  const events = chainOf([{ a: 1, b: 2 }]);
  events[0] = { ...events[0]!, payload: '{"b":2,"a":1}' };
  expect(codes(events)).toEqual(['payload_not_canonical', 'event_altered']);
});

const heads: fc.Arbitrary<SealedHead[]> = fc.uniqueArray(
  fc.record({
    chain: fc.stringMatching(/^[a-f0-9]{1,6}$/),
    seq: fc.integer({ min: 1, max: 9999 }),
    hash: fc.string().map(sha256),
  }),
  { selector: (head) => head.chain, maxLength: 20 },
);

test('the root does not depend on the order of reading, and changes with any head', () => {
  fc.assert(
    fc.property(heads, fc.nat(), (list, which) => {
      expect(merkleRoot([...list].reverse())).toBe(merkleRoot(list));
      if (list.length === 0) return;
      const index = which % list.length;
      expect(merkleRoot(list.toSpliced(index, 1))).not.toBe(merkleRoot(list));
      const later = { ...list[index]!, seq: list[index]!.seq + 1 };
      expect(merkleRoot(list.toSpliced(index, 1, later))).not.toBe(merkleRoot(list));
    }),
  );
});

test('three heads make the tree of RFC 9162: two on the left, one on the right', () => {
  const leaf = (chain: string) => ({ chain, seq: 1, hash: NO_PREVIOUS });
  const node = (left: string, right: string) =>
    sha256(Buffer.concat([Buffer.from([1]), Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]));
  const hashOf = (chain: string) => merkleRoot([leaf(chain)]);
  expect(merkleRoot([leaf('c'), leaf('a'), leaf('b')])).toBe(
    node(node(hashOf('a'), hashOf('b')), hashOf('c')),
  );
});
