import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { digest, token, whole } from '../journal/payload.ts';

/** A version of a procedure was published; versions never change afterwards. */
export const scenarioPublished = defineEvent(
  'scenario.published',
  1,
  z.object({ scenario: token, version: whole, sha256: digest }),
);
