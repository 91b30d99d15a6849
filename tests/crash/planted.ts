import type { PlantedFault } from '../harness/planted-fault.ts';

/** Faults that the crash test has to see, each in the words of the code that it would spoil. */
export const PLANTED: Readonly<Record<string, readonly PlantedFault[]>> = {
  /** A lost message is taken for one that never left, and is sent again. */
  'lost-is-free': [
    {
      source: 'src/courier/attempt.ts',
      find: "return life.state === 'sending' ? { ...life, state: 'ambiguous', leaseUntil: null } : null;",
      replace: "return life.state === 'sending' ? over(life, 'reserved') : null;",
    },
  ],
  /** The mark is not committed before the transport is touched. */
  'mark-forgotten': [
    {
      source: 'src/courier/attempt.ts',
      find: "return { ...life, state: 'sending', attempts: life.attempts + 1, leaseUntil: at + leaseSeconds };",
      replace: 'return { ...life, attempts: life.attempts + 1, leaseUntil: at + leaseSeconds };',
    },
    {
      source: 'src/courier/attempt.ts',
      find: "if (life.state !== 'sending') return null;",
      replace: "if (life.state !== 'sending' && life.state !== 'reserved') return null;",
    },
  ],
  /** A doubtful answer is taken for a failure, and tried again. */
  'doubt-is-failure': [
    {
      source: 'src/courier/outcome.ts',
      find: "if (stage === 'answer') {",
      replace: "if (stage === 'answer' && reply !== null) {",
    },
  ],
  /** An answer is recorded without what it means for the contact. */
  'meaning-forgotten': [
    {
      source: 'src/delivery/record-answers.act.ts',
      find: 'for (const round of roundsOf(told, ({ debtorId }) => debtorId)) await recordRound(scope, round);',
      replace: '',
    },
  ],
  /** The pages of a batch lie where a person looks before the batch is in the books. */
  'pages-first': [
    {
      source: 'src/delivery/print-letters.act.ts',
      find: 'into: stagedFolder({ dataFolder, creditorId, name }),',
      replace: '',
    },
  ],
};
