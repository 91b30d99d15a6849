import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { digest, documentRef, entityId, isoDay, token, whole } from '../journal/payload.ts';

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

/** A text of the creditor took the place of ours; null: ours is back. */
export const wordingSet = defineEvent(
  'wording.set',
  1,
  z.object({ wording: token, version: whole, sha256: digest.nullable() }),
);
