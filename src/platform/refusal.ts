/** Every way the program says no, with the HTTP status of its answer. Each code has its line in docs/refusals.md. */
export const REFUSALS = {
  amount_invalid: 400,
  date_invalid: 400,
  date_order: 422,
  rate_missing: 422,
  rate_invalid: 400,
  regime_unknown: 400,
  payment_exceeds_claim: 422,
  option_unknown: 400,
  option_missing: 400,
  command_unknown: 400,
} as const satisfies Record<string, number>;

export type RefusalCode = keyof typeof REFUSALS;

/** A no that its caller can act on: a code, a French sentence that names the remedy, and what it is about. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export function refuse(
  refused: RefusalCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): Refusal {
  return { refused, message, details };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
