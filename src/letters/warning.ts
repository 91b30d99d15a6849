/** What a person should know about a text that may leave all the same. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

export type WarningCode =
  | 'language_french_only'
  | 'email_shortened'
  | 'step_without_letter'
  | 'letter_address_missing'
  | 'letter_below_floor'
  | 'address_shortened'
  | 'signature_unreadable'
  | 'character_replaced'
  | 'basis_missing'
  | 'copies_missing'
  | 'tracking_missing';
