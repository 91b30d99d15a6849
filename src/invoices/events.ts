import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { documentRef, entityId, isoDay, token, whole } from '../journal/payload.ts';

/**
 * Facts of an invoice were stated by a person: which ones; the dates and the rate that decide are in the row.
 */
export const invoiceStated = defineEvent(
  'invoice.stated',
  1,
  z.object({ invoice: entityId, changed: z.array(token), rateBp: whole.nullable() }),
);

/** The due date of one instalment was stated by a person. */
export const dueDateStated = defineEvent(
  'instalment.due_stated',
  1,
  z.object({ instalment: entityId, before: isoDay.nullable(), dueOn: isoDay }),
);

export const copyAttached = defineEvent(
  'invoice.copy_attached',
  1,
  z.object({ invoice: entityId, copy: documentRef }),
);
