import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { documentRef, token, valueRef, whole } from '../journal/payload.ts';

/** The bytes of a document were destroyed at the end of their legal time; its hash stays. */
export const documentErased = defineEvent('document.erased', 1, z.object({ document: documentRef }));

const basisPoints = whole.nullable();

/**
 * A person entered rates of a semester, or corrected what somebody had entered, in basis points; null: said
 * nothing of it. `verify` compares the last ones with the file of entered rates.
 */
export const rateEntered = defineEvent(
  'rate.entered',
  1,
  z.object({
    semester: token,
    ecb: basisPoints,
    professional: basisPoints,
    individual: basisPoints,
    source: valueRef,
  }),
);
