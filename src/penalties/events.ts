import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { entityId, isoDay, token } from '../journal/payload.ts';

/** The day a formal notice took effect on these items: consumer interest runs from the day after. */
export const noticeTookEffect = defineEvent(
  'notice.effective',
  1,
  z.object({ on: isoDay, basis: z.enum(['received', 'presented']), items: z.array(entityId) }),
);

/** Something that interrupts or suspends limitation, or that a public debtor received in writing. */
export const limitationEvent = defineEvent(
  'limitation.event',
  1,
  z.object({ event: entityId, kind: token, on: isoDay }),
);
