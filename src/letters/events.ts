import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { documentRef, entityId, isoDay, token } from '../journal/payload.ts';

/** Texts got their final bytes: what is sent or posted is these, and nothing is drawn again. */
export const textsFrozen = defineEvent(
  'letter.frozen',
  1,
  z.object({
    proposal: entityId.nullable(),
    texts: z.array(
      z.object({
        letter: entityId,
        kind: z.enum(['email', 'letter', 'registered', 'statement', 'promise', 'receipt']),
        answerBy: isoDay.nullable(),
        pdf: documentRef,
        data: documentRef,
        attachments: z.array(documentRef),
      }),
    ),
    madeWith: z.object({ scenario: token, rules: token, wording: token, fonts: token }),
  }),
);
