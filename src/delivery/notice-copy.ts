import type { Proposal } from '../reminders/proposal.ts';

/** The e-mail copy of a formal notice follows a registered letter that is the contact. */
export function isNoticeCopy(proposal: Proposal): boolean {
  return proposal.step === 'formal-notice';
}
