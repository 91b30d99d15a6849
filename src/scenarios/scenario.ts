import type { Regime } from '../law/regime.ts';
import { type Cents, cents } from '../money/cents.ts';
import type { Channel, StepKey } from './steps.ts';

export type PenaltyMode = 'none' | 'mention' | 'waive-until' | 'claim';
/**
 * Who lets a step leave: nobody, anybody once the creditor trusts the texts, or a person of that standing.
 */
export type Approval = 'automatic' | 'automatic-once-trusted' | 'owner' | 'manager' | 'second-person';

export interface ScenarioStep {
  readonly key: StepKey;
  /** Civil days after the due date; negative before it. */
  readonly offset: number;
  /** The leading channel; `contact` chooses between call, e-mail and task by itself. */
  readonly channel: Channel;
  /** The same contact by other channels, the same day. */
  readonly copies: readonly Channel[];
  readonly approval: Approval;
  /** The printed date: civil days after the text, carried to a business day; null when none is printed. */
  readonly answerWithin: number | null;
  /** Civil days that must lie between the last contact about the item and this step. */
  readonly spacing: number;
  readonly penalties: Readonly<Record<Regime, PenaltyMode>>;
}

/** A procedure: its steps in order. Versions are immutable. */
export interface Scenario {
  readonly key: string;
  readonly version: number;
  readonly steps: readonly ScenarioStep[];
}

const NONE: Readonly<Record<Regime, PenaltyMode>> = {
  b2b: 'none',
  b2c: 'none',
  nonpro: 'none',
  public: 'none',
};
const CLAIM: Readonly<Record<Regime, PenaltyMode>> = {
  b2b: 'claim',
  b2c: 'none',
  nonpro: 'none',
  public: 'claim',
};

/** The procedure of the house: from a courteous word before the due date to the choice of a route. */
export const DEFAULT_SCENARIO: Scenario = {
  key: 'default',
  version: 1,
  steps: [
    step('pre-due', -5, 'email', 'automatic', null, NONE),
    step('contact', 1, 'email', 'automatic', null, NONE),
    step('reminder-1', 7, 'email', 'automatic-once-trusted', 6, {
      ...NONE,
      b2b: 'waive-until',
      public: 'mention',
    }),
    { ...step('reminder-2', 15, 'email', 'owner', 8, CLAIM), copies: ['letter'] },
    { ...step('reminder-3', 30, 'email', 'manager', 8, CLAIM), copies: ['letter'] },
    { ...step('reminder-3-bis', 40, 'email', 'manager', 8, CLAIM), copies: ['letter'] },
    {
      ...step('formal-notice', 45, 'registered', 'second-person', null, CLAIM),
      copies: ['letter', 'email'],
      spacing: 8,
    },
    step('route', 45, 'task', 'manager', null, NONE),
  ],
};

function step(
  key: StepKey,
  offset: number,
  channel: Channel,
  approval: Approval,
  answerWithin: number | null,
  penalties: Readonly<Record<Regime, PenaltyMode>>,
): ScenarioStep {
  return { key, offset, channel, copies: [], approval, answerWithin, spacing: 0, penalties };
}

/** Thresholds of the house, in cents of the contact's currency: a house rule, no text fixes them. */
export const FLOORS = {
  /** At or under this balance an item counts as closed. */
  closed: cents(100),
  /** Under this no letter is posted: the stamp costs a tenth of it. */
  letter: cents(1_500),
  /** Under this a formal notice is a person's decision. */
  formalNotice: cents(6_000),
  preDue: cents(15_000),
  /** From this total on, a professional is called rather than written to. */
  call: cents(100_000),
  /** Above this, a manager approves from the second reminder on. */
  manager: cents(1_000_000),
} as const satisfies Record<string, Cents>;

/** Items of one contact beyond which a manager approves. */
export const MANY_ITEMS = 20;
/** First reminders approved unedited after which the next ones leave by themselves. */
export const TRUSTED_AFTER = 20;
/** Years of relation from which a customer gets one reminder more. */
export const LONG_STANDING_YEARS = 3;

/**
 * Days a formal notice must leave from first presentation (docs/law/MED-02): 8 professional, 15 consumer, 30
 * public.
 */
export function noticeDays(regime: Regime): number {
  if (regime === 'public') return 30;
  return regime === 'b2b' ? 8 : 15;
}
