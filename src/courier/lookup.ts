/** What the DNS says of a name: its values; that there are none; or nothing, for want of an answer. */
export type Found = readonly string[] | 'absent' | 'unreachable';

/** The questions that the checks of a sender ask of the DNS. */
export interface Lookup {
  /** TXT records, each with its parts joined. */
  readonly texts: (name: string) => Promise<Found>;
  /** IPv4 and IPv6 addresses. */
  readonly addresses: (name: string) => Promise<Found>;
  /** Names of the servers that receive its mail. */
  readonly exchangers: (name: string) => Promise<Found>;
}
