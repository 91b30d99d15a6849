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
  option_conflict: 400,
  option_value_unknown: 400,
  number_invalid: 400,
  schema_newer: 409,
  database_too_old: 422,
  database_roles_missing: 422,
  address_invalid: 400,
  recipient_missing: 422,
  attachments_too_large: 422,
  attachment_mismatch: 409,
  smtp_not_loopback: 422,
  message_unknown: 404,
  message_not_ambiguous: 409,
  print_batch_empty: 422,
  clock_moved_back: 409,
  instance_copied: 409,
  backup_exists: 409,
  backup_unreadable: 422,
  restore_not_empty: 409,
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
