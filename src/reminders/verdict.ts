import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import type { PenaltyMode } from '../scenarios/scenario.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';

/** Why an item is not contacted on a day. Each code has its line in docs/refusals.md. */
export const HOLD_CODES = [
  'settled',
  'not_due',
  'retention',
  'due_date_missing',
  'quarantined',
  'late_start_choice',
  'assigned',
  'deceased',
  'insolvency',
  'over_indebtedness',
  'customer_type_missing',
  'outcome_unknown',
  'awaiting_sending',
  'plan_respected',
  'promise_until',
  'dispute',
  'paused_until',
  'in_litigation',
  'scenario_over',
  'tone_ceiling',
  'direct_debit',
  'credit_unmatched',
  'bank_stale',
  'deadline_running',
  'gap',
  'next_step_later',
  'not_business_day',
  'contact_cap',
  'contacted_today',
  'formal_notice_first',
  'below_floor',
  'no_address',
] as const;
export type HoldCode = (typeof HOLD_CODES)[number];

/** Why a contact is proposed, or why a person must look at it first. */
export const REASON_CODES = [
  'step_due',
  'step_passed',
  'with_another_step',
  'late_entry',
  'mailbox_unread',
  'approval_required',
  'not_yet_trusted',
  'manager_required',
  'second_person_required',
  'copy_without_address',
  'letter_instead_of_email',
  'collection_unconfirmed',
  'presentation_unknown',
  'route_open',
  'in_litigation',
  'plan_date',
  'below_floor',
  'no_address',
  'attachments_too_large',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** What is decided of one item on one day. */
export type Verdict = Held | Proposed;

export interface Held {
  readonly kind: 'held';
  readonly itemId: string;
  readonly code: HoldCode;
  /** The last held day, included; null when only an act of a person ends it. */
  readonly until: Day | null;
  /** The step it waits for, when one is known. */
  readonly step: StepKey | null;
}

export interface Proposed {
  readonly kind: 'proposed';
  readonly itemId: string;
  readonly step: StepKey;
}

/** At most one contact per debtor, currency and day; tasks beside it. */
export interface Action {
  readonly step: StepKey;
  readonly channel: Channel;
  readonly copies: readonly Channel[];
  readonly mode: 'automatic' | 'to_confirm' | 'manual';
  /** Who may approve it; null when nobody has to. */
  readonly approver: 'owner' | 'manager' | 'second-person' | null;
  readonly currency: string;
  /** Balances demanded less the debtor's credits, without accessories. */
  readonly amount: Cents;
  readonly items: readonly ActionItem[];
  /** Not yet due, mentioned quietly: their pre-due step is done by this contact. */
  readonly quiet: readonly ActionItem[];
  /** The printed date. */
  readonly answerBy: Day | null;
  readonly penalties: PenaltyMode;
  readonly reasons: readonly { readonly code: ReasonCode; readonly days?: number; readonly since?: number }[];
  /** The date of a payment plan that this announces, outside the steps; null for every other contact. */
  readonly planDate: AnnouncedDate | null;
}

/** A date of a payment plan as its announcement names it. */
export interface AnnouncedDate {
  readonly planId: string;
  /** Its place among the dates, from 1, and how many there are. */
  readonly position: number;
  readonly count: number;
  readonly dueOn: Day;
  /** What was agreed for that date, and what remains of it. */
  readonly amount: Cents;
  readonly open: Cents;
}

export interface ActionItem {
  readonly id: string;
  readonly number: string;
  /** What is demanded of it: its balance less the disputed part and what a payment plan puts off. */
  readonly balance: Cents;
  readonly daysLate: number;
  /** Its own step: the one it completes, or the last one done when this contact completes none of its. */
  readonly step: StepKey;
  readonly completes: boolean;
  /** Whether that step asks for what the law adds: a text that claims asks it for this item too. */
  readonly claims: boolean;
}

export interface Decision {
  readonly verdicts: readonly Verdict[];
  readonly actions: readonly Action[];
}

/** What is decided of a debtor on a day. */
export interface DayDecision extends Decision {
  /** Items that a credit covers whole: it is theirs, and no text about others may deduct it. */
  readonly covered: readonly string[];
}
