import type { Refusal } from './refusal.ts';

/**
 * A refusal met where no answer can be returned (opening the database): doors print it as any other
 * refusal.
 */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'RefusedError';
    this.refusal = refusal;
  }
}
