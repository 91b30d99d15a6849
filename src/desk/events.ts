import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { whole } from '../journal/payload.ts';

/** What could name a person is gone from the rows of a debtor: how many kept values and documents with it. */
export const debtorErased = defineEvent('debtor.erased', 1, z.object({ values: whole, documents: whole }));
