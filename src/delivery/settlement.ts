import type { MessageState } from '../courier/attempt.ts';

/*
 * The life of a contact beside that of its message. Each line is one transaction; the process, the database
 * or both may die between any two, and inside one of them nothing has happened:
 *
 *   died after                                    the next run finds                and does
 *   the proposal was written                      proposed                          decides anew
 *   a person approved: texts frozen               approved, no message              puts it in the outbox
 *   the message was reserved                      approved, reserved                claims it
 *   the claim, with its contact                   reserved and leased, `sending`    frees both: it never left
 *   the mark                                      `sending`, `sending`              doubts both
 *   the answer, with what it means                the end of both                   nothing
 *   the answer, its meaning having failed         a message at its end, `sending`   settles the contact by it
 *   the pages of a batch were written, unseen     no batch                          makes another
 *   the batch was committed                       a batch whose pages are unseen    shows its pages
 *   it was posted                                 the end of both                   nothing
 *
 * So a contact is written with the claim, before the mark, and follows its message alone: whatever the table
 * below says of a message at rest is true of its contact, or is made true at the start of the next run.
 */

/** What the state of a message at rest makes of the contact recorded for it, and of what was proposed. */
export interface Settlement {
  /** Null: there is nothing to say yet. */
  readonly contact: 'done' | 'undelivered' | 'doubtful' | null;
  /** Null: it stays approved, for the next try or for a person. */
  readonly proposal: 'done' | 'withdrawn' | null;
}

const SETTLEMENTS: Readonly<Record<MessageState, Settlement>> = {
  // Claimed and never marked, or certainly refused for now: its steps are free, the next try records its own.
  reserved: { contact: 'undelivered', proposal: null },
  sending: { contact: null, proposal: null },
  sent: { contact: 'done', proposal: 'done' },
  ambiguous: { contact: 'doubtful', proposal: null },
  // No machine tries again: the contact is decided anew, on the facts and the addresses that are left.
  failed: { contact: 'undelivered', proposal: 'withdrawn' },
  withdrawn: { contact: 'undelivered', proposal: 'withdrawn' },
};

export function settlementOf(state: MessageState): Settlement {
  return SETTLEMENTS[state];
}
