import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { documentRef, entityId, token, whole } from '../journal/payload.ts';
import { ROLES } from './user.ts';

/**
 * Settings were given or changed: which ones, never their values. `approvers` tells whether two persons
 * existed.
 */
export const creditorSet = defineEvent(
  'creditor.set',
  1,
  z.object({
    created: z.boolean(),
    changed: z.array(token),
    armed: z.boolean(),
    rehearsal: z.boolean(),
    iban: z.enum(['unchanged', 'set', 'changed', 'waiting']),
    approvers: whole,
  }),
);

/** A second person accepted or refused a new bank account. */
export const ibanDecided = defineEvent(
  'creditor.iban_decided',
  1,
  z.object({ change: entityId, accepted: z.boolean(), approvers: whole }),
);

export const signatureSet = defineEvent('creditor.signature_set', 1, z.object({ image: documentRef }));

export const userAdded = defineEvent(
  'user.added',
  1,
  z.object({ user: entityId, role: z.enum(ROLES), approvers: whole }),
);

export const userRemoved = defineEvent('user.removed', 1, z.object({ user: entityId, approvers: whole }));
