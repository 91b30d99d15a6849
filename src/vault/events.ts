import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { documentRef } from '../journal/payload.ts';

/** The bytes of a document were destroyed at the end of their legal time; its hash stays. */
export const documentErased = defineEvent('document.erased', 1, z.object({ document: documentRef }));
