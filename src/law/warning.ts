/** What a computation wants its reader to know without refusing: a code for programs, a French sentence. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}
