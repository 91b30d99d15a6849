import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { documentRef, entityId, isoDay, token, whole } from '../journal/payload.ts';

/** A message of an approved contact got its bytes and waits in the outbox. */
export const messageReady = defineEvent(
  'message.ready',
  1,
  z.object({
    message: entityId,
    proposal: entityId.nullable(),
    letter: entityId,
    bytes: documentRef,
    rehearsal: z.boolean(),
  }),
);

/** The facts were read again and allow it: the message is handed over next. */
export const messageClaimed = defineEvent(
  'message.claimed',
  1,
  z.object({ message: entityId, contact: entityId.nullable(), rehearsal: z.boolean() }),
);

/** What the far end answered, or did not. */
export const messageAnswered = defineEvent(
  'message.answered',
  1,
  z.object({
    message: entityId,
    contact: entityId.nullable(),
    state: z.enum(['reserved', 'sent', 'failed', 'ambiguous']),
    by: z.enum(['machine', 'person']),
    rehearsal: z.boolean(),
  }),
);

/** Approved, and yet not sent: what stood in the way when the facts were read again. */
export const messageWithdrawn = defineEvent(
  'message.withdrawn',
  1,
  z.object({ message: entityId.nullable(), proposal: entityId, because: token }),
);

/** Letters in the order in which they are to be posted. */
export const lettersPrinted = defineEvent(
  'print.batch_made',
  1,
  z.object({ batch: entityId, letters: z.array(z.object({ letter: entityId, position: whole })) }),
);

export const lettersPosted = defineEvent(
  'print.letters_posted',
  1,
  z.object({ batch: entityId, letters: z.array(entityId) }),
);

/** What is known of a registered letter, each time more of it is. */
export const registeredRecorded = defineEvent(
  'registered.recorded',
  1,
  z.object({
    letter: entityId,
    tracking: token.nullable(),
    depositedOn: isoDay.nullable(),
    presentedOn: isoDay.nullable(),
    outcome: z.enum(['received', 'refused', 'unclaimed', 'unknown-address']).nullable(),
    proofs: z.array(documentRef),
  }),
);

/** A message that a server had taken came back. */
export const messageBounced = defineEvent(
  'message.bounced',
  1,
  z.object({ message: entityId, contact: entityId.nullable() }),
);
