/** How far a try had come when it ended: what tells a certain failure from a doubtful one. */
export const STAGES = ['connect', 'login', 'sender', 'recipients', 'body', 'answer'] as const;
export type Stage = (typeof STAGES)[number];

/** A recipient that the server refused while it took the message for others. */
export interface RefusedRecipient {
  readonly address: string;
  readonly permanent: boolean;
  readonly response: string;
}

export interface SentOutcome {
  readonly state: 'sent';
  /** The server's own words, kept as evidence. */
  readonly response: string;
  readonly refusedRecipients: readonly RefusedRecipient[];
}

/** Certainly not delivered: the server said so, or never saw the end of the message. */
export interface FailedOutcome {
  readonly state: 'failed';
  /** True when the same message to the same addresses would be refused again. */
  readonly permanent: boolean;
  /** `recipients`: the addresses are at fault; `connect`, `login`, `sender`: the creditor's settings are. */
  readonly stage: Stage;
  readonly code: string;
  readonly response: string | null;
  readonly refusedRecipients: readonly RefusedRecipient[];
}

export const DOUBTS = [
  'answer_timeout',
  'connection_lost',
  'answer_unreadable',
  'owner_gone',
  'transport_broke',
] as const;
export type Doubt = (typeof DOUBTS)[number];

/** The server may have taken the message: nobody can tell from here, so no machine sends it again. */
export interface AmbiguousOutcome {
  readonly state: 'ambiguous';
  readonly reason: Doubt;
  readonly response: string | null;
}

export type DeliveryOutcome = SentOutcome | FailedOutcome | AmbiguousOutcome;

/** What was seen of a try that did not end in a 2xx answer to the message. */
export interface Breakdown {
  readonly stage: Stage;
  /** The server's reply as it came; null when the line fell silent or broke. */
  readonly reply: string | null;
  /** The library's or the system's code: ECONNREFUSED, ETIMEDOUT, EDNS, ETLS… */
  readonly code: string;
  readonly timedOut: boolean;
  /** The message exceeds what the server announced; nothing was sent. */
  readonly tooLarge: boolean;
  readonly refusedRecipients: readonly RefusedRecipient[];
}

// Replies that speak of the session and not of the message (RFC 4954 §6, RFC 3207 §4): the password or the
// encryption is wrong, and will be right once the creditor has corrected the settings.
const SETTINGS_REPLIES = [530, 534, 535, 538];

export function replyCode(reply: string | null): number | null {
  const match = reply === null ? null : /^([2-5]\d\d)(?:[ -]|$)/.exec(reply.trimStart());
  return match ? Number(match[1]) : null;
}

/**
 * Certain or doubtful? A 4xx or 5xx reply means that the message was not taken (RFC 5321 §4.2.1), at every
 * stage. A broken line before the final dot leaves the server without a message (§4.1.1.4). After the dot,
 * silence, a cut line or a reply nobody understands leave a doubt.
 */
export function classify(breakdown: Breakdown): FailedOutcome | AmbiguousOutcome {
  const { stage, reply, refusedRecipients } = breakdown;
  const code = replyCode(reply);
  if (code !== null && code >= 400) {
    const settings = stage === 'connect' || stage === 'login' || SETTINGS_REPLIES.includes(code);
    return {
      state: 'failed',
      permanent: code >= 500 && !settings,
      stage: SETTINGS_REPLIES.includes(code) && stage !== 'connect' ? 'login' : stage,
      code: `smtp_${code}`,
      response: reply,
      refusedRecipients,
    };
  }
  if (stage === 'answer') {
    if (reply !== null) return { state: 'ambiguous', reason: 'answer_unreadable', response: reply };
    const reason = breakdown.timedOut ? 'answer_timeout' : 'connection_lost';
    return { state: 'ambiguous', reason, response: null };
  }
  return {
    state: 'failed',
    permanent: breakdown.tooLarge,
    stage,
    code: breakdown.tooLarge ? 'too_large' : breakdown.code,
    response: reply,
    refusedRecipients,
  };
}
