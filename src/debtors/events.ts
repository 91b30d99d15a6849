import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { entityId, isoDay, token, whole } from '../journal/payload.ts';
import { REGIMES } from '../law/regime.ts';

/** A debtor was entered or changed: which facts, and those that decide; never a name or an address. */
export const debtorSet = defineEvent(
  'debtor.set',
  1,
  z.object({
    created: z.boolean(),
    changed: z.array(token),
    regime: z.enum(REGIMES).nullable(),
    insolvencyOn: isoDay.nullable(),
    contactsAdded: whole,
    contactsChanged: whole,
  }),
);

/** An address of this debtor sent a message back. */
export const emailBounced = defineEvent('debtor.email_bounced', 1, z.object({ contacts: z.array(entityId) }));

/** A letter came back: the postal address is wrong until a person or a file gives another. */
export const addressFoundBad = defineEvent('debtor.address_bad', 1, z.object({ on: isoDay }));
