import type { Day } from '../calendar/day.ts';
import type { Sha256 } from '../journal/sha256.ts';
import type { StepKey } from '../scenarios/steps.ts';
import type { AttachmentKind } from './letter-facts.ts';

export type LetterKind = 'email' | 'letter' | 'registered' | 'statement' | 'promise' | 'receipt';

/** A text whose bytes will not change any more. */
export interface FrozenLetter {
  readonly id: string;
  readonly debtorId: string;
  readonly proposalId: string | null;
  readonly kind: LetterKind;
  readonly step: StepKey | null;
  readonly currency: string;
  readonly on: Day;
  readonly answerBy: Day | null;
  readonly subject: string;
  /** The letter itself; of an e-mail, the page that keeps what it said (LETTERS L17). */
  readonly pdf: Sha256;
  readonly data: Sha256;
  readonly madeWith: Readonly<Record<string, string>>;
  readonly attachments: readonly {
    readonly name: string;
    readonly kind: AttachmentKind | 'letter';
    readonly sha256: Sha256;
  }[];
  /** The two parts of an e-mail. */
  readonly body: { readonly text: string; readonly html: string } | null;
}
