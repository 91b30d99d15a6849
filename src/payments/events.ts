import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { entityId, isoDay, token, valueRef, whole } from '../journal/payload.ts';

const share = z.object({ instalment: entityId, cents: whole, countsOn: isoDay });

/** Money came in, and what it settled; the rest is a credit of the debtor. */
export const paymentReceived = defineEvent(
  'payment.received',
  1,
  z.object({
    payment: entityId,
    cents: whole,
    currency: token,
    receivedOn: isoDay,
    shares: z.array(share),
    creditCents: whole,
  }),
);

/** A credit, from a payment or a credit note, settles items. */
export const creditAllocated = defineEvent(
  'credit.allocated',
  1,
  z.object({ source: entityId, shares: z.array(share), creditCents: whole }),
);

/** Money went back (a rejected debit, a wrong entry): what it had settled is owed again, to the cent. */
export const paymentReversed = defineEvent(
  'payment.reversed',
  1,
  z.object({
    payment: entityId,
    reversedOn: isoDay,
    allocations: z.array(entityId),
    cents: whole,
    reason: valueRef,
  }),
);

export const creditNoteEntered = defineEvent(
  'credit_note.entered',
  1,
  z.object({
    creditNote: entityId,
    invoice: entityId.nullable(),
    cents: whole,
    currency: token,
    issuedOn: isoDay,
    shares: z.array(share),
    creditCents: whole,
  }),
);

/** An invoice is claimed no more; what had settled it is a credit again. */
export const invoiceVoided = defineEvent(
  'invoice.voided',
  1,
  z.object({ invoice: entityId, voidedOn: isoDay, allocations: z.array(entityId), reason: valueRef }),
);

/** The money received is known up to a day: said by a person, or shown by a file. */
export const bankCovered = defineEvent(
  'bank.covered',
  1,
  z.object({ until: isoDay, source: z.enum(['confirmed', 'payments-import']) }),
);
