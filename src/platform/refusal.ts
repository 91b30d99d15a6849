import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';

/**
 * Every way the program says no, with the HTTP status of its answer. Each code has its line in
 * docs/refusals.md.
 */
export const REFUSALS = {
  amount_invalid: 400,
  date_invalid: 400,
  date_order: 422,
  date_in_future: 422,
  rate_missing: 422,
  rate_invalid: 400,
  rate_shipped: 409,
  rates_unreadable: 422,
  semester_invalid: 400,
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
  database_unreachable: 503,
  old_postgres_missing: 422,
  upgrade_in_use: 409,
  environment_invalid: 400,
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
  file_unwritable: 422,
  data_folder_unusable: 422,
  socket_folder_missing: 422,
  backup_unreadable: 422,
  restore_not_empty: 409,
  settings_invalid: 400,
  role_forbidden: 403,
  needs_second_person: 409,
  user_exists: 409,
  user_unknown: 404,
  last_owner: 409,
  iban_change_missing: 404,
  image_unreadable: 422,
  creditor_missing: 404,
  creditor_unknown: 404,
  creditor_ambiguous: 409,
  creditor_key_taken: 409,
  debtor_unknown: 404,
  debtor_ambiguous: 409,
  debtors_differ: 422,
  invoice_unknown: 404,
  invoice_ambiguous: 409,
  invoice_voided: 409,
  nothing_owed: 422,
  currency_differs: 422,
  payment_reversed: 409,
  credit_insufficient: 422,
  plan_sum_differs: 422,
  plan_exists: 409,
  id_unknown: 404,
  id_ambiguous: 409,
  already_ended: 409,
  file_unreadable: 422,
  document_not_pdf: 422,
  nothing_to_pay: 422,
  payee_mixed: 422,
  assignee_iban_missing: 422,
  mention_missing: 422,
  printed_date_invalid: 422,
  wording_variable_unknown: 422,
  wording_invalid: 422,
  wording_forbidden_word: 422,
  wording_unknown: 404,
  wording_other_debtor: 422,
  letter_too_long: 422,
  letter_not_drawn: 422,
  already_approved: 409,
  already_served: 409,
  not_a_sample: 409,
  not_approvable: 409,
  proposal_outdated: 409,
  not_a_task: 409,
  nothing_to_skip: 409,
  presentation_unknown: 409,
  day_not_today: 409,
  disarmed: 409,
  letter_not_frozen: 409,
  batch_posted: 409,
  batch_recalled: 409,
  not_registered: 409,
  tracking_in_use: 409,
  smtp_password_unreadable: 422,
  volume_unusual: 409,
  scenario_invalid: 422,
  nothing_quarantined: 409,
  mapping_invalid: 400,
  litigation_unknown: 404,
  erasure_refused: 409,
  already_erased: 409,
  not_sent: 409,
} as const satisfies Record<string, number>;

export type RefusalCode = keyof typeof REFUSALS;

/** A no that its caller can act on: a code, a French sentence that names the remedy, and what it is about. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Amounts in details are decimal strings and days ISO text, as in every answer: cents and day numbers do not
 * compile.
 */
type Told<D> = { readonly [K in keyof D]: Extract<D[K], Cents | Day> extends never ? D[K] : never };

export function refuse<D extends Readonly<Record<string, unknown>>>(
  refused: RefusalCode,
  message: string,
  details: D & Told<D> = {} as D & Told<D>,
): Refusal {
  return { refused, message, details };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
