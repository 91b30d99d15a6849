import { z } from 'zod';
import { LATE_STARTS } from '../creditors/creditor.ts';
import { defineEvent } from '../journal/event.ts';
import { digest, entityId, isoDay, token, whole } from '../journal/payload.ts';

const changed = z.array(z.object({ document: entityId, fields: z.array(token) }));

/** What one file of invoices did to one debtor; `digest` is that of the hashes of its documents' lines. */
export const invoicesImported = defineEvent(
  'invoices.imported',
  1,
  z.object({
    import: entityId,
    debtorCreated: z.boolean(),
    debtorChanged: z.array(token),
    contacts: whole,
    created: whole,
    creditNotes: whole,
    payments: whole,
    /** The first thousand; `moreChanged` counts the others. */
    changed,
    moreChanged: whole,
    digest,
    quarantined: z.boolean(),
  }),
);

export const debtorImported = defineEvent(
  'debtor.imported',
  1,
  z.object({ import: entityId, created: z.boolean(), changed: z.array(token), contacts: whole }),
);

/** Money that a file of payments brought for one debtor. */
export const paymentsImported = defineEvent(
  'payments.imported',
  1,
  z.object({
    import: entityId,
    payments: z.array(entityId),
    reversed: z.array(entityId),
    allocatedCents: whole,
    creditCents: whole,
  }),
);

/** A file was imported, in the creditor's chain. */
export const fileImported = defineEvent(
  'file.imported',
  1,
  z.object({
    import: entityId,
    kind: z.enum(['invoices', 'payments', 'debtors']),
    file: digest,
    lines: whole,
    debtors: whole,
    quarantined: z.boolean(),
  }),
);

/** A person lets what imports brought be chased: of one debtor in its chain, in all in the creditor's. */
export const itemsReleased = defineEvent(
  'items.released',
  1,
  z.object({
    imports: z.array(entityId),
    items: whole,
    lateStart: z.enum(LATE_STARTS),
    releasedOn: isoDay,
  }),
);
