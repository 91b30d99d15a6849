import { z } from 'zod';
import { defineEvent } from './event.ts';
import { digest, valueRef, whole } from './payload.ts';

/** The heads of the chains that grew since the last seal, as one root; its day is that of the event. */
export const daySealed = defineEvent('day.sealed', 1, z.object({ heads: whole, root: digest }));

/** A value was forgotten for good, at the request of the person it was about or at the end of its time. */
export const valueErased = defineEvent('value.erased', 1, z.object({ value: valueRef }));
