import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from './canonical.ts';
import { linkEvent } from './chain.ts';
import { defineEvent, eventHash, payloadText, readPayload } from './event.ts';
import type { Payload } from './payload.ts';
import { digest, documentRef, entityId, isoDay, token, valueRef, whole } from './payload.ts';
import { NO_PREVIOUS, sha256 } from './sha256.ts';

const paymentRecorded = defineEvent(
  'payment.recorded',
  1,
  z.object({ payment: entityId, cents: whole, receivedOn: isoDay, currency: token }),
);

const payment = {
  payment: '0193a5c0-0000-7000-8000-000000000001',
  cents: 120_000,
  receivedOn: '2026-11-22',
  currency: 'EUR',
};

const unlinked = {
  creditorId: '0193a5c0-0000-7000-8000-00000000000a',
  chain: '0193a5c0-0000-7000-8000-00000000000b',
  on: '2026-11-22',
  at: '2026-11-22T08:00:00.000Z',
  actor: 'Éloïse "la compta"',
  rehearsal: false,
  type: 'payment.recorded',
  version: 1,
  payload: payloadText(paymentRecorded, payment),
};

test('the hash is what docs/journal.md says, computed here by its recipe alone', () => {
  const event = linkEvent({ seq: 0, hash: NO_PREVIOUS }, unlinked);
  const recipe = createHash('sha256')
    .update('relance.journal.v1\n')
    .update(Buffer.alloc(32))
    .update(
      canonicalJson({
        actor: unlinked.actor,
        at: unlinked.at,
        chain: unlinked.chain,
        creditor: unlinked.creditorId,
        on: unlinked.on,
        payload: payment,
        rehearsal: false,
        seq: 1,
        type: 'payment.recorded',
        version: 1,
      }),
    );
  expect(event.hash).toBe(recipe.digest('hex'));
  expect(event.seq).toBe(1);
});

test('the same event after another predecessor has another hash', () => {
  const event = { ...unlinked, seq: 2 };
  expect(eventHash(event, sha256('a'))).not.toBe(eventHash(event, sha256('b')));
});

test('a payload is read back by its own definition only', () => {
  const event = linkEvent({ seq: 0, hash: NO_PREVIOUS }, unlinked);
  expect(readPayload(paymentRecorded, event)).toEqual(payment);
  const second = defineEvent('payment.recorded', 2, z.object({ payment: entityId }));
  expect(() => readPayload(second, event)).toThrow('payment.recorded v1');
});

test('an event that holds what its definition does not promise is not written', () => {
  expect(() => payloadText(paymentRecorded, { ...payment, cents: 12.5 })).toThrow();
});

test.each([
  ['a bare text', z.object({ reason: z.string() }), '$.reason'],
  ['a bounded text', z.object({ reason: z.string().max(20) }), '$.reason'],
  ['a text with a prefix', z.object({ reason: z.string().startsWith('a') }), '$.reason'],
  ['an e-mail address', z.object({ to: z.email() }), '$.to'],
  ['a text that may be null', z.object({ note: z.string().nullable() }), '$.note'],
  ['a float', z.object({ rate: z.number() }), '$.rate'],
  ['a text deep inside', z.object({ items: z.array(z.object({ name: z.string() })) }), '$.items[].name'],
  ['a text in a union', z.object({ x: z.union([whole, z.string()]) }), '$.x'],
  ['names as keys', z.object({ by: z.record(z.string(), whole) }), '$.by (keys)'],
  ['a text in a tuple', z.object({ pair: z.tuple([whole, z.string()]) }), '$.pair[1]'],
])('a definition with %s is refused, D23', (_, schema, place) => {
  expect(() => defineEvent('x.y', 1, schema as unknown as z.ZodType<Payload>)).toThrow(place);
});

test('codes, ids, days, hashes, whole numbers and literals may be journalled', () => {
  const definition = defineEvent(
    'letter.frozen',
    1,
    z.object({
      step: z.enum(['contact', 'reminder-1']),
      letter: documentRef,
      recipient: valueRef,
      facts: digest,
      copies: z.array(token),
      answerBy: isoDay.nullable(),
      byItem: z.record(entityId, whole),
      kind: z.literal('letter'),
      armed: z.boolean(),
    }),
  );
  expect(definition.type).toBe('letter.frozen');
});

test.each(['Payment', 'payment recorded', '', '.x'])('"%s" is no type of event', (type) => {
  expect(() => defineEvent(type, 1, z.object({}))).toThrow('not a type');
});
