import type { z } from 'zod';
import { canonicalJson, parseCanonical } from './canonical.ts';
import { openPlace, type Payload } from './payload.ts';
import { type Sha256, sha256 } from './sha256.ts';

/**
 * The chain of what concerns no single debtor: settings, imports, seals. The other chains are debtors' ids.
 */
export const CREDITOR_CHAIN = 'creditor';

const DOMAIN = Buffer.from('relance.journal.v1\n');

/** A kind of event, declared by the room it belongs to in its `events.ts`. */
export interface EventDefinition<P extends Payload> {
  readonly type: string;
  readonly version: number;
  readonly schema: z.ZodType<P>;
}

/**
 * One line of the journal, as its row holds it. `payload` is the text that was hashed, never written again.
 */
export interface JournalEvent {
  readonly creditorId: string;
  readonly chain: string;
  /** 1 for the first event of a chain, then without a hole. */
  readonly seq: number;
  /**
   * The civil day that decided, ISO text; `at` is the instant of the machine's clock, which is evidence only.
   */
  readonly on: string;
  readonly at: string;
  readonly actor: string;
  readonly rehearsal: boolean;
  readonly type: string;
  readonly version: number;
  readonly payload: string;
  readonly prev: Sha256;
  readonly hash: Sha256;
}

export type UnlinkedEvent = Omit<JournalEvent, 'prev' | 'hash'>;

/**
 * Declares a kind of event. Throws when the schema leaves room for personal data, free text or floats: an
 * event outlives every right to erasure, so it may hold only codes, ids, days, whole numbers and salted
 * hashes. A new shape is a new version beside the old one, which stays readable.
 */
export function defineEvent<P extends Payload>(
  type: string,
  version: number,
  schema: z.ZodType<P>,
): EventDefinition<P> {
  if (!/^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/.test(type)) throw new TypeError(`not a type of event: ${type}`);
  if (!Number.isSafeInteger(version) || version < 1)
    throw new TypeError(`${type}: not a version: ${version}`);
  const open = openPlace(schema);
  if (open !== null) throw new TypeError(`${type}: the payload may hold free text or a float at ${open}`);
  return { type, version, schema };
}

/** The canonical text of a payload. Throws when it is not what the definition promises. */
export function payloadText<P extends Payload>(definition: EventDefinition<P>, payload: P): string {
  return canonicalJson(definition.schema.parse(payload));
}

/** The payload of a stored event; throws when it is of another kind or version. */
export function readPayload<P extends Payload>(definition: EventDefinition<P>, event: JournalEvent): P {
  if (event.type !== definition.type || event.version !== definition.version) {
    throw new TypeError(`${event.type} v${event.version} is not ${definition.type} v${definition.version}`);
  }
  return definition.schema.parse(parseCanonical(event.payload)?.value);
}

/**
 * The text whose bytes are hashed: canonical JSON of every column but the two hashes, the payload as stored.
 */
function envelope(event: UnlinkedEvent): string {
  const member = (key: string, value: string | number | boolean) => `"${key}":${JSON.stringify(value)}`;
  return `{${[
    member('actor', event.actor),
    member('at', event.at),
    member('chain', event.chain),
    member('creditor', event.creditorId),
    member('on', event.on),
    `"payload":${event.payload}`,
    member('rehearsal', event.rehearsal),
    member('seq', event.seq),
    member('type', event.type),
    member('version', event.version),
  ].join(',')}}`;
}

/** SHA-256 of the version line, the 32 bytes of the previous hash, and the envelope. */
export function eventHash(event: UnlinkedEvent, prev: Sha256): Sha256 {
  return sha256(Buffer.concat([DOMAIN, Buffer.from(prev, 'hex'), Buffer.from(envelope(event))]));
}
