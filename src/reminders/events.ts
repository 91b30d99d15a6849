import { z } from 'zod';
import { defineEvent } from '../journal/event.ts';
import { digest, entityId, isoDay, token, valueRef, whole } from '../journal/payload.ts';
import { CHANNELS, STEPS } from '../scenarios/steps.ts';

const step = z.enum(STEPS);
const channel = z.enum(CHANNELS);
const item = z.object({ instalment: entityId, step, balance: whole });

/** What the decision proposed for a debtor on a day, what it replaced and what the facts withdrew. */
export const contactsProposed = defineEvent(
  'reminder.proposed',
  1,
  z.object({
    proposed: z.array(
      z.object({
        proposal: entityId,
        step,
        channel,
        mode: z.enum(['automatic', 'to_confirm', 'manual']),
        currency: token,
        amount: whole,
        items: z.array(item),
      }),
    ),
    withdrawn: z.array(entityId),
    scenario: token,
    version: whole,
    rules: token,
    facts: digest,
  }),
);

/** A person, or the step itself, let a contact leave; `first` when a second person still has to. */
export const contactApproved = defineEvent(
  'reminder.approved',
  1,
  z.object({ proposal: entityId, first: z.boolean(), approvers: whole, unedited: z.boolean() }),
);

/** A contact was made, or is being made: from here its steps count as done. */
export const contactRecorded = defineEvent(
  'contact.recorded',
  1,
  z.object({
    contact: entityId,
    step: step.nullable(),
    channel,
    currency: token,
    state: z.enum(['sending', 'done']),
    answerBy: isoDay.nullable(),
    reached: z.boolean(),
    items: z.array(z.object({ instalment: entityId, step, cycle: whole })),
  }),
);

/** What became of it: done, certainly not received (its steps are free again), or doubtful. */
export const contactSettled = defineEvent(
  'contact.settled',
  1,
  z.object({ contact: entityId, state: z.enum(['done', 'undelivered', 'doubtful']) }),
);

/** The post's word on a registered letter. */
export const contactPresented = defineEvent(
  'contact.presented',
  1,
  z.object({
    contact: entityId,
    presentedOn: isoDay.nullable(),
    outcome: z.enum(['received', 'refused', 'unclaimed', 'unknown-address']).nullable(),
  }),
);

export const stepsSkipped = defineEvent(
  'reminder.skipped',
  1,
  z.object({
    proposal: entityId,
    steps: z.array(z.object({ instalment: entityId, step })),
    reason: valueRef,
  }),
);

/** An approved contact that did not leave: the facts changed, or it waited too long. */
export const contactWithdrawn = defineEvent(
  'reminder.withdrawn',
  1,
  z.object({ proposal: entityId, because: token }),
);

export const mailboxRead = defineEvent('mailbox.read', 1, z.object({ until: isoDay }));

export const litigationOpened = defineEvent(
  'litigation.opened',
  1,
  z.object({ litigation: entityId, contact: entityId }),
);

export const litigationLifted = defineEvent(
  'litigation.lifted',
  1,
  z.object({ litigation: entityId, reason: valueRef }),
);

export const trackingGiven = defineEvent(
  'reminder.tracking',
  1,
  z.object({ proposal: entityId, tracking: token }),
);

/** A date of a payment plan was announced by a contact; null: a person chose not to announce it. */
export const planDateNoticed = defineEvent(
  'reminder.plan-date',
  1,
  z.object({ plan: entityId, position: whole, cycle: whole, contact: entityId.nullable() }),
);
