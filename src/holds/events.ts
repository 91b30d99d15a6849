import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { entityId, isoDay, valueRef, whole } from '../journal/payload.ts';

/** The debtor said it would pay by a day. */
export const promiseMade = defineEvent(
  'promise.made',
  1,
  z.object({ promise: entityId, items: z.array(entityId), cents: whole, promisedOn: isoDay }),
);

/** A part of an item, or the whole of it (null), is contested. */
export const disputeOpened = defineEvent(
  'dispute.opened',
  1,
  z.object({
    disputes: z.array(z.object({ dispute: entityId, item: entityId, cents: whole.nullable() })),
    reason: valueRef,
  }),
);

/** Nothing is sent about the items (all of the debtor's when there is none) until a day, included. */
export const pauseSet = defineEvent(
  'pause.set',
  1,
  z.object({ pauses: z.array(entityId), items: z.array(entityId), until: isoDay, reason: valueRef }),
);

/** The debtor pays by dates that both agreed on. */
export const planAgreed = defineEvent(
  'plan.agreed',
  1,
  z.object({
    plan: entityId,
    items: z.array(z.object({ item: entityId, balanceCents: whole })),
    dates: z.array(z.object({ dueOn: isoDay, cents: whole })),
  }),
);

/** A person ended a promise, a dispute, a pause or a plan. */
export const holdEnded = defineEvent(
  'hold.ended',
  1,
  z.object({ kind: z.enum(['promise', 'dispute', 'pause', 'plan']), hold: entityId, endedOn: isoDay }),
);
