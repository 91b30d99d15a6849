import type { DefectCode } from './defects.ts';

/** Why one cell could not be read; `detail` completes the sentence of its code. */
export interface Fault {
  readonly fault: DefectCode;
  readonly detail: string;
}

/** The value of a cell, or why it has none. */
export type Reading<T> = { readonly value: T } | Fault;

export function fault(code: DefectCode, detail = ''): Fault {
  return { fault: code, detail };
}

export function isFault<T>(reading: Reading<T>): reading is Fault {
  return 'fault' in reading;
}
