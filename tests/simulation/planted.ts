import type { PlantedFault } from '../harness/planted-fault.ts';
import type { Trouble } from './machine.ts';
import type { Invariant } from './violation.ts';

/** A fault of a line or two in the product, and the invariants of which one must see it. */
export interface Planted {
  readonly faults: readonly PlantedFault[];
  readonly breaks: readonly Invariant[];
  /** What happens to the first run of each day, when the fault shows under it only. */
  readonly trouble?: Trouble;
  /** Days within which it must be found, from the first seed on, with one creditor. */
  readonly days: number;
  readonly seed: number;
}

export const PLANTED: Readonly<Record<string, Planted>> = {
  'no-last-look': {
    faults: [
      {
        source: 'src/delivery/claim-emails.act.ts',
        find: 'if (!because) continue;',
        replace: 'if (!because || because) continue;',
      },
    ],
    breaks: ['nothing-for-what-is-held', 'amounts-are-right', 'one-contact-gap-and-order'],
    seed: 27,
    days: 90,
  },
  'promise-forgotten': {
    faults: [
      {
        source: 'src/holds/suspension.ts',
        find: 'if (promisedUntil !== null && promisedUntil >= today)',
        replace: 'if (promisedUntil !== null && promisedUntil > today + 90)',
      },
    ],
    breaks: ['nothing-for-what-is-held'],
    seed: 18,
    days: 90,
  },
  'gap-too-short': {
    faults: [
      {
        source: 'src/reminders/next-step.ts',
        find: 'lastContact && addDays(lastContact, gapDays(creditor, debtor.regime));',
        replace: 'lastContact && addDays(lastContact, gapDays(creditor, debtor.regime) - 3);',
      },
    ],
    breaks: ['one-contact-gap-and-order'],
    seed: 3,
    days: 60,
  },
  'step-done-again': {
    faults: [
      {
        source: 'src/reminders/next-step.ts',
        find: 'const from = last ? stepRank(last.step) + 1',
        replace: 'const from = last ? stepRank(last.step)',
      },
    ],
    breaks: ['one-contact-gap-and-order', 'no-command-breaks', 'plan-is-run'],
    seed: 1,
    days: 60,
  },
  'dispute-asked': {
    faults: [
      {
        source: 'src/reminders/hold-item.ts',
        find: 'return cents(item.balance - disputedPart(item.holds, item.balance));',
        replace: 'return cents(item.balance);',
      },
    ],
    breaks: ['amounts-are-right'],
    seed: 18,
    days: 120,
  },
  'plan-of-tomorrow': {
    faults: [
      {
        source: 'src/cli/plan.ts',
        find: 'await planDay(scope.tx, id, scope.on, ',
        replace: 'await planDay(scope.tx, id, (scope.on + 1) as typeof scope.on, ',
      },
    ],
    breaks: ['plan-is-run'],
    seed: 1,
    days: 10,
  },
  'silent-about-the-gap': {
    faults: [
      {
        source: 'src/reminders/watch.ts',
        find: "new Set<HoldCode>(['settled', 'not_due', 'retention'])",
        replace: "new Set<HoldCode>(['settled', 'not_due', 'retention', 'gap'])",
      },
    ],
    breaks: ['nothing-due-is-silent'],
    seed: 1,
    days: 30,
  },
  'bounced-money-stays': {
    faults: [
      {
        source: 'src/payments/reverse-payment.act.ts',
        find: 'await endAllocations(scope, ids, scope.on);',
        replace: '',
      },
    ],
    breaks: ['money-balances'],
    seed: 1,
    days: 90,
  },
  'sent-again-in-doubt': {
    faults: [
      {
        source: 'src/courier/attempt.ts',
        find: "if (state === 'ambiguous') return { ...life, state, leaseUntil: null };",
        replace: "if (state === 'ambiguous') return { ...over(life, 'reserved'), nextAttemptAt: at };",
      },
    ],
    breaks: ['one-mail-one-entry'],
    trouble: 'cut',
    seed: 1,
    days: 40,
  },
  'hash-without-actor': {
    faults: [
      {
        source: 'src/journal/chain.ts',
        find: 'hash: eventHash(unlinked, head.hash)',
        replace: "hash: eventHash({ ...unlinked, actor: '' }, head.hash)",
      },
    ],
    breaks: ['chains-verify'],
    seed: 1,
    days: 7,
  },
  'clock-not-looked-at': {
    faults: [
      {
        source: 'src/journal/refuse-sending.act.ts',
        find: 'return await clockMovedBack(scope);',
        replace: 'return null;',
      },
    ],
    breaks: ['nothing-leaves-when-it-must-not'],
    trouble: 'clock-back',
    seed: 1,
    days: 40,
  },
  'disarmed-and-sending': {
    faults: [
      {
        source: 'src/delivery/dispatch.db.ts',
        find: 'return rows[0]?.armed === true;',
        replace: 'return rows[0] !== undefined;',
      },
      {
        source: 'src/delivery/run-day.job.ts',
        find: 'const disarmed = creditor?.armed',
        replace: 'const disarmed = creditor !== null',
      },
    ],
    breaks: ['nothing-leaves-when-it-must-not'],
    seed: 18,
    days: 200,
  },
  'copy-that-sends': {
    faults: [
      {
        source: 'src/platform/instance.ts',
        find: 'return rows[0]?.is_copy ?? true;',
        replace: 'return false;',
      },
    ],
    // The original then sends the same once more, and what the copy sent is in none of its books.
    breaks: ['nothing-leaves-when-it-must-not', 'one-mail-one-entry'],
    trouble: 'copied',
    seed: 1,
    days: 20,
  },
  'another-sender': {
    faults: [
      {
        source: 'src/delivery/queue-mail.act.ts',
        find: "from: { name: creditor.name, address: creditor.email ?? '' },",
        replace: "from: { name: creditor.name, address: 'direction@ailleurs.example' },",
      },
    ],
    breaks: ['mails-name-the-right-people'],
    seed: 1,
    days: 30,
  },
};
